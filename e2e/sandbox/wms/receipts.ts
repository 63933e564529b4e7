import * as z from 'zod';
import { nextChange } from '../changes.ts';
import type { Route } from '../http/route.ts';
import { notFound, Refusal } from '../refusal.ts';
import { type Inspected, Inspection, OwnReturn, ReturnRequest, type ReturnsStock } from '../returns.ts';
import { ExternalId, LineId, Quantity, read, refuseRepeatedLines } from '../shapes.ts';
import type { Store } from '../store.ts';
import type { Outgoing } from '../webhooks/outgoing.ts';
import { type Line, linesOf } from './receipt-lines.ts';

export const RECEIPT_EVENTS = ['return.received', 'return.inspected', 'return.cancelled'];

export const RECEIPT_SCHEMA = `
  CREATE TABLE IF NOT EXISTS return_receipt (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT UNIQUE,
    external_id TEXT NOT NULL,
    order_external_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('expected', 'received', 'inspected', 'cancelled')),
    revision INTEGER NOT NULL DEFAULT 1,
    body TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    change INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS return_receipt_external_id ON return_receipt (external_id);
  CREATE INDEX IF NOT EXISTS return_receipt_order ON return_receipt (order_external_id);
  CREATE UNIQUE INDEX IF NOT EXISTS return_receipt_change ON return_receipt (change);
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

interface ReceiptRow {
  readonly seq: number;
  readonly id: string;
  readonly external_id: string;
  readonly order_external_id: string;
  readonly status: 'expected' | 'received' | 'inspected' | 'cancelled';
  readonly revision: number;
  readonly body: string;
}

/** What came: another line or SKU than was announced is written down as it is. */
const Arrived = z.strictObject({
  lines: z.array(z.strictObject({ line_id: LineId, sku: z.string(), quantity: Quantity })).min(1),
});

/** Goods that come back: announced, received, inspected. Methods that change a receipt commit before they return. */
export class Receipts {
  readonly #store: Store;
  readonly #stock: ReturnsStock;
  readonly #outgoing: Outgoing;
  readonly #refusesDuplicates: () => boolean;

  constructor(store: Store, stock: ReturnsStock, outgoing: Outgoing, refusesDuplicates: () => boolean) {
    this.#store = store;
    this.#stock = stock;
    this.#outgoing = outgoing;
    this.#refusesDuplicates = refusesDuplicates;
  }

  routes(): Route[] {
    return [
      {
        method: 'POST',
        pattern: '/returns',
        handle: ({ body }) => ({ status: 201, body: this.#announce(read(ReturnRequest, body)) }),
      },
      {
        method: 'GET',
        pattern: '/returns',
        query: ['external_id', 'order_external_id'],
        handle: ({ query }) => ({ status: 200, body: { returns: this.#found(query) } }),
      },
      {
        method: 'POST',
        pattern: '/returns/:id/cancel',
        handle: ({ parameters }) => ({ status: 200, body: this.#cancel(parameters.id ?? '') }),
      },
    ];
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
    return this.#store.row<{ external_id: string }>('SELECT external_id FROM return_receipt WHERE id = ?', id)
      ?.external_id;
  }

  #announce(request: ReturnRequest): object {
    refuseRepeatedLines(request.lines);
    for (const { sku, line_id } of request.lines) {
      if (!this.#stock.knows(sku)) throw new Refusal(422, 'unknown_item', `unknown item: ${sku}`, { sku, line_id });
    }
    return this.#store.transaction(() => {
      const { external_id, order_external_id, lines, ...sent } = request;
      if (external_id !== '' && this.#refusesDuplicates()) this.#refuseDuplicate(external_id);
      const seq = this.#store.run(
        `INSERT INTO return_receipt (external_id, order_external_id, status, body, created_at_ms, change)
         VALUES (?, ?, 'expected', ?, ?, ?)`,
        external_id,
        order_external_id,
        JSON.stringify(sent),
        Date.now(),
        nextChange(this.#store),
      );
      this.#store.run('UPDATE return_receipt SET id = ? WHERE seq = ?', `RR-${String(seq).padStart(6, '0')}`, seq);
      for (const { line_id, sku, quantity } of lines)
        this.#addLine(seq, line_id, sku, external_id === '' ? 0 : quantity);
      return this.#document(this.#bySeq(seq));
    });
  }

  #addLine(seq: number, lineId: string, sku: string, quantity: number): void {
    const sql = 'INSERT OR IGNORE INTO return_receipt_line (receipt_seq, line_id, sku, quantity) VALUES (?, ?, ?, ?)';
    this.#store.run(sql, seq, lineId, sku, quantity);
  }

  #found(query: URLSearchParams): object[] {
    const externalId = query.get('external_id');
    const [column, value] =
      externalId === null ? ['order_external_id', query.get('order_external_id')] : ['external_id', externalId];
    if (value === null)
      throw new Refusal(400, 'missing_parameter', 'give external_id or order_external_id', {
        parameter: 'external_id',
      });
    const sql = `SELECT * FROM return_receipt WHERE ${column} = ? ORDER BY seq`;
    return this.#store.rows<ReceiptRow>(sql, read(ExternalId, value)).map((row) => this.#document(row));
  }

  #cancel(id: string): object {
    return this.#store.transaction(() => {
      const row = this.#byId(id);
      const { status, seq } = row;
      if (status === 'cancelled') return this.#document(row);
      if (status !== 'expected') throw new Refusal(409, 'already_received', `${id} is ${status}`, { status });
      const cancelled = this.#change(seq, 'cancelled');
      this.#tell('return.cancelled', cancelled);
      return this.#document(cancelled);
    });
  }

  #receive(id: string, lines: readonly { line_id: string; sku: string; quantity: number }[]): object {
    return this.#store.transaction(() => {
      const { seq, status } = this.#byId(id);
      if (status === 'cancelled') throw new Refusal(409, 'already_cancelled', `${id} is cancelled`, { status });
      for (const { line_id, sku, quantity } of lines) {
        this.#addLine(seq, line_id, sku, 0);
        this.#store.run(
          'UPDATE return_receipt_line SET received = received + ? WHERE receipt_seq = ? AND line_id = ? AND sku = ?',
          quantity,
          seq,
          line_id,
          sku,
        );
      }
      const received = this.#change(seq, 'received');
      this.#tell('return.received', received);
      return this.#document(received);
    });
  }

  /** Only what may be sold again becomes stock. Throws 422 above what was received. */
  #inspect(id: string, inspected: readonly Inspected[]): object {
    return this.#store.transaction(() => {
      const { seq } = this.#byId(id);
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
      const changed = this.#change(seq, done ? 'inspected' : 'received');
      if (done) this.#tell('return.inspected', changed);
      return this.#document(changed);
    });
  }

  #byId(id: string): ReceiptRow {
    const row = this.#store.row<ReceiptRow>('SELECT * FROM return_receipt WHERE id = ?', id);
    if (row === undefined) throw notFound(`return ${id}`);
    return row;
  }

  #bySeq(seq: number): ReceiptRow {
    return this.#store.row<ReceiptRow>('SELECT * FROM return_receipt WHERE seq = ?', seq) as ReceiptRow;
  }

  #change(seq: number, status: ReceiptRow['status']): ReceiptRow {
    const sql = 'UPDATE return_receipt SET status = ?, revision = revision + 1, change = ? WHERE seq = ?';
    this.#store.run(sql, status, nextChange(this.#store), seq);
    return this.#bySeq(seq);
  }

  #tell(type: string, { external_id, order_external_id, id, status, revision }: ReceiptRow): void {
    const named = external_id === '' ? {} : { external_id };
    this.#outgoing.tell(type, { ...named, order_external_id, id, status, revision });
  }

  #document({ seq, id, external_id, order_external_id, status, revision, body }: ReceiptRow): object {
    const named = external_id === '' ? {} : { external_id };
    const lines = linesOf(this.#store, seq).map(({ restock, damaged, quarantine, scrap, ...line }) => ({
      ...line,
      dispositions: { restock, damaged, quarantine, scrap },
    }));
    return { id, ...named, order_external_id, status, revision, ...(JSON.parse(body) as object), lines };
  }

  #refuseDuplicate(externalId: string): void {
    const live = this.#store.row<{ id: string }>(
      "SELECT id FROM return_receipt WHERE external_id = ? AND status <> 'cancelled' ORDER BY seq",
      externalId,
    );
    if (live === undefined) return;
    throw new Refusal(409, 'duplicate_external_id', `${externalId} is already ${live.id}`, { id: live.id });
  }
}

const left = ({ received, restock, damaged, quarantine, scrap }: Line): number =>
  received - restock - damaged - quarantine - scrap;
