import { hash } from 'node:crypto';

/** By what an order is found in ERP and warehouse: written a second time, so that the first is checked. */
export function externalIdOf(shop: string, id: number, key: string): string {
  return `${shop}-${id}-${hash('sha256', key).slice(0, 4)}`;
}
