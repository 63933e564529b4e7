import type { Store } from '../../../sandbox/store.ts';
import type { ChangeType, Stored } from '../records/records.ts';
import type { Subscription } from './subscription-table.ts';

/** A change that a subscriber hasn't been told of yet; several changes of one record are one notice. */
export interface Notice {
  readonly id: number;
  readonly record_id: string;
  readonly change: ChangeType;
  readonly first_at_ms: number;
  readonly last_at_ms: number;
}

/** What has to be told, kept with the change itself: one commit. */
export class Notices {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** A notice that is on its way is not the one that a further change makes: that one is sent again. */
  note({ id, company, set }: Stored, change: ChangeType): void {
    const now = Date.now();
    const sql = 'SELECT id FROM subscription WHERE company = ? AND set_name = ? AND expires_at_ms > ?';
    for (const { id: subscription } of this.#store.rows<{ id: string }>(sql, company, set, now)) {
      const pending = this.#store.row<Notice>(
        'SELECT * FROM notice WHERE subscription_id = ? AND record_id = ?',
        ...[subscription, id],
      );
      const told = change === 'updated' ? (pending?.change ?? change) : change;
      if (pending !== undefined) this.#store.run('DELETE FROM notice WHERE id = ?', pending.id);
      this.#store.run(
        'INSERT INTO notice (subscription_id, record_id, change, first_at_ms, last_at_ms) VALUES (?, ?, ?, ?, ?)',
        ...[subscription, id, told, pending?.first_at_ms ?? now, now],
      );
    }
  }

  /** Subscriptions whose oldest notice has waited long enough, and that aren't to be left alone after a failure. */
  due(now: number, delayMs: number): Subscription[] {
    return this.#store.rows<Subscription>(
      `SELECT * FROM subscription WHERE expires_at_ms > ? AND next_at_ms <= ?
         AND id IN (SELECT subscription_id FROM notice WHERE first_at_ms <= ?)`,
      ...[now, now, now - delayMs],
    );
  }

  of(subscription: string): Notice[] {
    return this.#store.rows<Notice>('SELECT * FROM notice WHERE subscription_id = ? ORDER BY id', subscription);
  }

  /** The subscriber has these; it is well. */
  delivered(subscription: string, notices: readonly Notice[]): void {
    this.#store.transaction(() => {
      this.#drop(notices);
      this.#store.run(
        'UPDATE subscription SET attempts = 0, failing_since_ms = NULL, next_at_ms = 0 WHERE id = ?',
        subscription,
      );
    });
  }

  /** The subscriber didn't take these: again at `nextAtMs`, or never (null). */
  failed(
    { id, failing_since_ms }: Subscription,
    notices: readonly Notice[],
    now: number,
    nextAtMs: number | null,
  ): void {
    this.#store.transaction(() => {
      if (nextAtMs === null) this.#drop(notices);
      this.#store.run(
        'UPDATE subscription SET attempts = attempts + 1, failing_since_ms = ?, next_at_ms = ? WHERE id = ?',
        ...[nextAtMs === null ? null : (failing_since_ms ?? now), nextAtMs ?? 0, id],
      );
    });
  }

  #drop(notices: readonly Notice[]): void {
    for (const { id } of notices) this.#store.run('DELETE FROM notice WHERE id = ?', id);
  }
}
