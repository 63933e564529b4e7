import { Road } from './road.ts';
import { ORDER } from './shop.ts';

/** Asked for, authorised and announced: the goods are expected. */
export function announced(
  settings: ConstructorParameters<typeof Road>[0] = {},
  ask: Parameters<Road['shop']['ask']>[0] = {},
): Road {
  const road = new Road(settings);
  road.shop.ask(ask);
  road.look();
  road.settle();
  return road;
}

/** As `announced`, and 1 of 2 is good, the other damaged. */
export function inspected(
  settings: ConstructorParameters<typeof Road>[0] = {},
  ask: Parameters<Road['shop']['ask']>[0] = {},
): Road {
  const road = announced(settings, ask);
  road.office.inspect({ restock: 1, damaged: 1 });
  road.decide({ type: 'notice', role: 'wms' });
  return road;
}

/** What the order tells: which it is, and what of it can come back. */
export const ORDER_WORD = {
  about: 'order',
  order: 'order/42',
  incarnation: 1,
  rev: 5,
  externalId: 'DEMO-42-ab12',
  erpNumber: 'SO-000001',
  goods: ORDER,
};

/** What the order tells of a refund that was made in the shop. */
export const REFUND_WORD = {
  about: 'refund',
  order: 'order/42',
  incarnation: 1,
  rev: 5,
  gone: false,
  refund: {
    id: 57,
    created_at: '2026-11-20T11:59:00Z',
    amount: '41',
    reason: 'Goodwill',
    lines: [{ item_id: 17, sku: 'SHOP-1', quantity: '1', total: '30', total_tax: '5.70' }],
  },
  currency: 'EUR',
  externalId: 'DEMO-42-ab12',
  erpNumber: 'SO-000001',
};
