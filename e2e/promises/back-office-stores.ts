import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Demo } from '../demo/demo.ts';

export interface ErpOrder {
  readonly number: string;
  readonly status: string;
}

export interface Release {
  readonly id: string;
  readonly status: string;
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly fault: string | null;
  readonly external_id: string | null;
}

/** The ERP's own record of an order of the shop, oldest first, cancelled ones too. */
export function erpOrders(demo: Demo, orderId: number, code = 'DEMO'): ErpOrder[] {
  return ofOrder<ErpOrder>(demo, 'erp', 'SELECT number, status FROM sales_order', orderId, code);
}

export function releases(demo: Demo, orderId: number, code = 'DEMO'): Release[] {
  return ofOrder<Release>(demo, 'wms', 'SELECT id, status FROM warehouse_release', orderId, code);
}

/** The external ids of all that the system holds, doubles too. */
export function externalIds(demo: Demo, system: 'erp' | 'wms'): string[] {
  const table = system === 'erp' ? 'sales_order' : 'warehouse_release';
  return read<{ external_id: string }>(demo, system, `SELECT external_id FROM ${table} ORDER BY external_id`).map(
    (row) => row.external_id,
  );
}

/** Every request that reached the system, in order. */
export function requests(demo: Demo, system: 'erp' | 'wms'): Request[] {
  return read<Request>(demo, system, 'SELECT method, path, status, fault, external_id FROM request ORDER BY id');
}

function ofOrder<T>(demo: Demo, system: 'erp' | 'wms', select: string, orderId: number, code: string): T[] {
  return read<T>(demo, system, `${select} WHERE external_id LIKE ? ORDER BY seq`, `${code}-${orderId}-%`);
}

function read<T>({ sandboxFolder }: Demo, system: 'erp' | 'wms', sql: string, ...values: string[]): T[] {
  const store = new DatabaseSync(join(sandboxFolder, `${system}.sqlite`), { readOnly: true });
  try {
    return store.prepare(sql).all(...values) as T[];
  } finally {
    store.close();
  }
}
