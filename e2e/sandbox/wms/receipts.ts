import * as z from 'zod';
import type { Route } from '../http/route.ts';
import { Refusal } from '../refusal.ts';
import { ReturnDocuments, type ReturnRow, schemaOf } from '../return-documents.ts';
import { type Inspected, Inspection, OwnReturn, type ReturnRequest, type ReturnsStock } from '../returns.ts';
import { LineId, Quantity, read, refuseRepeatedLines } from '../shapes.ts';
import type { Store } from '../store.ts';
import type { Outgoing } from '../webhooks/outgoing.ts';
import { type Line, linesOf } from './receipt-lines.ts';

export const RECEIPT_EVENTS = ['return.received', 'return.inspected', 'return.cancelled'];

const FILING = {
  table: 'return_receipt',
  numbered: 'id',
  prefix: 'RR',
  states: ['expected', 'received', 'inspected', 'cancelled'],
} as const;

export const RECEIPT_SCHEMA = `${schemaOf(FILING)}
  CREATE TABLE IF NOT EXISTS return_receipt_line (
    receipt_seq INTEGER NOT NULL REFERENCES return_receipt (seq),
    line_id TEXT NOT NULL,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    received INTEGER NOT NULL DEFAULT 0,
    restock INTEGER NOT NULL DEFAULT 0,
    damaged INTEGER NOT NULL DEFAULT 0,
    quarantine INTEGER NOT NULL DEFAULT 0,
    scrap INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (receipt_seq, line_id, sku)
  ) STRICT;
`;

/** What came: another line or SKU than was announced is written down as it is. */
const Arrived = z.strictObject({
  lines: z.array(z.strictObject({ line_id: LineId, sku: z.string(), quantity: Quantity })).min(1),
});

/** Goods that come back: announced, received, inspected. Methods that change a receipt commit before they return. */
export class Receipts {
  readonly #store: Store;
  readonly #stock: ReturnsStock;
  readonly #documents: ReturnDocuments;

  constructor(store: Store, stock: ReturnsStock, outgoing: Outgoing, refusesDuplicates: () => boolean) {
    this.#store = store;
    this.#stock = stock;
    this.#documents = new ReturnDocuments(store, outgoing, refusesDuplicates, FILING);
  }

  routes(): Route[] {
    return this.#documents.routes(
      (request) => this.#announce(request),
      (row) => this.#document(row),
    );
  }

  controlRoutes(): Route[] {
    return [
      {
        method: 'POST',
        pattern: '/_control/returns',
        handle: ({ body }) => {
          const own = read(OwnReturn, body);
          const announced = this.#announce({ external_id: '', ...own });
          return { status: 201, body: this.#receive((announced as { id: string }).id, own.lines) };
        },
      },
      {
        method: 'POST',
        pattern: '/_control/returns/:id/receive',
        handle: ({ parameters, body }) => ({
          status: 200,
          body: this.#receive(parameters.id ?? '', read(Arrived, body).lines),
        }),
      },
      {
        method: 'POST',
        pattern: '/_control/returns/:id/inspect',
        handle: ({ parameters, body }) => ({
          status: 200,
          body: this.#inspect(parameters.id ?? '', read(Inspection, body).lines),
        }),
      },
    ];
  }

  externalIdOf(id: string): string | undefined {
    return this.#documents.externalIdOf(id);
  }

  #announce(request: ReturnRequest): object {
    refuseRepeatedLines(request.lines);
    for (const { sku, line_id } of request.lines) {
      if (!this.#stock.knows(sku)) throw new Refusal(422, 'unknown_item', `unknown item: ${sku}`, { sku, line_id });
    }
    return this.#store.transaction(() => {
      const { external_id, order_external_id, lines, ...sent } = request;
      const row = this.#documents.add(external_id, order_external_id, sent);
      for (const { line_id, sku, quantity } of lines)
        this.#addLine(row.seq, line_id, sku, external_id === '' ? 0 : quantity);
      return this.#document(row);
    });
  }

  #addLine(seq: number, lineId: string, sku: string, quantity: number): void {
    const sql = 'INSERT OR IGNORE INTO return_receipt_line (receipt_seq, line_id, sku, quantity) VALUES (?, ?, ?, ?)';
    this.#store.run(sql, seq, lineId, sku, quantity);
  }

  #receive(id: string, lines: readonly { line_id: string; sku: string; quantity: number }[]): object {
    return this.#store.transaction(() => {
      const row = this.#documents.live(id);
      for (const { line_id, sku, quantity } of lines) {
        this.#addLine(row.seq, line_id, sku, 0);
        this.#store.run(
          'UPDATE return_receipt_line SET received = received + ? WHERE receipt_seq = ? AND line_id = ? AND sku = ?',
          quantity,
          row.seq,
          line_id,
          sku,
        );
      }
      const received = this.#documents.change(row, 'received');
      this.#documents.tell('return.received', received);
      return this.#document(received);
    });
  }

  /** Only what may be sold again becomes stock. Throws 422 above what was received. */
  #inspect(id: string, inspected: readonly Inspected[]): object {
    return this.#store.transaction(() => {
      const row = this.#documents.numbered(id);
      const { seq } = row;
      for (const { line_id, sku: named, disposition, quantity } of inspected) {
        const line = linesOf(this.#store, seq).find(
          (candidate) => candidate.line_id === line_id && candidate.sku === (named ?? candidate.sku),
        );
        if (line === undefined) throw new Refusal(422, 'unknown_line', `no line ${line_id}`, { line_id });
        if (left(line) < quantity)
          throw new Refusal(422, 'quantity_exceeds_received', `line ${line_id} has ${left(line)} left`, { line_id });
        this.#store.run(
          `UPDATE return_receipt_line SET ${disposition} = ${disposition} + ? WHERE receipt_seq = ? AND line_id = ? AND sku = ?`,
          quantity,
          seq,
          line_id,
          line.sku,
        );
        this.#stock.reclassify(line.sku, disposition, quantity);
      }
      const done = linesOf(this.#store, seq).every((line) => left(line) === 0);
      const changed = this.#documents.change(row, done ? 'inspected' : 'received');
      if (done) this.#documents.tell('return.inspected', changed);
      return this.#document(changed);
    });
  }

  #document(row: ReturnRow): object {
    const lines = linesOf(this.#store, row.seq).map(({ restock, damaged, quarantine, scrap, ...line }) => ({
      ...line,
      dispositions: { restock, damaged, quarantine, scrap },
    }));
    return { ...this.#documents.head(row), lines };
  }
}

const left = ({ received, restock, damaged, quarantine, scrap }: Line): number =>
  received - restock - damaged - quarantine - scrap;
