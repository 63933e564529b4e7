import type { Store } from './store.ts';

/** Counts of a system's documents, by status; `live` leaves out the cancelled. */
export function countDocuments(store: Store, table: 'sales_order' | 'warehouse_release') {
  const rows = store.rows<{ status: string; n: number }>(`SELECT status, COUNT(*) AS n FROM ${table} GROUP BY status`);
  const total = rows.reduce((sum, { n }) => sum + n, 0);
  const cancelled = rows.find(({ status }) => status === 'cancelled')?.n ?? 0;
  return { total, live: total - cancelled, by_status: Object.fromEntries(rows.map(({ status, n }) => [status, n])) };
}

/** External ids with more than one live document. */
export function findDuplicates(store: Store, table: 'sales_order' | 'warehouse_release') {
  return store.rows<{ external_id: string; live: number }>(
    `SELECT external_id, COUNT(*) AS live FROM ${table} WHERE status <> 'cancelled' GROUP BY external_id HAVING COUNT(*) > 1 ORDER BY external_id`,
  );
}
