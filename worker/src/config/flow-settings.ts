import type { ShopConfiguration } from './configuration.ts';

/** What a flow decides with for a shop; a flow that is asked about and not configured gets what makes it do nothing. */
export function flowSettings({ orders, returns, availability }: ShopConfiguration, flow: string): unknown {
  switch (flow) {
    case 'order':
      return { ...orders, follows: { stock: availability !== undefined, returns: returns.mode !== 'off' } };
    case 'availability':
    case 'inventory':
      return availability ?? null;
    case 'return':
      return { ...returns, mapping: orders.mapping, orders };
    default:
      return orders;
  }
}
