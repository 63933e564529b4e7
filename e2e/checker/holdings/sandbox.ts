import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { readStore } from '../store-file.ts';
import {
  type CreditMemoHolding,
  type ErpReturnHolding,
  type ReceiptHolding,
  readCreditMemos,
  readErpReturns,
  readReceipts,
} from './returns.ts';
import { rows } from './rows.ts';
import type { ShipTo } from './shop.ts';
import { readStock, type Stock } from './stock.ts';
import { type Units, unitsOf } from './units.ts';

/** An ERP order, live or cancelled. */
export interface ErpOrderHolding {
  readonly number: string;
  readonly externalId: string;
  readonly status: string;
  readonly totalMinor: number;
  readonly createdAtMs: number;
  readonly shipTo: ShipTo;
  readonly ordered: Units;
  readonly allocated: Units;
  readonly shipped: Units;
  /** What it was told left the warehouse, oldest first; of a substitute its own SKU. */
  readonly shipments: readonly Units[];
  /** What it took in the place of ordered units. */
  readonly substitutes: Units;
}

export interface ErpHoldings {
  readonly orders: readonly ErpOrderHolding[];
  readonly stock: Stock;
  /** What other channels sold, oldest first. */
  readonly channelSales: readonly { readonly sku: string; readonly quantity: number; readonly allocated: number }[];
  readonly returns: readonly ErpReturnHolding[];
  readonly creditMemos: readonly CreditMemoHolding[];
}

/** A release, live or cancelled. */
export interface ReleaseHolding {
  readonly id: string;
  readonly externalId: string;
  readonly status: string;
  readonly createdAtMs: number;
  readonly shipTo: ShipTo;
  /** The place that it is taken from. */
  readonly node: string;
  readonly released: Units;
  readonly picked: Units;
  readonly shipped: Units;
  /** Not found where they should have been. */
  readonly short: Units;
  /** Oldest first. */
  readonly parcels: readonly Units[];
}

export interface WmsHoldings {
  readonly releases: readonly ReleaseHolding[];
  readonly stock: Stock;
  readonly receipts: readonly ReceiptHolding[];
}

/** The sandbox ERP in `folder`, cancelled documents too. Throws `CannotCount`. */
export function readErpHoldings(folder: string): ErpHoldings {
  return readStore(join(folder, 'erp.sqlite'), (erp) => ({
    orders: readErpOrders(erp),
    stock: readStock(erp),
    channelSales: rows(erp, 'SELECT sku, quantity, allocated FROM channel_sale ORDER BY id'),
    returns: readErpReturns(erp),
    creditMemos: readCreditMemos(erp),
  }));
}

/** The sandbox warehouse in `folder`. Throws `CannotCount`. */
export function readWmsHoldings(folder: string): WmsHoldings {
  return readStore(join(folder, 'wms.sqlite'), (wms) => ({
    releases: readReleases(wms),
    stock: readStock(wms),
    receipts: readReceipts(wms),
  }));
}

interface DocumentRow {
  readonly seq: number;
  readonly name: string;
  readonly external_id: string;
  readonly status: string;
  readonly total_minor: number;
  readonly body: string;
  readonly node: string;
  readonly created_at_ms: number;
}

interface LineRow {
  readonly seq: number;
  readonly line_id: string;
  readonly sku: string;
  readonly quantity: number;
  readonly promised: number;
  readonly shipped: number;
  readonly short: number;
}

function readErpOrders(erp: DatabaseSync): ErpOrderHolding[] {
  const documents = rows<DocumentRow>(erp, 'SELECT *, number AS name FROM sales_order ORDER BY seq');
  const lines = linesIn(erp, 'SELECT *, order_seq AS seq, allocated AS promised FROM sales_order_item');
  const shipments = partsIn(erp, 'SELECT order_seq AS seq, body FROM order_shipment ORDER BY rowid');
  const substitutes = Map.groupBy(
    rows<{ seq: number; sku: string; quantity: number }>(
      erp,
      'SELECT order_seq AS seq, sku, quantity FROM order_substitution',
    ),
    ({ seq }) => seq,
  );
  return documents.map((row) => {
    const own = lines.get(row.seq) ?? [];
    return {
      ...{ number: row.name, externalId: row.external_id, status: row.status, totalMinor: row.total_minor },
      createdAtMs: row.created_at_ms,
      shipTo: shipToIn(row.body),
      ...{ ordered: unitsOf(own), allocated: column(own, 'promised'), shipped: column(own, 'shipped') },
      shipments: (shipments.get(row.seq) ?? []).map(({ body }) => unitsIn(body, own)),
      substitutes: unitsOf(substitutes.get(row.seq) ?? []),
    };
  });
}

function readReleases(wms: DatabaseSync): ReleaseHolding[] {
  const documents = rows<DocumentRow>(wms, 'SELECT *, id AS name FROM warehouse_release ORDER BY seq');
  const lines = linesIn(wms, 'SELECT *, release_seq AS seq, picked AS promised FROM release_line');
  const parcels = partsIn(wms, 'SELECT release_seq AS seq, body FROM parcel ORDER BY id');
  return documents.map((row) => {
    const own = lines.get(row.seq) ?? [];
    return {
      ...{ id: row.name, externalId: row.external_id, status: row.status, createdAtMs: row.created_at_ms },
      ...{ shipTo: shipToIn(row.body), node: row.node, released: unitsOf(own) },
      ...{ picked: column(own, 'promised'), shipped: column(own, 'shipped'), short: column(own, 'short') },
      parcels: (parcels.get(row.seq) ?? []).map(({ body }) => unitsIn(body, own)),
    };
  });
}

const linesIn = (store: DatabaseSync, sql: string) => Map.groupBy(rows<LineRow>(store, sql), ({ seq }) => seq);

const partsIn = (store: DatabaseSync, sql: string) =>
  Map.groupBy(rows<{ seq: number; body: string }>(store, sql), ({ seq }) => seq);

const column = (lines: readonly LineRow[], name: 'promised' | 'shipped' | 'short') =>
  unitsOf(lines.map(({ sku, [name]: quantity }) => ({ sku, quantity })));

function unitsIn(body: string, lines: readonly LineRow[]): Units {
  const skus = new Map(lines.map(({ line_id, sku }) => [line_id, sku]));
  const told = (JSON.parse(body) as { lines: { line_id: string; sku?: string; quantity: number }[] }).lines;
  return unitsOf(told.map(({ line_id, sku, quantity }) => ({ sku: sku ?? skus.get(line_id) ?? '', quantity })));
}

function shipToIn(body: string): ShipTo {
  const { line1 = '', city = '', postcode = '' } = (JSON.parse(body) as { ship_to: Partial<ShipTo> }).ship_to;
  return { line1, city, postcode };
}
