import * as z from 'zod';
import { nextChange } from '../changes.ts';
import type { Route } from '../http/route.ts';
import { notFound, Refusal } from '../refusal.ts';
import {
  Code,
  CorrelationId,
  ExternalId,
  LineId,
  Quantity,
  read,
  refuseRepeatedLines,
  Text,
  ZonedInstant,
} from '../shapes.ts';
import type { Store } from '../store.ts';
import type { Outgoing } from '../webhooks/outgoing.ts';
import { liveOrder } from './order-of.ts';
import type { Returns } from './returns.ts';

export const CREDIT_MEMO_EVENTS = ['credit_memo.posted', 'credit_memo.cancelled'];

export const CREDIT_MEMO_SCHEMA = `
  CREATE TABLE IF NOT EXISTS credit_memo (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT UNIQUE,
    external_id TEXT NOT NULL,
    order_external_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('posted', 'cancelled')),
    currency TEXT NOT NULL,
    total_minor INTEGER NOT NULL,
    body TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    change INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS credit_memo_external_id ON credit_memo (external_id);
  CREATE INDEX IF NOT EXISTS credit_memo_order ON credit_memo (order_external_id);
  CREATE UNIQUE INDEX IF NOT EXISTS credit_memo_change ON credit_memo (change);
`;

const Minor = z.int().min(0).max(1e12);

const MemoRequest = z.strictObject({
  external_id: ExternalId,
  correlation_id: CorrelationId.optional(),
  order_external_id: ExternalId,
  return_number: Code.optional(),
  currency: Code,
  refunded_at: ZonedInstant.optional(),
  reason: Text.optional(),
  lines: z
    .array(
      z.strictObject({
        line_id: LineId,
        sku: Code.optional(),
        quantity: Quantity.optional(),
        net_minor: Minor,
        tax_minor: Minor,
        tax_code: Code.optional(),
      }),
    )
    .min(1)
    .max(500),
  total_minor: Minor,
});
type MemoRequest = z.infer<typeof MemoRequest>;

interface MemoRow {
  readonly seq: number;
  readonly number: string;
  readonly external_id: string;
  readonly order_external_id: string;
  readonly status: 'posted' | 'cancelled';
  readonly body: string;
}

interface Terms {
  readonly taxCodes: readonly string[];
  readonly refusesDuplicates: () => boolean;
  /** The books of the period are closed: nothing posted is taken back. */
  readonly periodClosed: () => boolean;
}

/** Credit memos: money given back, as the books have it. */
export class CreditMemos {
  readonly #store: Store;
  readonly #returns: Returns;
  readonly #outgoing: Outgoing;
  readonly #terms: Terms;

  constructor(store: Store, returns: Returns, outgoing: Outgoing, terms: Terms) {
    this.#store = store;
    this.#returns = returns;
    this.#outgoing = outgoing;
    this.#terms = terms;
  }

  routes(): Route[] {
    return [
      {
        method: 'POST',
        pattern: '/credit-memos',
        handle: ({ body }) => ({ status: 201, body: this.#create(read(MemoRequest, body)) }),
      },
      {
        method: 'GET',
        pattern: '/credit-memos',
        query: ['external_id'],
        handle: ({ query }) => ({ status: 200, body: { credit_memos: this.#under(query.get('external_id')) } }),
      },
      {
        method: 'POST',
        pattern: '/credit-memos/:number/cancel',
        handle: ({ parameters }) => ({ status: 200, body: this.#cancel(parameters.number ?? '') }),
      },
    ];
  }

  externalIdOf(number: string): string | undefined {
    return this.#store.row<{ external_id: string }>('SELECT external_id FROM credit_memo WHERE number = ?', number)
      ?.external_id;
  }

  #create(memo: MemoRequest): object {
    refuseRepeatedLines(memo.lines);
    return this.#store.transaction(() => {
      this.#judge(memo);
      const { external_id, order_external_id, currency, total_minor, return_number } = memo;
      const seq = this.#store.run(
        `INSERT INTO credit_memo (external_id, order_external_id, status, currency, total_minor, body, created_at_ms, change)
         VALUES (?, ?, 'posted', ?, ?, ?, ?, ?)`,
        external_id,
        order_external_id,
        currency,
        total_minor,
        JSON.stringify(memo),
        Date.now(),
        nextChange(this.#store),
      );
      this.#store.run('UPDATE credit_memo SET number = ? WHERE seq = ?', `CM-${String(seq).padStart(6, '0')}`, seq);
      if (return_number !== undefined) this.#returns.credited(return_number);
      const row = this.#bySeq(seq);
      this.#tell('credit_memo.posted', row);
      return this.#document(row);
    });
  }

  #judge({ external_id, order_external_id, currency, return_number, lines, total_minor }: MemoRequest): void {
    const order = liveOrder(this.#store, order_external_id);
    if (currency !== order.currency)
      throw new Refusal(422, 'unknown_currency', `${order.number} is in ${order.currency}`, { currency });
    if (return_number !== undefined && !this.#returns.knows(return_number))
      throw new Refusal(422, 'unknown_return', `no return ${return_number}`, { return_number });
    for (const { tax_code, line_id } of lines) {
      if (tax_code !== undefined && !this.#terms.taxCodes.includes(tax_code))
        throw new Refusal(422, 'unknown_tax_code', `unknown tax code: ${tax_code}`, { tax_code, line_id });
    }
    const lines_minor = lines.reduce((sum, { net_minor, tax_minor }) => sum + net_minor + tax_minor, 0);
    if (lines_minor !== total_minor)
      throw new Refusal(422, 'total_mismatch', `the lines add up to ${lines_minor}`, { total_minor, lines_minor });
    if (this.#terms.refusesDuplicates()) this.#refuseDuplicate(external_id);
    const others = this.#store.row<{ minor: number }>(
      "SELECT COALESCE(SUM(total_minor), 0) AS minor FROM credit_memo WHERE order_external_id = ? AND status = 'posted'",
      order_external_id,
    );
    const left_minor = order.total_minor - (others?.minor ?? 0);
    if (total_minor > left_minor)
      throw new Refusal(422, 'exceeds_invoiced', `${order.number} has ${left_minor} left`, { left_minor });
  }

  #under(externalId: string | null): object[] {
    if (externalId === null)
      throw new Refusal(400, 'missing_parameter', 'give external_id', { parameter: 'external_id' });
    const sql = 'SELECT * FROM credit_memo WHERE external_id = ? ORDER BY seq';
    return this.#store.rows<MemoRow>(sql, read(ExternalId, externalId)).map((row) => this.#document(row));
  }

  #cancel(number: string): object {
    return this.#store.transaction(() => {
      const row = this.#store.row<MemoRow>('SELECT * FROM credit_memo WHERE number = ?', number);
      if (row === undefined) throw notFound(`credit memo ${number}`);
      const { status, seq } = row;
      if (status === 'cancelled') return this.#document(row);
      if (this.#terms.periodClosed()) throw new Refusal(409, 'period_closed', `${number} is booked`, { status });
      this.#store.run(
        "UPDATE credit_memo SET status = 'cancelled', change = ? WHERE seq = ?",
        nextChange(this.#store),
        seq,
      );
      const cancelled = this.#bySeq(seq);
      this.#tell('credit_memo.cancelled', cancelled);
      return this.#document(cancelled);
    });
  }

  #bySeq(seq: number): MemoRow {
    return this.#store.row<MemoRow>('SELECT * FROM credit_memo WHERE seq = ?', seq) as MemoRow;
  }

  #tell(type: string, { external_id, order_external_id, number, status }: MemoRow): void {
    this.#outgoing.tell(type, { external_id, order_external_id, id: number, status });
  }

  #document({ number, status, body }: MemoRow): object {
    return { number, status, ...(JSON.parse(body) as MemoRequest) };
  }

  #refuseDuplicate(externalId: string): void {
    const live = this.#store.row<{ number: string }>(
      "SELECT number FROM credit_memo WHERE external_id = ? AND status = 'posted' ORDER BY seq",
      externalId,
    );
    if (live === undefined) return;
    throw new Refusal(409, 'duplicate_external_id', `${externalId} is already ${live.number}`, { number: live.number });
  }
}
