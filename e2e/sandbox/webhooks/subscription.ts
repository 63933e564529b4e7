import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Answer, Route } from '../http/route.ts';
import { notFound } from '../refusal.ts';
import { read } from '../shapes.ts';
import type { Store } from '../store.ts';

export const SUBSCRIPTION_SCHEMA = `
  CREATE TABLE IF NOT EXISTS subscription (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    secret TEXT NOT NULL,
    events TEXT NOT NULL
  ) STRICT;
`;

/** `whsec_` and base64 of 24 to 64 bytes, as Standard Webhooks asks. */
export const Secret = z.string().refine(
  (text) => {
    const encoded = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1];
    const bytes = encoded === undefined ? 0 : Buffer.from(encoded, 'base64').length;
    return bytes >= 24 && bytes <= 64;
  },
  { error: 'whsec_ followed by base64 of 24 to 64 bytes' },
);

export const SubscriptionRequest = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  secret: Secret.optional(),
  events: z
    .array(z.string().regex(/^([a-z]+\.[a-z]+|\*)$/))
    .min(1)
    .optional(),
});

export interface Subscription {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  /** Empty or with `*`: all that are not told only by name. */
  readonly events: readonly string[];
}

/** Who wants to hear of changes. */
export class Subscriptions {
  readonly #store: Store;
  readonly #known: readonly string[];

  constructor(store: Store, knownEvents: readonly string[]) {
    this.#store = store;
    this.#known = knownEvents;
  }

  /** Subscribes `url`, or replaces its secret and events. Throws 422 for an event that this system doesn't send. */
  put(request: z.infer<typeof SubscriptionRequest>): { subscription: Subscription; created: boolean } {
    read(z.array(z.enum([...this.#known, '*'])), request.events ?? []);
    const secret = request.secret ?? `whsec_${randomBytes(32).toString('base64')}`;
    const id = `wh_${randomBytes(9).toString('base64url')}`;
    const events = request.events ?? [];
    return this.#store.transaction(() => {
      const known = this.#store.row<{ id: string }>('SELECT id FROM subscription WHERE url = ?', request.url);
      this.#store.run(
        `INSERT INTO subscription (id, url, secret, events) VALUES (?, ?, ?, ?)
         ON CONFLICT (url) DO UPDATE SET secret = excluded.secret, events = excluded.events`,
        id,
        request.url,
        secret,
        JSON.stringify(events),
      );
      return { subscription: { id: known?.id ?? id, url: request.url, secret, events }, created: known === undefined };
    });
  }

  list(): Subscription[] {
    const rows = this.#store.rows<{ id: string; url: string; secret: string; events: string }>(
      'SELECT * FROM subscription ORDER BY id',
    );
    return rows.map((row) => ({ ...row, events: JSON.parse(row.events) as string[] }));
  }

  /** Ends a subscription and what was still to be sent to it. Answers whether there was one. */
  remove(id: string): boolean {
    return this.#store.transaction(() => {
      const found = this.#store.row('SELECT 1 FROM subscription WHERE id = ?', id) !== undefined;
      this.#store.run("UPDATE delivery SET state = 'given_up' WHERE subscription_id = ? AND state = 'pending'", id);
      this.#store.run('DELETE FROM subscription WHERE id = ?', id);
      return found;
    });
  }

  routes(): Route[] {
    const withoutSecret = ({ id, url, events }: Subscription) => ({ id, url, events });
    return [
      {
        method: 'POST',
        pattern: '/webhooks',
        handle: ({ body }): Answer => {
          const { subscription, created } = this.put(read(SubscriptionRequest, body));
          return { status: created ? 201 : 200, body: subscription };
        },
      },
      {
        method: 'GET',
        pattern: '/webhooks',
        handle: () => ({ status: 200, body: { webhooks: this.list().map(withoutSecret) } }),
      },
      {
        method: 'DELETE',
        pattern: '/webhooks/:id',
        handle: ({ parameters }): Answer => {
          if (!this.remove(parameters.id ?? '')) throw notFound('this webhook');
          return { status: 204 };
        },
      },
    ];
  }
}
