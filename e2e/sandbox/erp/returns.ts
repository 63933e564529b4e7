import { nextChange } from '../changes.ts';
import type { Route } from '../http/route.ts';
import { notFound, Refusal } from '../refusal.ts';
import { type Inspected, Inspection, OwnReturn, type Reclassify, ReturnRequest } from '../returns.ts';
import { Code, ExternalId, read, refuseRepeatedLines } from '../shapes.ts';
import type { Store } from '../store.ts';
import type { Outgoing } from '../webhooks/outgoing.ts';
import { liveOrder, type OrderOf } from './order-of.ts';

export const RETURN_EVENTS = ['return.created', 'return.received', 'return.cancelled'];

export const RETURN_SCHEMA = `
  CREATE TABLE IF NOT EXISTS erp_return (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT UNIQUE,
    external_id TEXT NOT NULL,
    order_external_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('open', 'received', 'closed', 'cancelled')),
    revision INTEGER NOT NULL DEFAULT 1,
    body TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    change INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS erp_return_external_id ON erp_return (external_id);
  CREATE INDEX IF NOT EXISTS erp_return_order ON erp_return (order_external_id);
  CREATE UNIQUE INDEX IF NOT EXISTS erp_return_change ON erp_return (change);
  CREATE TABLE IF NOT EXISTS erp_return_receipt (
    return_seq INTEGER NOT NULL REFERENCES erp_return (seq),
    line_id TEXT NOT NULL,
    disposition TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    receipt_id TEXT NOT NULL DEFAULT ''
  ) STRICT;
`;

interface ReturnRow {
  readonly seq: number;
  readonly number: string;
  readonly external_id: string;
  readonly order_external_id: string;
  readonly status: 'open' | 'received' | 'closed' | 'cancelled';
  readonly revision: number;
  readonly body: string;
}

type Sent = Omit<ReturnRequest, 'external_id' | 'order_external_id'>;

/** Return authorisations (RMA). Methods that change one commit before they return. */
export class Returns {
  readonly #store: Store;
  readonly #reclassify: Reclassify;
  readonly #outgoing: Outgoing;
  readonly #refusesDuplicates: () => boolean;

  constructor(store: Store, reclassify: Reclassify, outgoing: Outgoing, refusesDuplicates: () => boolean) {
    this.#store = store;
    this.#reclassify = reclassify;
    this.#outgoing = outgoing;
    this.#refusesDuplicates = refusesDuplicates;
  }

  routes(): Route[] {
    return [
      {
        method: 'POST',
        pattern: '/returns',
        handle: ({ body }) => ({ status: 201, body: this.#create(read(ReturnRequest, body)) }),
      },
      {
        method: 'GET',
        pattern: '/returns',
        query: ['external_id', 'order_external_id'],
        handle: ({ query }) => ({ status: 200, body: { returns: this.#found(query) } }),
      },
      {
        method: 'POST',
        pattern: '/returns/:number/cancel',
        handle: ({ parameters }) => ({ status: 200, body: this.#cancel(parameters.number ?? '') }),
      },
      {
        method: 'PUT',
        pattern: '/returns/:number/receipts/:id',
        handle: ({ parameters: { number = '', id = '' }, body }) => ({
          status: 200,
          body: this.#receive(number, read(Inspection, body).lines, read(Code, id)),
        }),
      },
    ];
  }

  controlRoutes(): Route[] {
    return [
      {
        method: 'POST',
        pattern: '/_control/returns',
        handle: ({ body }) => ({ status: 201, body: this.#create({ external_id: '', ...read(OwnReturn, body) }) }),
      },
      {
        method: 'POST',
        pattern: '/_control/returns/:number/receive',
        handle: ({ parameters, body }) => ({
          status: 200,
          body: this.#receive(parameters.number ?? '', read(Inspection, body).lines),
        }),
      },
    ];
  }

  /** A credit memo for it was posted. Call inside a transaction. */
  credited(number: string): void {
    const row = this.#byNumber(number);
    if (row.status === 'received') this.#change(row.seq, 'closed');
  }

  knows(number: string): boolean {
    return this.#store.row('SELECT 1 FROM erp_return WHERE number = ?', number) !== undefined;
  }

  externalIdOf(number: string): string | undefined {
    return this.#store.row<{ external_id: string }>('SELECT external_id FROM erp_return WHERE number = ?', number)
      ?.external_id;
  }

  #create(request: ReturnRequest): object {
    refuseRepeatedLines(request.lines);
    return this.#store.transaction(() => {
      const { external_id, order_external_id, ...sent } = request;
      const order = liveOrder(this.#store, order_external_id);
      for (const line of request.lines) this.#judgeLine(order, line);
      if (external_id !== '' && this.#refusesDuplicates()) this.#refuseDuplicate(external_id);
      const seq = this.#store.run(
        `INSERT INTO erp_return (external_id, order_external_id, status, body, created_at_ms, change)
         VALUES (?, ?, 'open', ?, ?, ?)`,
        external_id,
        order_external_id,
        JSON.stringify(sent),
        Date.now(),
        nextChange(this.#store),
      );
      this.#store.run('UPDATE erp_return SET number = ? WHERE seq = ?', `RMA-${String(seq).padStart(6, '0')}`, seq);
      const row = this.#bySeq(seq);
      this.#tell('return.created', row);
      return this.#document(row);
    });
  }

  /** At most what was ordered comes back by all live returns of the order together. */
  #judgeLine(order: OrderOf, { line_id, sku, quantity }: ReturnRequest['lines'][number]): void {
    const ordered = order.items.find((item) => item.line_id === line_id && item.sku === sku);
    if (ordered === undefined)
      throw new Refusal(422, 'unknown_line', `${order.number} has no line ${line_id} of ${sku}`, { line_id });
    const rows = this.#store.rows<ReturnRow>(
      "SELECT * FROM erp_return WHERE order_external_id = ? AND status <> 'cancelled'",
      order.external_id,
    );
    const lines = rows.flatMap(({ body }) => (JSON.parse(body) as Sent).lines);
    const announced = lines.filter((line) => line.line_id === line_id).reduce((sum, line) => sum + line.quantity, 0);
    // With duplicate detection off a second document under one id is what the caller is to find out.
    if (quantity <= ordered.quantity - (this.#refusesDuplicates() ? announced : 0)) return;
    throw new Refusal(422, 'quantity_exceeds_ordered', `line ${line_id} has fewer units to return`, { line_id });
  }

  #found(query: URLSearchParams): object[] {
    const externalId = query.get('external_id');
    const [column, value] =
      externalId === null ? ['order_external_id', query.get('order_external_id')] : ['external_id', externalId];
    if (value === null)
      throw new Refusal(400, 'missing_parameter', 'give external_id or order_external_id', {
        parameter: 'external_id',
      });
    const sql = `SELECT * FROM erp_return WHERE ${column} = ? ORDER BY seq`;
    return this.#store.rows<ReturnRow>(sql, read(ExternalId, value)).map((row) => this.#document(row));
  }

  #cancel(number: string): object {
    return this.#store.transaction(() => {
      const row = this.#byNumber(number);
      const { status, seq } = row;
      if (status === 'cancelled') return this.#document(row);
      if (status !== 'open') throw new Refusal(409, 'already_received', `${number} is ${status}`, { status });
      const cancelled = this.#change(seq, 'cancelled');
      this.#tell('return.cancelled', cancelled);
      return this.#document(cancelled);
    });
  }

  /** Goods came and were looked at: only what may be sold again is stock. The same receipt twice is one. */
  #receive(number: string, lines: readonly Inspected[], receiptId = ''): object {
    return this.#store.transaction(() => {
      const known = this.#byNumber(number);
      const { seq, body, status } = known;
      const before = 'SELECT 1 FROM erp_return_receipt WHERE return_seq = ? AND receipt_id = ?';
      if (receiptId !== '' && this.#store.row(before, seq, receiptId) !== undefined) return this.#document(known);
      if (status === 'cancelled') throw new Refusal(409, 'already_cancelled', `${number} is cancelled`, { status });
      const announced = (JSON.parse(body) as Sent).lines;
      for (const { line_id, disposition, quantity } of lines) {
        const line = announced.find((candidate) => candidate.line_id === line_id);
        if (line === undefined) throw new Refusal(422, 'unknown_line', `no line ${line_id}`, { line_id });
        this.#store.run(
          'INSERT INTO erp_return_receipt VALUES (?, ?, ?, ?, ?)',
          ...[seq, line_id, disposition, quantity, receiptId],
        );
        this.#reclassify(line.sku, disposition, quantity);
      }
      const received = this.#change(seq, 'received');
      this.#tell('return.received', received);
      return this.#document(received);
    });
  }

  #byNumber(number: string): ReturnRow {
    const row = this.#store.row<ReturnRow>('SELECT * FROM erp_return WHERE number = ?', number);
    if (row === undefined) throw notFound(`return ${number}`);
    return row;
  }

  #bySeq(seq: number): ReturnRow {
    return this.#store.row<ReturnRow>('SELECT * FROM erp_return WHERE seq = ?', seq) as ReturnRow;
  }

  #change(seq: number, status: ReturnRow['status']): ReturnRow {
    const sql = 'UPDATE erp_return SET status = ?, revision = revision + 1, change = ? WHERE seq = ?';
    this.#store.run(sql, status, nextChange(this.#store), seq);
    return this.#bySeq(seq);
  }

  #tell(type: string, { external_id, order_external_id, number, status, revision }: ReturnRow): void {
    const named = external_id === '' ? {} : { external_id };
    this.#outgoing.tell(type, { ...named, order_external_id, id: number, status, revision });
  }

  #document({ seq, number, external_id, order_external_id, status, revision, body }: ReturnRow): object {
    const receipts = this.#store.rows<Record<string, unknown>>(
      'SELECT line_id, disposition, quantity FROM erp_return_receipt WHERE return_seq = ? ORDER BY rowid',
      seq,
    );
    const named = external_id === '' ? {} : { external_id };
    return { number, ...named, order_external_id, status, revision, ...(JSON.parse(body) as Sent), receipts };
  }

  #refuseDuplicate(externalId: string): void {
    const live = this.#store.row<{ number: string }>(
      "SELECT number FROM erp_return WHERE external_id = ? AND status <> 'cancelled' ORDER BY seq",
      externalId,
    );
    if (live === undefined) return;
    throw new Refusal(409, 'duplicate_external_id', `${externalId} is already ${live.number}`, { number: live.number });
  }
}
