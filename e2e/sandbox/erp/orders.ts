import { type Amendment, amendedBody } from '../amendment.ts';
import { nextChange, type Page, pageSince } from '../changes.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { Store } from '../store.ts';
import type { Outgoing } from '../webhooks/outgoing.ts';
import type { Items } from './items.ts';
import { documentOf, type OrderItemRow, type OrderRow, type SubstituteRow } from './order-document.ts';
import type { OrderRequest } from './order-request.ts';

/** Sales orders: creation, reading, cancellation. Methods that change an order commit before they return. */
export class Orders {
  readonly #store: Store;
  readonly #items: Items;
  readonly #outgoing: Outgoing;

  constructor(store: Store, items: Items, outgoing: Outgoing) {
    this.#store = store;
    this.#items = items;
    this.#outgoing = outgoing;
  }

  /** Throws 409 `duplicate_external_id` when `refuseDuplicate` and a live order has the external id. */
  create(request: OrderRequest, refuseDuplicate: boolean, allocateAfterMs: number): object {
    return this.#store.transaction(() => {
      if (refuseDuplicate) this.#refuseDuplicate(request.external_id);
      const now = Date.now();
      const seq = this.#store.run(
        `INSERT INTO sales_order (external_id, status, allocation, currency, total_minor, body, created_at_ms, changed_at_ms, change, due_at_ms)
         VALUES (?, 'open', 'none', ?, ?, ?, ?, ?, ?, ?)`,
        request.external_id,
        request.currency,
        request.total_minor,
        JSON.stringify(request),
        now,
        now,
        nextChange(this.#store),
        now + allocateAfterMs,
      );
      this.#store.run('UPDATE sales_order SET number = ? WHERE seq = ?', `SO-${String(seq).padStart(6, '0')}`, seq);
      for (const line of request.lines) {
        if (line.type !== 'item') continue;
        const { line_id, sku, quantity } = line;
        this.#store.run(
          'INSERT INTO sales_order_item (order_seq, line_id, sku, quantity) VALUES (?, ?, ?, ?)',
          seq,
          line_id,
          sku,
          quantity,
        );
      }
      return this.document(this.bySeq(seq));
    });
  }

  bySeq(seq: number): OrderRow {
    const row = this.#store.row<OrderRow>('SELECT * FROM sales_order WHERE seq = ?', seq);
    if (row === undefined) throw notFound(`order ${seq}`);
    return row;
  }

  /** Throws 404. */
  byNumber(number: string): OrderRow {
    const row = this.#store.row<OrderRow>('SELECT * FROM sales_order WHERE number = ?', number);
    if (row === undefined) throw notFound(`order ${number}`);
    return row;
  }

  byExternalId(externalId: string): object[] {
    const rows = this.#store.rows<OrderRow>('SELECT * FROM sales_order WHERE external_id = ? ORDER BY seq', externalId);
    return rows.map((row) => this.document(row));
  }

  changedSince(cursorText: string, limit: number): Page & { orders: object[] } {
    const { rows, ...page } = pageSince<OrderRow>(this.#store, 'sales_order', cursorText, limit);
    return { orders: rows.map((row) => this.document(row)), ...page };
  }

  /** The same amendment again changes nothing. Throws 404, or 409 `already_shipped` or `already_cancelled`. */
  amend(number: string, amendment: Amendment): object {
    return this.#store.transaction(() => {
      const row = this.byNumber(number);
      const { seq, status } = row;
      this.#refuseShipped(row);
      if (status === 'cancelled') throw new Refusal(409, 'already_cancelled', `${number} is cancelled`, { status });
      const body = amendedBody(row.body, amendment);
      if (body === null) return this.document(row);
      this.#store.run('UPDATE sales_order SET body = ? WHERE seq = ?', body, seq);
      return this.document(this.change(seq, status, row.allocation, row.due_at_ms));
    });
  }

  /** Throws 404, or 409 `already_shipped`. */
  cancel(number: string): object {
    return this.#store.transaction(() => {
      const row = this.byNumber(number);
      const items = this.itemsOf(row.seq);
      this.#refuseShipped(row);
      if (row.status === 'cancelled') return this.document(row);
      const substitutes = this.substitutesOf(row.seq);
      for (const { line_id, sku, allocated } of items) {
        const replaced = substitutes.filter((one) => one.line_id === line_id);
        this.#items.free(sku, allocated - replaced.reduce((sum, { quantity }) => sum + quantity, 0));
        for (const one of replaced) this.#items.free(one.sku, one.quantity);
        for (const each of [sku, ...replaced.map((one) => one.sku)]) this.retryShort(each);
      }
      this.#store.run('UPDATE sales_order_item SET allocated = 0 WHERE order_seq = ?', row.seq);
      const cancelled = this.change(row.seq, 'cancelled', 'none', null);
      this.tell('order.cancelled', cancelled);
      return this.document(cancelled);
    });
  }

  /** What is due later is due now. */
  hurry(externalId: string): void {
    const sql = 'UPDATE sales_order SET due_at_ms = ? WHERE external_id = ? AND due_at_ms IS NOT NULL';
    this.#store.run(sql, Date.now(), externalId);
  }

  itemsOf(seq: number): OrderItemRow[] {
    return this.#store.rows<OrderItemRow>(
      'SELECT line_id, sku, quantity, allocated, shipped FROM sales_order_item WHERE order_seq = ? ORDER BY rowid',
      seq,
    );
  }

  substitutesOf(seq: number): SubstituteRow[] {
    return this.#store.rows<SubstituteRow>(
      'SELECT external_id, line_id, sku, quantity, shipped FROM order_substitution WHERE order_seq = ? ORDER BY rowid',
      seq,
    );
  }

  /** Writes a new state under a new revision and change number. Call inside a transaction. */
  change(
    seq: number,
    status: OrderRow['status'],
    allocation: OrderRow['allocation'],
    dueAtMs: number | null,
  ): OrderRow {
    this.#store.run(
      'UPDATE sales_order SET status = ?, allocation = ?, due_at_ms = ?, revision = revision + 1, change = ?, changed_at_ms = ? WHERE seq = ?',
      status,
      allocation,
      dueAtMs,
      nextChange(this.#store),
      Date.now(),
      seq,
    );
    return this.bySeq(seq);
  }

  /** Lets the open orders that are short of `sku` try again. Call inside a transaction. */
  retryShort(sku: string): void {
    this.#store.run(
      `UPDATE sales_order SET due_at_ms = ? WHERE status = 'open' AND due_at_ms IS NULL AND seq IN
         (SELECT i.order_seq FROM sales_order o JOIN sales_order_item i ON i.order_seq = o.seq
          WHERE o.status = 'open' AND i.sku = ? AND i.allocated < i.quantity)`,
      Date.now(),
      sku,
    );
  }

  /** Call inside the change's transaction. */
  tell(type: string, row: OrderRow): void {
    const { external_id, number, status, allocation, revision } = row;
    const { correlation_id } = JSON.parse(row.body) as OrderRequest;
    this.#outgoing.tell(type, { external_id, number, status, allocation, revision, correlation_id });
  }

  /** The order as the API shows it. */
  document(row: OrderRow): object {
    const shipments = this.#store.rows<{ body: string }>(
      'SELECT body FROM order_shipment WHERE order_seq = ? ORDER BY rowid',
      row.seq,
    );
    return documentOf(row, this.itemsOf(row.seq), shipments, this.substitutesOf(row.seq));
  }

  #refuseShipped({ seq, number, status }: OrderRow): void {
    if (!this.itemsOf(seq).some(({ shipped }) => shipped > 0)) return;
    throw new Refusal(409, 'already_shipped', `${number} is ${status} and has shipped goods`, { status });
  }

  #refuseDuplicate(externalId: string): void {
    const live = this.#store.row<{ number: string }>(
      "SELECT number FROM sales_order WHERE external_id = ? AND status <> 'cancelled' ORDER BY seq",
      externalId,
    );
    if (live === undefined) return;
    throw new Refusal(409, 'duplicate_external_id', `${externalId} is already ${live.number}`, { number: live.number });
  }
}
