import { type Page, reached, readCursor } from './changes.ts';
import { type Route, readLimit } from './http/route.ts';
import type { Store } from './store.ts';

/** A table of documents: `name` is the column of their own number or id, `order` of the order's external id (null: it is one). */
export interface Told {
  readonly type: string;
  readonly table: 'sales_order' | 'erp_return' | 'credit_memo' | 'warehouse_release' | 'return_receipt';
  readonly name: 'number' | 'id';
  readonly order: 'order_external_id' | null;
}

interface Entry {
  readonly type: string;
  readonly name: string;
  readonly external_id: string;
  readonly order_external_id: string | null;
  readonly change: number;
}

/** `GET /changes`: documents of every kind that changed, in the order of their latest change. */
export function changesRoute(store: Store, tables: readonly Told[]): Route {
  return {
    method: 'GET',
    pattern: '/changes',
    query: ['changed_since', 'limit'],
    handle: ({ query }) => ({
      status: 200,
      body: changesSince(store, tables, query.get('changed_since') ?? '0', readLimit(query)),
    }),
  };
}

function changesSince(
  store: Store,
  tables: readonly Told[],
  cursorText: string,
  limit: number,
): Page & { changes: object[] } {
  const cursor = readCursor(store, cursorText);
  const each = tables.map(
    ({ type, table, name, order }) =>
      `SELECT * FROM (SELECT '${type}' AS type, ${name} AS name, external_id, ${order ?? 'NULL'} AS order_external_id, change
       FROM ${table} WHERE change > ? ORDER BY change LIMIT ?)`,
  );
  const bounds = tables.flatMap(() => [cursor, limit + 1]);
  const found = store.rows<Entry>(`${each.join(' UNION ALL ')} ORDER BY change LIMIT ?`, ...bounds, limit + 1);
  return { changes: found.slice(0, limit).map(shown), ...reached(store, found, limit, cursor) };
}

function shown({ type, name, external_id, order_external_id }: Entry): object {
  return {
    type,
    id: name,
    ...(external_id === '' ? {} : { external_id }),
    ...(order_external_id === null ? {} : { order_external_id }),
  };
}
