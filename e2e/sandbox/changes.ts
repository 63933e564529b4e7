import { Refusal } from './refusal.ts';
import type { Store } from './store.ts';

export const CHANGES_SCHEMA = `
  CREATE TABLE IF NOT EXISTS change_counter (id INTEGER PRIMARY KEY CHECK (id = 1), value INTEGER NOT NULL);
  INSERT OR IGNORE INTO change_counter VALUES (1, 0);
`;

/** The next change number. Taken inside the change's own transaction by the only writer, so numbers commit in order and a reader's cursor never passes one that is still to come. */
export function nextChange(store: Store): number {
  store.run('UPDATE change_counter SET value = value + 1');
  return lastChange(store);
}

function lastChange(store: Store): number {
  return store.row<{ value: number }>('SELECT value FROM change_counter')?.value ?? 0;
}

/** Reads `changed_since`; throws 400 `invalid_cursor` for a cursor that this store never gave out. */
export function readCursor(store: Store, text: string): number {
  const cursor = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(cursor <= lastChange(store)))
    throw new Refusal(400, 'invalid_cursor', 'changed_since is not a cursor of this system');
  return cursor;
}

/** What comes after the rows of a page: from where to ask on, and whether at once. */
export interface Page {
  readonly next_cursor: string;
  readonly more: boolean;
}

/** Rows of `table` changed after the cursor, in the order of their latest change. Throws 400 `invalid_cursor`. */
export function pageSince<Shape extends { readonly change: number }>(
  store: Store,
  table: 'item' | 'sales_order' | 'warehouse_release',
  cursorText: string,
  limit: number,
): Page & { rows: Shape[] } {
  const cursor = readCursor(store, cursorText);
  const found = store.rows<Shape>(`SELECT * FROM ${table} WHERE change > ? ORDER BY change LIMIT ?`, cursor, limit + 1);
  return { rows: found.slice(0, limit), ...reached(store, found, limit, cursor) };
}

/** Where a page ends that was read with one row too many. */
export function reached(
  store: Store,
  found: readonly { readonly change: number }[],
  limit: number,
  cursor: number,
): Page {
  const more = found.length > limit;
  const next = more ? found[limit - 1]?.change : lastChange(store);
  return { next_cursor: String(next ?? cursor), more };
}
