import { nextChange, pageSince } from '../changes.ts';
import { type Route, readLimit } from '../http/route.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { Store } from '../store.ts';

export interface Item {
  readonly sku: string;
  readonly name: string;
  readonly on_hand: number;
  /** Promised to orders and not yet shipped. */
  readonly allocated: number;
}

/** The item master and its stock, in units. */
export class Items {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Adds items that aren't there; those that are keep their stock. */
  seed(items: readonly { readonly sku: string; readonly name: string; readonly on_hand: number }[]): void {
    this.#store.transaction(() => {
      for (const { sku, name, on_hand } of items) {
        this.#store.run(
          'INSERT OR IGNORE INTO item (sku, name, on_hand, change) VALUES (?, ?, ?, ?)',
          sku,
          name,
          on_hand,
          nextChange(this.#store),
        );
      }
    });
  }

  routes(): Route[] {
    return [
      {
        method: 'GET',
        pattern: '/items',
        query: ['after', 'changed_since', 'limit'],
        handle: ({ query }) => ({ status: 200, body: this.#list(query) }),
      },
      {
        method: 'GET',
        pattern: '/items/:sku',
        handle: ({ parameters }) => ({ status: 200, body: this.bySku(parameters.sku ?? '') }),
      },
    ];
  }

  knows(sku: string): boolean {
    return this.#store.row('SELECT 1 FROM item WHERE sku = ?', sku) !== undefined;
  }

  /** Throws 404. */
  bySku(sku: string): Item & { available: number } {
    const item = this.#store.row<Item>('SELECT sku, name, on_hand, allocated FROM item WHERE sku = ?', sku);
    if (item === undefined) throw notFound(`item ${sku}`);
    return withAvailable(item);
  }

  #page(afterSku: string, limit: number): { items: object[]; next_after?: string } {
    const rows = this.#store.rows<Item>(
      'SELECT sku, name, on_hand, allocated FROM item WHERE sku > ? ORDER BY sku LIMIT ?',
      afterSku,
      limit + 1,
    );
    const items = rows.slice(0, limit).map(withAvailable);
    const last = items.at(-1);
    return rows.length > limit && last !== undefined ? { items, next_after: last.sku } : { items };
  }

  /** Items whose stock changed after the cursor, in the order of their latest change; in their present state. */
  #changedSince(cursorText: string, limit: number): object {
    const { rows, ...page } = pageSince<Item & { change: number }>(this.#store, 'item', cursorText, limit);
    const items = rows.map(({ sku, name, on_hand, allocated }) => withAvailable({ sku, name, on_hand, allocated }));
    return { items, as_of: new Date().toISOString(), ...page };
  }

  /** Sets the counted stock (and adds the item when it is new). Call inside a transaction. */
  count(sku: string, on_hand: number, name: string | undefined): void {
    this.#store.run(
      `INSERT INTO item (sku, name, on_hand, change) VALUES (?, ?, ?, ?)
       ON CONFLICT (sku) DO UPDATE SET on_hand = excluded.on_hand, change = excluded.change, name = COALESCE(?, name)`,
      sku,
      name ?? sku,
      on_hand,
      nextChange(this.#store),
      name ?? null,
    );
  }

  /** Promises up to `wanted` units; answers how many. Call inside a transaction. */
  allocate(sku: string, wanted: number): number {
    const free = this.bySku(sku).available;
    const taken = Math.max(0, Math.min(wanted, free));
    if (taken > 0) this.#move(sku, 0, taken);
    return taken;
  }

  free(sku: string, units: number): void {
    if (units > 0) this.#move(sku, 0, -units);
  }

  /** Units that left: out of stock, and out of the promise as far as they were promised. */
  ship(sku: string, units: number, ofThemAllocated: number): void {
    this.#move(sku, -units, -ofThemAllocated);
  }

  #list(query: URLSearchParams): object {
    const [after, cursor, limit] = [query.get('after'), query.get('changed_since'), readLimit(query)];
    if (cursor === null) return this.#page(after ?? '', limit);
    if (after === null) return this.#changedSince(cursor, limit);
    throw new Refusal(400, 'invalid_parameter', 'give after or changed_since', { parameter: 'after' });
  }

  #move(sku: string, onHand: number, allocated: number): void {
    this.#store.run(
      'UPDATE item SET on_hand = on_hand + ?, allocated = allocated + ?, change = ? WHERE sku = ?',
      onHand,
      allocated,
      nextChange(this.#store),
      sku,
    );
  }
}

function withAvailable(item: Item): Item & { available: number } {
  return { ...item, available: Math.max(0, item.on_hand - item.allocated) };
}
