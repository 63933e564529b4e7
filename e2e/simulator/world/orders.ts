import type { OrderSnapshot } from '@causeway/contracts';
import { anOrder } from '../../../worker/src/flows/order/rehearsal/snapshot.ts';

/** How an order comes into the world. */
export const ORDER_KINDS = ['paid', 'unpaid', 'on hold', 'poisoned', 'spoilt', 'before go-live'] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];

/** The order as a customer placed it; `mark` makes its key its own, also where a restored shop gives its number again. */
export function placed(kind: OrderKind, mark: string, now: number, goLiveAt: number): (id: number) => OrderSnapshot {
  const at = new Date(kind === 'before go-live' ? goLiveAt - 3_600_000 : now).toISOString();
  return (id) => {
    const order = anOrder({
      id,
      number: String(id),
      key: `wc_order_${mark}`,
      created_at: at,
      status: STATUS[kind] ?? 'processing',
      payment_method: kind === 'poisoned' ? 'barter' : 'cod',
    });
    const items = order.items.map((item) => ({ ...item, stock: { sku: item.sku, reduced: '0' } }));
    return { ...order, items };
  };
}

const STATUS: Partial<Record<OrderKind, string>> = { unpaid: 'pending', 'on hold': 'on-hold' };
