import type { Route } from '../http/route.ts';
import { Refusal } from '../refusal.ts';
import { ReturnDocuments, type ReturnRow, schemaOf } from '../return-documents.ts';
import { type Inspected, Inspection, OwnReturn, type Reclassify, type ReturnRequest } from '../returns.ts';
import { Code, read, refuseRepeatedLines } from '../shapes.ts';
import type { Store } from '../store.ts';
import type { Outgoing } from '../webhooks/outgoing.ts';
import { liveOrder, type OrderOf } from './order-of.ts';

export const RETURN_EVENTS = ['return.created', 'return.received', 'return.cancelled'];

const FILING = {
  table: 'erp_return',
  numbered: 'number',
  prefix: 'RMA',
  states: ['open', 'received', 'closed', 'cancelled'],
} as const;

export const RETURN_SCHEMA = `${schemaOf(FILING)}
  CREATE TABLE IF NOT EXISTS erp_return_receipt (
    return_seq INTEGER NOT NULL REFERENCES erp_return (seq),
    line_id TEXT NOT NULL,
    disposition TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    receipt_id TEXT NOT NULL DEFAULT ''
  ) STRICT;
`;

type Sent = Omit<ReturnRequest, 'external_id' | 'order_external_id'>;

/** Return authorisations (RMA). Methods that change one commit before they return. */
export class Returns {
  readonly #store: Store;
  readonly #reclassify: Reclassify;
  readonly #refusesDuplicates: () => boolean;
  readonly #documents: ReturnDocuments;

  constructor(store: Store, reclassify: Reclassify, outgoing: Outgoing, refusesDuplicates: () => boolean) {
    this.#store = store;
    this.#reclassify = reclassify;
    this.#refusesDuplicates = refusesDuplicates;
    this.#documents = new ReturnDocuments(store, outgoing, refusesDuplicates, FILING);
  }

  routes(): Route[] {
    const documents = this.#documents.routes(
      (request) => this.#create(request),
      (row) => this.#document(row),
    );
    return [
      ...documents,
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
    const row = this.#documents.numbered(number);
    if (row.status === 'received') this.#documents.change(row, 'closed');
  }

  knows(number: string): boolean {
    return this.#documents.knows(number);
  }

  externalIdOf(number: string): string | undefined {
    return this.#documents.externalIdOf(number);
  }

  #create(request: ReturnRequest): object {
    refuseRepeatedLines(request.lines);
    return this.#store.transaction(() => {
      const { external_id, order_external_id, ...sent } = request;
      const order = liveOrder(this.#store, order_external_id);
      for (const line of request.lines) this.#judgeLine(order, line);
      const row = this.#documents.add(external_id, order_external_id, sent);
      this.#documents.tell('return.created', row);
      return this.#document(row);
    });
  }

  /** At most what was ordered comes back by all live returns of the order together. */
  #judgeLine(order: OrderOf, { line_id, sku, quantity }: ReturnRequest['lines'][number]): void {
    const ordered = order.items.find((item) => item.line_id === line_id && item.sku === sku);
    if (ordered === undefined)
      throw new Refusal(422, 'unknown_line', `${order.number} has no line ${line_id} of ${sku}`, { line_id });
    const lines = this.#documents.liveOf(order.external_id).flatMap(({ body }) => (JSON.parse(body) as Sent).lines);
    const announced = lines.filter((line) => line.line_id === line_id).reduce((sum, line) => sum + line.quantity, 0);
    // With duplicate detection off a second document under one id is what the caller is to find out.
    if (quantity <= ordered.quantity - (this.#refusesDuplicates() ? announced : 0)) return;
    throw new Refusal(422, 'quantity_exceeds_ordered', `line ${line_id} has fewer units to return`, { line_id });
  }

  /** Goods came and were looked at: only what may be sold again is stock. The same receipt twice is one. */
  #receive(number: string, lines: readonly Inspected[], receiptId = ''): object {
    return this.#store.transaction(() => {
      const known = this.#documents.numbered(number);
      const before = 'SELECT 1 FROM erp_return_receipt WHERE return_seq = ? AND receipt_id = ?';
      if (receiptId !== '' && this.#store.row(before, known.seq, receiptId) !== undefined) return this.#document(known);
      const row = this.#documents.live(number);
      const announced = (JSON.parse(row.body) as Sent).lines;
      for (const { line_id, disposition, quantity } of lines) {
        const line = announced.find((candidate) => candidate.line_id === line_id);
        if (line === undefined) throw new Refusal(422, 'unknown_line', `no line ${line_id}`, { line_id });
        this.#store.run(
          'INSERT INTO erp_return_receipt VALUES (?, ?, ?, ?, ?)',
          ...[row.seq, line_id, disposition, quantity, receiptId],
        );
        this.#reclassify(line.sku, disposition, quantity);
      }
      const received = this.#documents.change(row, 'received');
      this.#documents.tell('return.received', received);
      return this.#document(received);
    });
  }

  #document(row: ReturnRow): object {
    const receipts = this.#store.rows<Record<string, unknown>>(
      'SELECT line_id, disposition, quantity FROM erp_return_receipt WHERE return_seq = ? ORDER BY rowid',
      row.seq,
    );
    return { ...this.#documents.head(row), receipts };
  }
}
