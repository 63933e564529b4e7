import type { Store } from '../store.ts';
import type { Items } from './items.ts';
import type { OrderRow } from './order-document.ts';
import type { Orders } from './orders.ts';

const ORDERS_PER_TURN = 50;

/** The ERP's own work: allocates what is due, and closes what has shipped. */
export class Allocation {
  readonly #store: Store;
  readonly #items: Items;
  readonly #orders: Orders;

  constructor(store: Store, items: Items, orders: Orders) {
    this.#store = store;
    this.#items = items;
    this.#orders = orders;
  }

  work(nowMs: number): void {
    const due = this.#store.rows<OrderRow>(
      'SELECT * FROM sales_order WHERE due_at_ms IS NOT NULL AND due_at_ms <= ? ORDER BY due_at_ms, seq LIMIT ?',
      nowMs,
      ORDERS_PER_TURN,
    );
    if (due.length === 0) return;
    this.#store.transaction(() => {
      for (const order of due) {
        if (order.status === 'open') this.#allocate(order);
        else if (order.status === 'shipped') this.#orders.change(order.seq, 'closed', order.allocation, null);
        else this.#store.run('UPDATE sales_order SET due_at_ms = NULL WHERE seq = ?', order.seq);
      }
    });
  }

  #allocate(order: OrderRow): void {
    let gained = 0;
    for (const { line_id, sku, quantity, allocated } of this.#orders.itemsOf(order.seq)) {
      const taken = this.#items.allocate(sku, quantity - allocated);
      if (taken === 0) continue;
      gained += taken;
      this.#store.run(
        'UPDATE sales_order_item SET allocated = allocated + ? WHERE order_seq = ? AND line_id = ?',
        taken,
        order.seq,
        line_id,
      );
    }
    const items = this.#orders.itemsOf(order.seq);
    if (items.every(({ quantity, allocated }) => allocated === quantity)) {
      this.#orders.tell('order.allocated', this.#orders.change(order.seq, 'allocated', 'full', null));
    } else if (gained > 0 || order.revision === 1) {
      const allocation = items.some(({ allocated }) => allocated > 0) ? 'partial' : 'none';
      this.#orders.tell('order.backordered', this.#orders.change(order.seq, 'open', allocation, null));
    } else {
      this.#store.run('UPDATE sales_order SET due_at_ms = NULL WHERE seq = ?', order.seq);
    }
  }
}
