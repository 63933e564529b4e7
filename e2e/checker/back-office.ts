import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CannotCount } from './failure.ts';
import { type Goods, goodsOf } from './goods.ts';

/** A document that isn't cancelled. `name` is the ERP's number or the warehouse's id. */
export interface ErpOrder {
  readonly name: string;
  readonly externalId: string;
  readonly currency: string;
  readonly totalMinor: number;
  readonly goods: Goods;
}

export interface Release {
  readonly name: string;
  readonly externalId: string;
  readonly status: string;
  readonly shipped: Goods;
}

export interface BackOffice {
  readonly orders: ReadonlyMap<string, readonly ErpOrder[]>;
  readonly releases: ReadonlyMap<string, readonly Release[]>;
  /** When the first `POST /orders` under each external id reached the ERP's port (epoch ms). */
  readonly firstAskedAtMs: ReadonlyMap<string, number>;
}

/** Reads the sandbox's two stores. Throws `CannotCount`. */
export function readBackOffice(folder: string): BackOffice {
  const erp = open(join(folder, 'erp.sqlite'));
  const wms = open(join(folder, 'wms.sqlite'));
  try {
    return { orders: readOrders(erp), releases: readReleases(wms), firstAskedAtMs: readFirstAsked(erp) };
  } catch (error) {
    throw new CannotCount(`the sandbox's stores: ${(error as Error).message}`);
  } finally {
    erp.close();
    wms.close();
  }
}

function open(file: string): DatabaseSync {
  if (!existsSync(file)) throw new CannotCount(`${file} is not there`);
  return new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
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
