import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SubjectRef } from '../engine.ts';
import type { Lane } from './call-lanes.ts';
import { AT_MOST } from './schema.ts';

/** A call as the file keeps it until its outcome is an event. `request` is JSON. */
export interface CallRow extends SubjectRef {
  readonly id: number;
  readonly key: string;
  readonly role: string;
  readonly operation: string;
  readonly request: string;
}

/** How many of a subject's latest keys are known; a key that is older would be a new call. */
export const KEYS_KEPT = 512;

/** Calls that were dropped; `sent` ones may be out, and their outcomes find nobody. */
export type Dropped = readonly { readonly shop: string; readonly role: string; readonly sent: number }[];

/**
 * Calls of the transaction that is open are kept in memory first (`#fresh`): one that leaves at once is written once, as
 * sent; the rest is written by `flush` before the commit.
 *
 * Ids are of this process: never given twice in it, so that the outcome of a call that was dropped can't be taken for
 * another's. (SQLite itself gives the highest id again once its row is gone.)
 */
export class CallStore {
  #nextId: number;
  /** By lane, in the order of their ids; all ids in the file are lower. */
  readonly #fresh = new Map<string, CallRow[]>();
  readonly #know: StatementSync;
  readonly #forget: StatementSync;
  readonly #insert: StatementSync;
  readonly #ready: StatementSync;
  readonly #sent: StatementSync;
  readonly #unsent: StatementSync;
  readonly #delete: StatementSync;
  readonly #counts: StatementSync;
  readonly #inFlight: StatementSync;
  readonly #count: StatementSync;
  readonly #drop: StatementSync;
  readonly #dropShop: readonly StatementSync[];

  constructor(db: DatabaseSync) {
    this.#know = db.prepare('INSERT OR IGNORE INTO call_key (shop, subject, key, nr) VALUES (?, ?, ?, ?)');
    this.#forget = db.prepare('DELETE FROM call_key WHERE shop = ? AND subject = ? AND nr <= ?');
    this.#insert = db.prepare(
      'INSERT INTO call (id, shop, subject, key, role, operation, request, sent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#ready = db.prepare(
      `SELECT id, shop, subject, key, role, operation, request FROM call WHERE shop = ? AND role = ? AND sent = 0 ORDER BY id ${AT_MOST}`,
    );
    this.#sent = db.prepare('UPDATE call SET sent = 1 WHERE id = ?');
    this.#unsent = db.prepare('UPDATE call SET sent = 0 WHERE id = ?');
    this.#delete = db.prepare('DELETE FROM call WHERE id = ?');
    this.#counts = db.prepare('SELECT shop, role, count(*) AS n FROM call WHERE sent = 0 GROUP BY shop, role');
    this.#inFlight = db.prepare(
      'SELECT id, shop, subject, key, role, operation, request FROM call WHERE sent = 1 ORDER BY id',
    );
    this.#count = db.prepare('SELECT count(*) AS n FROM call');
    this.#drop = db.prepare('DELETE FROM call WHERE shop = ? AND subject = ? RETURNING shop, role, sent');
    this.#dropShop = ['call', 'call_key'].map((table) => db.prepare(`DELETE FROM ${table} WHERE shop = ?`));
    this.#nextId = 1 + (db.prepare('SELECT coalesce(max(id), 0) AS id FROM call').get() as { id: number }).id;
  }

  /** Keeps a call to be made, the subject's `nr`th; false: its key is known, and nothing happens. */
  add(ref: SubjectRef, call: Omit<CallRow, 'id' | 'shop' | 'subject'>, nr: number): boolean {
    if (this.#know.run(ref.shop, ref.subject, call.key, nr).changes === 0) return false;
    if (nr > KEYS_KEPT && nr % 64 === 0) this.#forget.run(ref.shop, ref.subject, nr - KEYS_KEPT);
    const row = { id: this.#nextId++, shop: ref.shop, subject: ref.subject, ...call };
    const fresh = this.#fresh.get(laneOf(row));
    if (fresh) fresh.push(row);
    else this.#fresh.set(laneOf(row), [row]);
    return true;
  }

  /** The lane's next `limit` calls, kept as sent: once that is committed they may go. */
  send(lane: Lane, limit: number): CallRow[] {
    const fresh = this.#fresh.get(laneOf(lane)) ?? [];
    const stored = lane.ready > fresh.length ? this.#ready.all(lane.shop, lane.role, limit) : [];
    const rows = stored as unknown as CallRow[];
    for (const row of rows) this.#sent.run(row.id);
    const straight = fresh.splice(0, limit - rows.length);
    for (const row of straight) this.#keep(row, 1);
    return rows.concat(straight);
  }

  /** Writes what the open transaction leaves unsent. */
  flush(): void {
    for (const fresh of this.#fresh.values()) for (const row of fresh) this.#keep(row, 0);
    this.#fresh.clear();
  }

  /** After a rollback. */
  reload(): void {
    this.#fresh.clear();
  }

  /** It was not sent after all, and keeps its place; false: it was dropped meanwhile. */
  unsent(id: number): boolean {
    return this.#unsent.run(id).changes > 0;
  }

  /** Its outcome is in; false: it was dropped meanwhile, and nobody waits for that. */
  done(id: number): boolean {
    return this.#delete.run(id).changes > 0;
  }

  /** Takes a subject's calls off; their keys stay known. */
  drop(ref: SubjectRef): Dropped {
    this.flush();
    return this.#drop.all(ref.shop, ref.subject) as unknown as Dropped;
  }

  /** Takes all of a shop's calls off, and their keys. */
  forget(shop: string): void {
    this.flush();
    for (const statement of this.#dropShop) statement.run(shop);
  }

  readyCounts(): { shop: string; role: string; n: number }[] {
    return this.#counts.all() as unknown as { shop: string; role: string; n: number }[];
  }

  /** Calls that were out when the process before this one ended. */
  inFlight(): CallRow[] {
    return this.#inFlight.all() as unknown as CallRow[];
  }

  get size(): number {
    return (this.#count.get() as { n: number }).n;
  }

  #keep({ id, shop, subject, key, role, operation, request }: CallRow, sent: 0 | 1): void {
    this.#insert.run(id, shop, subject, key, role, operation, request, sent);
  }
}

function laneOf({ shop, role }: { readonly shop: string; readonly role: string }): string {
  return `${shop} ${role}`;
}

/** The idempotency key of a call: the same for every repetition, of no other call. */
export function callId(call: SubjectRef & { readonly key: string }): string {
  return `${call.shop}:${call.subject}:${call.key}`;
}
