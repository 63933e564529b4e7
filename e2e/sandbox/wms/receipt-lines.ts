import type { Disposition } from '../returns.ts';
import type { Store } from '../store.ts';

/** A line of a receipt: what was announced, what came, and what became of it. */
export type Line = Readonly<Record<Disposition, number>> & {
  readonly line_id: string;
  readonly sku: string;
  readonly quantity: number;
  readonly received: number;
};

export function linesOf(store: Store, seq: number): Line[] {
  return store.rows<Line>(
    `SELECT line_id, sku, quantity, received, restock, damaged, quarantine, scrap
     FROM return_receipt_line WHERE receipt_seq = ? ORDER BY rowid`,
    seq,
  );
}
