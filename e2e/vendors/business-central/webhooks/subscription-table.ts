import { randomUUID } from 'node:crypto';
import type { Store } from '../../../sandbox/store.ts';

export const SUBSCRIPTION_TABLES = `
  CREATE TABLE IF NOT EXISTS subscription (
    id TEXT PRIMARY KEY,
    notification_url TEXT NOT NULL,
    resource TEXT NOT NULL,
    company TEXT NOT NULL,
    set_name TEXT NOT NULL,
    client_state TEXT NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    created_at_ms INTEGER NOT NULL,
    modified_at_ms INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1,
    attempts INTEGER NOT NULL DEFAULT 0,
    failing_since_ms INTEGER,
    next_at_ms INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE IF NOT EXISTS notice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subscription_id TEXT NOT NULL REFERENCES subscription (id) ON DELETE CASCADE,
    record_id TEXT NOT NULL,
    change TEXT NOT NULL,
    first_at_ms INTEGER NOT NULL,
    last_at_ms INTEGER NOT NULL,
    UNIQUE (subscription_id, record_id)
  ) STRICT;
`;

export interface Subscription {
  readonly id: string;
  readonly notification_url: string;
  readonly resource: string;
  readonly company: string;
  readonly set_name: string;
  readonly client_state: string;
  readonly expires_at_ms: number;
  readonly created_at_ms: number;
  readonly modified_at_ms: number;
  readonly version: number;
  readonly attempts: number;
  readonly failing_since_ms: number | null;
}

/** What a subscriber says of a subscription. */
export type Wish = Pick<Subscription, 'notification_url' | 'resource' | 'company' | 'set_name' | 'client_state'>;

/** The subscriptions, as they are stored. */
export class SubscriptionTable {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  list(): Subscription[] {
    return this.#store.rows<Subscription>('SELECT * FROM subscription ORDER BY created_at_ms, id');
  }

  get(id: string): Subscription | undefined {
    return this.#store.row<Subscription>('SELECT * FROM subscription WHERE id = ?', id);
  }

  add(wish: Wish, now: number, expiresAt: number): string {
    const id = randomUUID().replaceAll('-', '');
    this.#store.run(
      `INSERT INTO subscription (id, notification_url, resource, company, set_name, client_state, expires_at_ms, created_at_ms, modified_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[id, wish.notification_url, wish.resource, wish.company, wish.set_name, wish.client_state],
      ...[expiresAt, now, now],
    );
    return id;
  }

  renew(id: string, wish: Wish, now: number, expiresAt: number): void {
    this.#store.run(
      `UPDATE subscription SET notification_url = ?, resource = ?, company = ?, set_name = ?, client_state = ?,
         modified_at_ms = ?, expires_at_ms = ?, version = version + 1 WHERE id = ?`,
      ...[wish.notification_url, wish.resource, wish.company, wish.set_name, wish.client_state],
      ...[now, expiresAt, id],
    );
  }

  remove(id: string): void {
    this.#store.run('DELETE FROM subscription WHERE id = ?', id);
  }

  removeExpired(now: number): void {
    this.#store.run('DELETE FROM subscription WHERE expires_at_ms <= ?', now);
  }
}
