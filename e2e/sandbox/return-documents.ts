import { nextChange } from './changes.ts';
import type { Route } from './http/route.ts';
import { notFound, Refusal } from './refusal.ts';
import { ReturnRequest } from './returns.ts';
import { ExternalId, read } from './shapes.ts';
import type { Store } from './store.ts';
import type { Outgoing } from './webhooks/outgoing.ts';

/** How a system keeps its documents of returns. */
export interface Filing {
  readonly table: string;
  /** The column of the system's own number, and what numbers begin with. */
  readonly numbered: string;
  readonly prefix: string;
  /** A document's states: the first is that of a new one. */
  readonly states: readonly [string, ...string[]];
}

export interface ReturnRow {
  readonly seq: number;
  readonly number: string;
  readonly external_id: string;
  readonly order_external_id: string;
  readonly status: string;
  readonly revision: number;
  readonly body: string;
}

export function schemaOf({ table, numbered, states }: Filing): string {
  return `
  CREATE TABLE IF NOT EXISTS ${table} (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    ${numbered} TEXT UNIQUE,
    external_id TEXT NOT NULL,
    order_external_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN (${states.map((state) => `'${state}'`).join(', ')})),
    revision INTEGER NOT NULL DEFAULT 1,
    body TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL,
    change INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS ${table}_external_id ON ${table} (external_id);
  CREATE INDEX IF NOT EXISTS ${table}_order ON ${table} (order_external_id);
  CREATE UNIQUE INDEX IF NOT EXISTS ${table}_change ON ${table} (change);
`;
}

/**
 * What ERP and warehouse keep alike of a return: its ids, its state, its revision, and who is told of changes. What is in it
 * is its system's. Methods that change one are to be called inside a transaction, except `cancel`.
 */
export class ReturnDocuments {
  readonly #store: Store;
  readonly #outgoing: Outgoing;
  readonly #refusesDuplicates: () => boolean;
  readonly #filing: Filing;

  constructor(store: Store, outgoing: Outgoing, refusesDuplicates: () => boolean, filing: Filing) {
    this.#store = store;
    this.#outgoing = outgoing;
    this.#refusesDuplicates = refusesDuplicates;
    this.#filing = filing;
  }

  /** `document`: a row as the API shows it. */
  routes(create: (request: ReturnRequest) => object, document: (row: ReturnRow) => object): Route[] {
    return [
      {
        method: 'POST',
        pattern: '/returns',
        handle: ({ body }) => ({ status: 201, body: create(read(ReturnRequest, body)) }),
      },
      {
        method: 'GET',
        pattern: '/returns',
        query: ['external_id', 'order_external_id'],
        handle: ({ query }) => ({ status: 200, body: { returns: this.#found(query).map(document) } }),
      },
      {
        method: 'POST',
        pattern: '/returns/:number/cancel',
        handle: ({ parameters }) => ({ status: 200, body: document(this.#cancel(parameters.number ?? '')) }),
      },
    ];
  }

  /** Throws 409 for a second one under an external id, where duplicates are refused. */
  add(external_id: string, order_external_id: string, body: object): ReturnRow {
    const { table, numbered, prefix, states } = this.#filing;
    if (external_id !== '' && this.#refusesDuplicates()) this.#refuseDuplicate(external_id);
    const seq = this.#store.run(
      `INSERT INTO ${table} (external_id, order_external_id, status, body, created_at_ms, change)
       VALUES (?, ?, ?, ?, ?, ?)`,
      external_id,
      order_external_id,
      states[0],
      JSON.stringify(body),
      Date.now(),
      nextChange(this.#store),
    );
    const number = `${prefix}-${String(seq).padStart(6, '0')}`;
    this.#store.run(`UPDATE ${table} SET ${numbered} = ? WHERE seq = ?`, number, seq);
    return this.numbered(number);
  }

  /** Throws 404. */
  numbered(number: string): ReturnRow {
    const row = this.#where(this.#filing.numbered, number)[0];
    if (row === undefined) throw notFound(`return ${number}`);
    return row;
  }

  /** Throws 404, and 409 when it is cancelled: no goods can come on it. */
  live(number: string): ReturnRow {
    const row = this.numbered(number);
    if (row.status === 'cancelled')
      throw new Refusal(409, 'already_cancelled', `${number} is cancelled`, { status: row.status });
    return row;
  }

  knows(number: string): boolean {
    return this.#where(this.#filing.numbered, number).length > 0;
  }

  externalIdOf(number: string): string | undefined {
    return this.#where(this.#filing.numbered, number)[0]?.external_id;
  }

  /** Those of an order that are not cancelled. */
  liveOf(orderExternalId: string): ReturnRow[] {
    return this.#where('order_external_id', orderExternalId).filter(({ status }) => status !== 'cancelled');
  }

  change({ seq, number }: ReturnRow, status: string): ReturnRow {
    const sql = `UPDATE ${this.#filing.table} SET status = ?, revision = revision + 1, change = ? WHERE seq = ?`;
    this.#store.run(sql, status, nextChange(this.#store), seq);
    return this.numbered(number);
  }

  tell(type: string, { external_id, order_external_id, number, status, revision }: ReturnRow): void {
    const named = external_id === '' ? {} : { external_id };
    this.#outgoing.tell(type, { ...named, order_external_id, id: number, status, revision });
  }

  /** How every document of a return begins when it is shown. */
  head({ number, external_id, order_external_id, status, revision, body }: ReturnRow): object {
    const named = external_id === '' ? {} : { external_id };
    return { [this.#filing.numbered]: number, ...named, order_external_id, status, revision, ...JSON.parse(body) };
  }

  #found(query: URLSearchParams): ReturnRow[] {
    const externalId = query.get('external_id');
    const [column, value] =
      externalId === null ? ['order_external_id', query.get('order_external_id')] : ['external_id', externalId];
    if (value !== null) return this.#where(column as string, read(ExternalId, value));
    throw new Refusal(400, 'missing_parameter', 'give external_id or order_external_id', { parameter: 'external_id' });
  }

  #where(column: string, value: string): ReturnRow[] {
    const { table, numbered } = this.#filing;
    return this.#store.rows<ReturnRow>(
      `SELECT seq, ${numbered} AS number, external_id, order_external_id, status, revision, body
       FROM ${table} WHERE ${column} = ? ORDER BY seq`,
      value,
    );
  }

  #cancel(number: string): ReturnRow {
    return this.#store.transaction(() => {
      const row = this.numbered(number);
      const { status } = row;
      if (status === 'cancelled') return row;
      if (status !== this.#filing.states[0])
        throw new Refusal(409, 'already_received', `${number} is ${status}`, { status });
      const cancelled = this.change(row, 'cancelled');
      this.tell('return.cancelled', cancelled);
      return cancelled;
    });
  }

  #refuseDuplicate(externalId: string): void {
    const live = this.#where('external_id', externalId).find(({ status }) => status !== 'cancelled');
    if (live === undefined) return;
    const { numbered } = this.#filing;
    throw new Refusal(409, 'duplicate_external_id', `${externalId} is already ${live.number}`, {
      [numbered]: live.number,
    });
  }
}
