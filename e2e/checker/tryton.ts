import type { DatabaseSync } from 'node:sqlite';
import type { ErpOrder, ErpStore, Release, WmsStore } from './back-office.ts';
import { goodsOf } from './goods.ts';
import { minorUnits } from './money.ts';
import { readStore } from './store-file.ts';

/**
 * Tryton 6.0's SQLite file as ERP. An order is a sale that carries a reference and came from no
 * other (a return has its reference too); cancelled is one in that state, and one
 * whose shipments and invoices are all cancelled: once processed, a sale never gets that state itself.
 * Throws `CannotCount`.
 */
export function readTrytonErp(file: string): ErpStore {
  return readStore(file, (tryton) => {
    const sales = readSales(tryton);
    const live = sales.filter(({ cancelled }) => cancelled === 0);
    const goods = Map.groupBy(readSoldGoods(tryton), ({ sale }) => sale);
    const orders = live.map(
      ({ id, number, reference, currency, total }): ErpOrder => ({
        name: number ?? `(sale ${id})`,
        externalId: reference,
        currency,
        totalMinor: total === null ? null : minorUnits(total, currency),
        goods: goodsOf(goods.get(id) ?? []),
      }),
    );
    const byReference = Map.groupBy(sales, ({ reference }) => reference);
    return {
      orders: Map.groupBy(orders, ({ externalId }) => externalId),
      firstAskedAtMs: new Map(
        [...byReference].map(([reference, list]) => [reference, Math.min(...list.map(createdAtMs))]),
      ),
    };
  });
}

interface Sale {
  readonly id: number;
  readonly number: string | null;
  readonly reference: string;
  readonly currency: string;
  readonly total: string | null;
  /** UTC, to the microsecond: `2026-11-21 11:42:28.410820`. */
  readonly created: string;
  readonly cancelled: 0 | 1;
}

function readSales(tryton: DatabaseSync): Sale[] {
  const sql = `
    WITH followed AS (
      SELECT line.sale, move.state FROM sale_line line
        JOIN stock_move move ON move.origin = 'sale.line,' || line.id
      UNION ALL
      SELECT line.sale, invoice.state FROM sale_line line
        JOIN account_invoice_line invoiced ON invoiced.origin = 'sale.line,' || line.id
        JOIN account_invoice invoice ON invoice.id = invoiced.invoice
    ), emptied AS (
      SELECT sale FROM followed GROUP BY sale HAVING SUM(state <> 'cancelled') = 0
    )
    SELECT sale.id, sale.number, sale.reference, currency.code AS currency,
      CAST(sale.total_amount_cache AS TEXT) AS total, sale.create_date AS created,
      sale.state = 'cancelled' OR sale.id IN (SELECT sale FROM emptied) AS cancelled
    FROM sale_sale sale JOIN currency_currency currency ON currency.id = sale.currency
    WHERE sale.reference <> '' AND sale.origin IS NULL ORDER BY sale.id`;
  return tryton.prepare(sql).all() as unknown as Sale[];
}

function readSoldGoods(tryton: DatabaseSync): { sale: number; sku: string; quantity: number }[] {
  const sql = `
    SELECT line.sale, product.code AS sku, line.quantity FROM sale_line line
      JOIN product_product product ON product.id = line.product
      JOIN product_template template ON template.id = product.template
    WHERE template.type = 'goods'`;
  return tryton.prepare(sql).all() as unknown as { sale: number; sku: string; quantity: number }[];
}

function createdAtMs({ created }: Sale): number {
  return Date.parse(`${created.replace(' ', 'T')}Z`);
}

/**
 * The same file as warehouse. A release is what leaves for one sale once one of its shipments carries a reference: a
 * shipment of the rest, which Tryton makes after a partial one, belongs to it. Throws `CannotCount`.
 */
export function readTrytonWms(file: string): WmsStore {
  return readStore(file, (tryton) => {
    const moves = readMovesOut(tryton);
    const releases = [...Map.groupBy(moves, releasedAs).values()].flatMap((group) => releaseOf(group) ?? []);
    return { releases: Map.groupBy(releases, ({ externalId }) => externalId) };
  });
}

interface MoveOut {
  readonly shipment: number;
  readonly number: string;
  readonly reference: string | null;
  readonly state: string;
  readonly sale: number | null;
  readonly sku: string;
  readonly quantity: number;
}

/** What live shipments take to customers. */
function readMovesOut(tryton: DatabaseSync): MoveOut[] {
  const sql = `
    SELECT shipment.id AS shipment, shipment.number, shipment.reference, shipment.state, line.sale,
      product.code AS sku, move.quantity
    FROM stock_shipment_out shipment
      JOIN stock_move move ON move.shipment = 'stock.shipment.out,' || shipment.id AND move.state <> 'cancelled'
      JOIN stock_location target ON target.id = move.to_location AND target.type = 'customer'
      JOIN product_product product ON product.id = move.product
      LEFT JOIN sale_line line ON move.origin = 'sale.line,' || line.id
    WHERE shipment.state <> 'cancelled' ORDER BY shipment.id`;
  return tryton.prepare(sql).all() as unknown as MoveOut[];
}

const releasedAs = ({ sale, shipment }: MoveOut) => (sale === null ? `shipment ${shipment}` : `sale ${sale}`);

function releaseOf(moves: readonly MoveOut[]): Release | null {
  const externalId = moves.find(({ reference }) => reference)?.reference;
  if (!externalId) return null;
  const underWay = moves.find(({ state }) => state !== 'done');
  return {
    name: [...new Set(moves.map(({ number }) => `shipment ${number}`))].join(' + '),
    externalId,
    status: underWay?.state ?? 'shipped',
    shipped: goodsOf(moves.filter(({ state }) => state === 'done')),
  };
}
