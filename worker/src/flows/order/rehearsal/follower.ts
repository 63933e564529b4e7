import type { OrderSnapshot } from '@causeway/contracts';
import { Road } from './road.ts';
import { anItem, anOrder } from './snapshot.ts';

const MONEY = { subtotal: '10.00', subtotal_tax: '1.90', total: '10.00', total_tax: '1.90' };

/** An item for which WooCommerce has lowered the stock of `keptAs` by so many units. */
export function stocked(id: number, sku: string, units: string, keptAs = sku): OrderSnapshot['items'][number] {
  return { ...anItem(id, sku, units, MONEY), stock: { sku: keptAs, reduced: units } };
}

/** Two lines of one stock, CW-001, and between them a line of another, CW-002. */
export function items(first = '2', second = '1'): OrderSnapshot['items'] {
  return [stocked(17, 'CW-001', first), stocked(18, 'CW-002', second), stocked(19, 'CW-001-B', '1', 'CW-001')];
}

/** The same lines, with all units put back into their stocks. */
export function givenBack(): OrderSnapshot['items'] {
  return items().map((item) => ({ ...item, stock: { sku: item.sku, reduced: '0' } }));
}

/** The road of an order of such lines; its stocks and its returns are told of it. */
export function follower(follows = { stock: true, returns: true }): Road {
  const totals = { ...anOrder().totals, discount: '0', discount_tax: '0', total: '41.65' };
  return new Road({ items: items(), coupons: [], totals }, { follows });
}
