import { randomUUID } from 'node:crypto';
import type { FaultBook } from '../faults/fault-book.ts';
import type { Store } from '../store.ts';
import type { Subscriptions } from './subscription.ts';

export const DELIVERY_SCHEMA = `
  CREATE TABLE IF NOT EXISTS delivery (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL,
    subscription_id TEXT NOT NULL,
    type TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dropped', 'given_up')),
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at_ms INTEGER NOT NULL,
    last_status INTEGER,
    created_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS delivery_due ON delivery (due_at_ms) WHERE state = 'pending';
`;

/** Told so often that only who names it hears of it. */
const BY_NAME_ONLY = new Set(['stock.changed']);

/** No events named, or `*`: all that are not told only by name. */
function wants(events: readonly string[], type: string): boolean {
  if (events.includes(type)) return true;
  return (events.length === 0 || events.includes('*')) && !BY_NAME_ONLY.has(type);
}

export interface Delivery {
  readonly id: number;
  readonly message_id: string;
  readonly subscription_id: string;
  readonly body: string;
  readonly attempts: number;
}

/** Webhooks on their way, stored by the transaction of the change that they tell of. */
export class Outgoing {
  readonly #store: Store;
  readonly #subscriptions: Subscriptions;
  readonly #faults: FaultBook;

  constructor(store: Store, subscriptions: Subscriptions, faults: FaultBook) {
    this.#store = store;
    this.#subscriptions = subscriptions;
    this.#faults = faults;
  }

  /** Call inside the change's transaction. */
  tell(type: string, data: object): void {
    const now = Date.now();
    const body = JSON.stringify({ type, timestamp: new Date(now).toISOString(), data });
    for (const { id, events } of this.#subscriptions.list()) {
      if (!wants(events, type)) continue;
      const plan = this.#faults.planDelivery();
      const messageId = `msg_${randomUUID()}`;
      const state = plan.dropped ? 'dropped' : 'pending';
      for (let copy = 0; copy < (plan.doubled ? 2 : 1); copy += 1) {
        this.#store.run(
          'INSERT INTO delivery (message_id, subscription_id, type, body, state, due_at_ms, created_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
          messageId,
          id,
          type,
          body,
          state,
          now + plan.delayMs,
          now,
        );
      }
    }
  }

  due(nowMs: number, most: number): Delivery[] {
    return this.#store.rows<Delivery>(
      "SELECT id, message_id, subscription_id, body, attempts FROM delivery WHERE state = 'pending' AND due_at_ms <= ? ORDER BY due_at_ms LIMIT ?",
      nowMs,
      most,
    );
  }

  delivered(id: number, status: number): void {
    this.#store.run(
      "UPDATE delivery SET state = 'delivered', attempts = attempts + 1, last_status = ? WHERE id = ?",
      status,
      id,
    );
  }

  /** Puts a failed delivery back for `dueAtMs`, or gives it up (null). */
  failed(id: number, status: number | null, dueAtMs: number | null): void {
    this.#store.run(
      "UPDATE delivery SET attempts = attempts + 1, last_status = ?, due_at_ms = COALESCE(?, due_at_ms), state = ? WHERE id = ? AND state = 'pending'",
      status,
      dueAtMs,
      dueAtMs === null ? 'given_up' : 'pending',
      id,
    );
  }

  counts(): { pending: number; delivered: number; given_up: number } {
    const rows = this.#store.rows<{ state: string; n: number }>(
      'SELECT state, COUNT(*) AS n FROM delivery GROUP BY state',
    );
    const of = (state: string) => rows.find((row) => row.state === state)?.n ?? 0;
    return { pending: of('pending'), delivered: of('delivered'), given_up: of('given_up') };
  }
}
