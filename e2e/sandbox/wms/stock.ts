import * as z from 'zod';
import { nextChange, pageSince } from '../changes.ts';
import { type Route, readLimit } from '../http/route.ts';
import { read, Text } from '../shapes.ts';
import type { Store } from '../store.ts';

const ItemCount = z.strictObject({ name: Text.optional(), on_hand: z.int().min(0).max(1e9).optional() });

interface ItemRow {
  readonly sku: string;
  readonly name: string;
  readonly on_hand: number;
  readonly change: number;
}

/** What lies in the warehouse, in units. `allocated`: wanted by releases that are neither shipped nor cancelled. */
export class Stock {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Adds items that aren't there; those that are keep their stock. Call inside a transaction. */
  seed(items: readonly { readonly sku: string; readonly name: string; readonly on_hand: number }[]): void {
    for (const { sku, name, on_hand } of items) if (!this.knows(sku)) this.#count(sku, { name, on_hand });
  }

  routes(): Route[] {
    return [
      {
        method: 'GET',
        pattern: '/items',
        query: ['changed_since', 'limit'],
        handle: ({ query }) => {
          const body = this.#changedSince(query.get('changed_since') ?? '0', readLimit(query));
          return { status: 200, body };
        },
      },
    ];
  }

  controlRoutes(): Route[] {
    return [
      {
        method: 'PUT',
        pattern: '/_control/items/:sku',
        handle: ({ parameters: { sku = '' }, body }) => {
          const counted = read(ItemCount, body);
          this.#store.transaction(() => this.#count(sku, counted));
          return { status: 200, body: this.#bySku(sku) ?? {} };
        },
      },
    ];
  }

  knows(sku: string): boolean {
    return this.#store.row('SELECT 1 FROM item WHERE sku = ?', sku) !== undefined;
  }

  /** Sets name and counted stock, as far as they are given, and adds the item when it is new. */
  #count(sku: string, { name, on_hand }: { name?: string | undefined; on_hand?: number | undefined }): void {
    this.#store.run(
      `INSERT INTO item (sku, name, on_hand, change) VALUES (?, ?, ?, ?)
       ON CONFLICT (sku) DO UPDATE SET name = COALESCE(?, name), on_hand = COALESCE(?, on_hand), change = excluded.change`,
      sku,
      name ?? sku,
      on_hand ?? 0,
      nextChange(this.#store),
      name ?? null,
      on_hand ?? null,
    );
  }

  /** What left (`units`), or what is wanted (0 units), changed. Call inside a transaction. */
  moved(sku: string, units: number): void {
    const sql = 'UPDATE item SET on_hand = on_hand - ?, change = ? WHERE sku = ?';
    this.#store.run(sql, units, nextChange(this.#store), sku);
  }

  #bySku(sku: string): object | undefined {
    const row = this.#store.row<ItemRow>('SELECT * FROM item WHERE sku = ?', sku);
    return row && this.#shown(row);
  }

  /** Items whose stock changed after the cursor, in the order of their latest change; in their present state. */
  #changedSince(cursor: string, limit: number): object {
    const { rows, ...page } = pageSince<ItemRow>(this.#store, 'item', cursor, limit);
    return { items: rows.map((row) => this.#shown(row)), as_of: new Date().toISOString(), ...page };
  }

  #shown({ sku, name, on_hand }: ItemRow): object {
    const wanted = this.#store.row<{ units: number }>(
      `SELECT COALESCE(SUM(l.quantity - l.shipped), 0) AS units FROM release_line l
       JOIN warehouse_release r ON r.seq = l.release_seq
       WHERE l.sku = ? AND l.shipped < l.quantity AND r.status <> 'cancelled'`,
      sku,
    );
    return { sku, name, on_hand, allocated: wanted?.units ?? 0 };
  }
}
