import * as z from 'zod';
import { Refusal } from '../refusal.ts';
import { Code, LineId, Quantity } from '../shapes.ts';
import type { Stock } from '../stock/stock.ts';
import type { Store } from '../store.ts';
import type { Items } from './items.ts';
import type { OrderItemRow } from './order-document.ts';
import type { Orders } from './orders.ts';

export const SubstitutionRequest = z.strictObject({
  external_id: Code,
  line_id: LineId,
  sku: Code,
  quantity: Quantity,
});

export type SubstitutionRequest = z.infer<typeof SubstitutionRequest>;

/** Another item in the place of units of a line that have not shipped, at the line's price; it is promised at once. */
export class Substitutions {
  readonly #store: Store;
  readonly #stock: Stock;
  readonly #items: Items;
  readonly #orders: Orders;

  constructor(store: Store, stock: Stock, items: Items, orders: Orders) {
    this.#store = store;
    this.#stock = stock;
    this.#items = items;
    this.#orders = orders;
  }

  /** The same external id again changes nothing. Throws 404, 409 `already_cancelled` or `out_of_stock`, 422. */
  take(number: string, request: SubstitutionRequest): object {
    return this.#store.transaction(() => {
      const order = this.#orders.byNumber(number);
      const { seq, status } = order;
      const { external_id, line_id, sku, quantity } = request;
      if (status === 'cancelled') throw new Refusal(409, 'already_cancelled', `${number} is cancelled`, { status });
      const known = this.#orders.substitutesOf(seq).some((one) => one.external_id === external_id);
      if (known) return this.#orders.document(order);
      if (!this.#stock.knows(sku)) throw new Refusal(422, 'unknown_item', `unknown item: ${sku}`, { sku, line_id });
      const item = this.#replaceable(seq, line_id, quantity);
      if (this.#items.allocate(sku, quantity) < quantity)
        throw new Refusal(409, 'out_of_stock', `${sku} can't be promised`, { sku });
      this.#items.free(item.sku, quantity);
      this.#store.run(
        'INSERT INTO order_substitution (order_seq, external_id, line_id, sku, quantity) VALUES (?, ?, ?, ?, ?)',
        ...[seq, external_id, line_id, sku, quantity],
      );
      return this.#orders.document(this.#orders.change(seq, status, order.allocation, order.due_at_ms));
    });
  }

  #replaceable(seq: number, line_id: string, quantity: number): OrderItemRow {
    const item = this.#orders.itemsOf(seq).find((one) => one.line_id === line_id);
    if (item === undefined)
      throw new Refusal(422, 'unknown_line', `the order has no item line ${line_id}`, { line_id });
    const replaced = this.#orders.substitutesOf(seq).filter((one) => one.line_id === line_id);
    const open = item.allocated - item.shipped - replaced.reduce((sum, one) => sum + one.quantity - one.shipped, 0);
    if (quantity > open)
      throw new Refusal(422, 'quantity_exceeds_open', `line ${line_id} has ${open} left to replace`, { line_id });
    return item;
  }
}
