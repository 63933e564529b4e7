import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SubjectRef } from '../engine.ts';
import type { QueuedEvent } from './event-queue.ts';

/** What stopped an event: `cause` as exceptions name it (`internal:decider`), `error` for whoever debugs it. */
export interface Problem {
  readonly cause: string;
  readonly error: string;
}

/**
 * Events that could not be decided, and those of the same subject that came later and wait behind them, so that the
 * subject's order holds. Other subjects never notice.
 */
export class SetAside {
  readonly #blocked = new Set<string>();
  readonly #insert: StatementSync;
  readonly #of: StatementSync;
  readonly #delete: StatementSync;
  readonly #subjects: StatementSync;
  readonly #count: StatementSync;
  readonly #trim: StatementSync;
  readonly #same: StatementSync;
  readonly #forget: StatementSync;

  constructor(db: DatabaseSync) {
    this.#insert = db.prepare(
      'INSERT INTO set_aside (seq, shop, subject, body, memory, at, cause, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.#of = db.prepare(
      'SELECT seq, shop, subject, body, memory, at FROM set_aside WHERE shop = ? AND subject = ? ORDER BY seq',
    );
    this.#delete = db.prepare('DELETE FROM set_aside WHERE shop = ? AND subject = ?');
    this.#subjects = db.prepare('SELECT DISTINCT shop, subject FROM set_aside');
    this.#count = db.prepare('SELECT count(*) AS n FROM set_aside');
    this.#same = db.prepare('SELECT 1 FROM set_aside WHERE shop = ? AND subject = ? AND body = ?');
    this.#forget = db.prepare('DELETE FROM set_aside WHERE shop = ?');
    this.#trim = db.prepare(`DELETE FROM set_aside WHERE cause = ? AND seq <= (
      SELECT seq FROM set_aside WHERE cause = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)`);
    this.reload();
  }

  reload(): void {
    this.#blocked.clear();
    for (const ref of this.subjects()) this.#blocked.add(keyOf(ref));
  }

  has(ref: SubjectRef): boolean {
    return this.#blocked.has(keyOf(ref));
  }

  /** `problem` null: it waits behind an earlier one. */
  put(event: QueuedEvent, problem: Problem | null): void {
    const { seq, shop, subject, body, memory, at } = event;
    this.#insert.run(
      seq,
      shop,
      subject,
      body,
      memory,
      at,
      problem?.cause ?? null,
      problem?.error.slice(0, 4000) ?? null,
    );
    this.#blocked.add(keyOf(event));
  }

  /** Whether a subject has the very same event here already. */
  holds({ shop, subject, body }: QueuedEvent): boolean {
    return this.#same.get(shop, subject, body) !== undefined;
  }

  /** All of a subject's, in order; they are off the table and must be decided or put back in this transaction. */
  takeBack(ref: SubjectRef): QueuedEvent[] {
    const events = this.#of.all(ref.shop, ref.subject) as unknown as QueuedEvent[];
    this.#delete.run(ref.shop, ref.subject);
    this.#blocked.delete(keyOf(ref));
    return events;
  }

  /** All of a shop's. */
  forget(shop: string): void {
    this.#forget.run(shop);
    this.reload();
  }

  subjects(): SubjectRef[] {
    return this.#subjects.all() as unknown as SubjectRef[];
  }

  get size(): number {
    return (this.#count.get() as { n: number }).n;
  }

  /** Keeps the newest `kept` of one cause: for events that no flow of this worker will ever want. */
  trim(cause: string, kept: number): void {
    if (this.#trim.run(cause, cause, kept).changes > 0) this.reload();
  }
}

function keyOf(ref: SubjectRef): string {
  return `${ref.shop} ${ref.subject}`;
}
