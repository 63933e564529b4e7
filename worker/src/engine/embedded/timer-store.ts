import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Timer } from '@causeway/contracts';
import type { SubjectRef } from '../engine.ts';
import { AT_MOST } from './schema.ts';

/**
 * Wake-up times. A timer that is due becomes an event and stays as `fired` until that event is decided: a decision in
 * between that sets the same name again, or takes it off, makes the event void.
 */
export class TimerStore {
  readonly #set: StatementSync;
  readonly #clear: StatementSync;
  readonly #clearAll: StatementSync;
  readonly #due: StatementSync;
  readonly #fire: StatementSync;
  readonly #fired: StatementSync;
  readonly #next: StatementSync;
  readonly #forget: StatementSync;

  constructor(db: DatabaseSync) {
    this.#set = db.prepare(`INSERT INTO timer (shop, subject, name, at, fired) VALUES (?, ?, ?, ?, 0)
      ON CONFLICT DO UPDATE SET at = excluded.at, fired = 0`);
    this.#clear = db.prepare('DELETE FROM timer WHERE shop = ? AND subject = ? AND name = ?');
    this.#clearAll = db.prepare('DELETE FROM timer WHERE shop = ? AND subject = ?');
    this.#due = db.prepare(`SELECT shop, subject, name FROM timer WHERE fired = 0 AND at <= ? ORDER BY at ${AT_MOST}`);
    this.#fire = db.prepare('UPDATE timer SET fired = 1 WHERE shop = ? AND subject = ? AND name = ?');
    this.#fired = db.prepare('SELECT 1 FROM timer WHERE shop = ? AND subject = ? AND name = ? AND fired = 1');
    this.#forget = db.prepare('DELETE FROM timer WHERE shop = ?');
    this.#next = db.prepare('SELECT min(at) AS at FROM timer WHERE fired = 0');
  }

  apply(ref: SubjectRef, timers: readonly Timer[]): void {
    for (const { name, at } of timers) {
      if (at === null) this.clear(ref, name);
      else this.#set.run(ref.shop, ref.subject, name, at);
    }
  }

  clearAll(ref: SubjectRef): void {
    this.#clearAll.run(ref.shop, ref.subject);
  }

  /** Marks up to `limit` due timers as fired, earliest first; the caller makes their events. */
  fire(now: number, limit: number): (SubjectRef & { readonly name: string })[] {
    const due = this.#due.all(now, limit) as unknown as (SubjectRef & { name: string })[];
    for (const { shop, subject, name } of due) this.#fire.run(shop, subject, name);
    return due;
  }

  /** Whether a timer's event still counts. */
  hasFired(ref: SubjectRef, name: string): boolean {
    return this.#fired.get(ref.shop, ref.subject, name) !== undefined;
  }

  /** All of a shop's. */
  forget(shop: string): void {
    this.#forget.run(shop);
  }

  clear(ref: SubjectRef, name: string): void {
    this.#clear.run(ref.shop, ref.subject, name);
  }

  /** Epoch ms of the next timer; null: none. */
  nextAt(): number | null {
    return (this.#next.get() as { at: number | null }).at;
  }
}
