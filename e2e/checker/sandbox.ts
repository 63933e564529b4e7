import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { ErpOrder, ErpStore, Release, WmsStore } from './back-office.ts';
import { goodsOf } from './goods.ts';
import { readStore } from './store-file.ts';

/** The sandbox ERP in `folder`. Throws `CannotCount`. */
export function readSandboxErp(folder: string): ErpStore {
  return readStore(join(folder, 'erp.sqlite'), (erp) => ({
    orders: readOrders(erp),
    firstAskedAtMs: readFirstAsked(erp),
  }));
}

/** The sandbox warehouse in `folder`. Throws `CannotCount`. */
export function readSandboxWms(folder: string): WmsStore {
  return readStore(join(folder, 'wms.sqlite'), (wms) => ({ releases: readReleases(wms) }));
}

/** Documents beyond the first of each external id, in ERP and warehouse, cancelled ones too. Throws `CannotCount`. */
export function countDoubles(folder: string): number {
  const doublesIn = (store: DatabaseSync, table: string) =>
    (store.prepare(`SELECT COUNT(*) - COUNT(DISTINCT external_id) AS n FROM ${table}`).get() as { n: number }).n;
  return (
    readStore(join(folder, 'erp.sqlite'), (erp) => doublesIn(erp, 'sales_order')) +
    readStore(join(folder, 'wms.sqlite'), (wms) => doublesIn(wms, 'warehouse_release'))
  );
}

function readOrders(erp: DatabaseSync): Map<string, ErpOrder[]> {
  const lines = erp.prepare('SELECT order_seq AS seq, sku, quantity FROM sales_order_item').all() as unknown as Line[];
  const bySeq = Map.groupBy(lines, ({ seq }) => seq);
  const rows = erp
    .prepare(
      "SELECT seq, number, external_id, currency, total_minor FROM sales_order WHERE status <> 'cancelled' ORDER BY seq",
    )
    .all() as unknown as { seq: number; number: string; external_id: string; currency: string; total_minor: number }[];
  const orders = rows.map((row) => ({
    name: row.number,
    externalId: row.external_id,
    currency: row.currency,
    totalMinor: row.total_minor,
    goods: goodsOf(bySeq.get(row.seq) ?? []),
  }));
  return Map.groupBy(orders, ({ externalId }) => externalId);
}

function readReleases(wms: DatabaseSync): Map<string, Release[]> {
  const lines = wms
    .prepare('SELECT release_seq AS seq, sku, shipped AS quantity FROM release_line')
    .all() as unknown as Line[];
  const bySeq = Map.groupBy(lines, ({ seq }) => seq);
  const rows = wms
    .prepare("SELECT seq, id, external_id, status FROM warehouse_release WHERE status <> 'cancelled' ORDER BY seq")
    .all() as unknown as { seq: number; id: string; external_id: string; status: string }[];
  const releases = rows.map((row) => ({
    name: row.id,
    externalId: row.external_id,
    status: row.status,
    shipped: goodsOf(bySeq.get(row.seq) ?? []),
  }));
  return Map.groupBy(releases, ({ externalId }) => externalId);
}

function readFirstAsked(erp: DatabaseSync): Map<string, number> {
  const rows = erp
    .prepare(
      "SELECT external_id, MIN(received_at_ms) AS at FROM request WHERE method = 'POST' AND path = '/orders' AND external_id IS NOT NULL GROUP BY external_id",
    )
    .all() as unknown as { external_id: string; at: number }[];
  return new Map(rows.map(({ external_id, at }) => [external_id, at]));
}

type Line = { readonly seq: number; readonly sku: string; readonly quantity: number };
