import * as z from 'zod';
import { Refusal } from '../refusal.ts';
import { Code, LineId, Quantity, refuseRepeatedLines, Text, ZonedInstant } from '../shapes.ts';
import type { Store } from '../store.ts';
import type { Items } from './items.ts';
import type { Orders } from './orders.ts';

export const ShipmentRequest = z.strictObject({
  external_id: Code,
  shipped_at: ZonedInstant,
  carrier: Text,
  tracking_number: Text.optional(),
  tracking_url: z.url().max(500).optional(),
  lines: z
    .array(z.strictObject({ line_id: LineId, quantity: Quantity, sku: Code.optional() }))
    .min(1)
    .max(500),
});

export type ShipmentRequest = z.infer<typeof ShipmentRequest>;

/** What the ERP is told about goods that left the warehouse. */
export class Shipments {
  readonly #store: Store;
  readonly #items: Items;
  readonly #orders: Orders;

  constructor(store: Store, items: Items, orders: Orders) {
    this.#store = store;
    this.#items = items;
    this.#orders = orders;
  }

  /** Throws 404, 409 `duplicate_shipment` or `already_cancelled`, 422 `unknown_line` or `quantity_exceeds_ordered`. */
  report(number: string, shipment: ShipmentRequest, closeAfterMs: number): object {
    refuseRepeatedLines(shipment.lines);
    return this.#store.transaction(() => {
      const order = this.#orders.byNumber(number);
      const { seq, status } = order;
      const { external_id } = shipment;
      if (status === 'cancelled') throw new Refusal(409, 'already_cancelled', `${number} is cancelled`, { status });
      if (
        this.#store.row('SELECT 1 FROM order_shipment WHERE order_seq = ? AND external_id = ?', seq, external_id) !==
        undefined
      ) {
        throw new Refusal(409, 'duplicate_shipment', `${external_id} was reported before`, {
          shipment_external_id: external_id,
        });
      }
      for (const { line_id, quantity, sku } of shipment.lines) this.#ship(seq, line_id, quantity, sku);
      this.#store.run(
        'INSERT INTO order_shipment (order_seq, external_id, body) VALUES (?, ?, ?)',
        seq,
        external_id,
        JSON.stringify(shipment),
      );
      const complete = this.#orders.itemsOf(seq).every(({ quantity, shipped }) => shipped === quantity);
      const changed = complete
        ? this.#orders.change(seq, 'shipped', 'full', Date.now() + closeAfterMs)
        : this.#orders.change(seq, status, order.allocation, order.due_at_ms);
      return this.#orders.document(changed);
    });
  }

  #ship(seq: number, line_id: string, quantity: number, sku: string | undefined): void {
    const item = this.#orders.itemsOf(seq).find((candidate) => candidate.line_id === line_id);
    if (item === undefined)
      throw new Refusal(422, 'unknown_line', `the order has no item line ${line_id}`, { line_id });
    if (item.shipped + quantity > item.quantity) {
      throw new Refusal(
        422,
        'quantity_exceeds_ordered',
        `line ${line_id} has ${item.quantity - item.shipped} left to ship`,
        { line_id },
      );
    }
    if (sku !== undefined && sku !== item.sku) this.#shipSubstitute(seq, line_id, quantity, sku);
    else {
      const allocatedLeft = item.allocated - item.shipped;
      this.#items.ship(item.sku, quantity, Math.min(quantity, Math.max(0, allocatedLeft)));
    }
    this.#store.run(
      'UPDATE sales_order_item SET shipped = shipped + ?, allocated = MAX(allocated, shipped + ?) WHERE order_seq = ? AND line_id = ?',
      quantity,
      quantity,
      seq,
      line_id,
    );
  }

  #shipSubstitute(seq: number, line_id: string, quantity: number, sku: string): void {
    const found = this.#orders.substitutesOf(seq).find((one) => one.line_id === line_id && one.sku === sku);
    if (found === undefined || found.shipped + quantity > found.quantity) {
      const left = found === undefined ? 0 : found.quantity - found.shipped;
      throw new Refusal(422, 'quantity_exceeds_ordered', `line ${line_id} has ${left} of ${sku} left to ship`, {
        line_id,
      });
    }
    this.#items.ship(sku, quantity, quantity);
    const sql = 'UPDATE order_substitution SET shipped = shipped + ? WHERE order_seq = ? AND external_id = ?';
    this.#store.run(sql, quantity, seq, found.external_id);
  }
}
