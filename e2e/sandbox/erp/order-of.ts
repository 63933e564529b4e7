import { Refusal } from '../refusal.ts';
import type { Store } from '../store.ts';

/** The order that a return or a credit memo is about. */
export interface OrderOf {
  readonly number: string;
  readonly external_id: string;
  readonly currency: string;
  readonly total_minor: number;
  readonly items: readonly { readonly line_id: string; readonly sku: string; readonly quantity: number }[];
}

/** The live order under the external id. Throws 422 `unknown_order`. */
export function liveOrder(store: Store, externalId: string): OrderOf {
  const row = store.row<Omit<OrderOf, 'items'> & { seq: number }>(
    `SELECT seq, number, external_id, currency, total_minor FROM sales_order
     WHERE external_id = ? AND status <> 'cancelled' ORDER BY seq`,
    externalId,
  );
  if (row === undefined)
    throw new Refusal(422, 'unknown_order', `no order ${externalId}`, { order_external_id: externalId });
  const items = store.rows<OrderOf['items'][number]>(
    'SELECT line_id, sku, quantity FROM sales_order_item WHERE order_seq = ?',
    row.seq,
  );
  return { ...row, items };
}
