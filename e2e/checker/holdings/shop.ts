import { minorUnits } from '../money.ts';
import { readShopLines, type ShopLine } from '../shop/lines.ts';
import { readShopOrders, type ShopOrder } from '../shop/orders.ts';
import type { ShopDatabase, TextRow } from '../shop/shop-database.ts';
import type { StoreKind } from '../shop/store.ts';
import { type Units, unitsOf } from './units.ts';

/** Where goods go, as far as it is told apart here. */
export interface ShipTo {
  readonly line1: string;
  readonly city: string;
  readonly postcode: string;
}

/** An order with all that hangs on it. Amounts in minor units. */
export interface ShopOrderHolding extends Pick<ShopOrder, 'id' | 'key' | 'status' | 'totalMinor'> {
  readonly erpNumbers: readonly string[];
  readonly ordered: Units;
  /** Units by which WooCommerce has lowered its stock for the order. */
  readonly reduced: Units;
  readonly shipTo: ShipTo;
  /** Oldest first. */
  readonly refunds: readonly { readonly id: number; readonly minor: number | null; readonly units: Units }[];
  /** What the customer was told in notes, oldest first. */
  readonly notes: readonly string[];
  /** WooCommerce's fulfilments that aren't deleted, oldest first. */
  readonly fulfilments: readonly { readonly status: string; readonly units: Units }[];
}

export interface ShopHoldings {
  readonly orders: readonly ShopOrderHolding[];
  /** SKU → `_stock`; null: WooCommerce keeps none. */
  readonly stock: Readonly<Record<string, number | null>>;
  /** SKUs of whose stock the shop has been told by Causeway. */
  readonly followed: readonly string[];
  /** Causes that somebody must see to, and what they are about. */
  readonly exceptions: readonly OpenException[];
}

export interface OpenException {
  readonly cause: string;
  readonly category: string;
  readonly title: string;
  readonly subjects: readonly { readonly subject: string; readonly detail: string }[];
}

/** Throws `CannotCount`. */
export function readShopHoldings(database: ShopDatabase, kind: StoreKind): ShopHoldings {
  const lines = Map.groupBy(readShopLines(database), ({ orderId }) => orderId);
  const linesOf = (id: number) => lines.get(id) ?? [];
  const refunds = Map.groupBy(readRefunds(database, kind), ({ parent }) => Number(parent));
  const fulfilments = readFulfilments(database, [...lines.values()].flat());
  const addresses = readAddresses(database, kind);
  const notes = Map.groupBy(readCustomerNotes(database), ({ order }) => Number(order));
  const orders = readShopOrders(database, kind, new Map()).map(
    ({ id, key, status, totalMinor, erpNumbers, currency }): ShopOrderHolding => ({
      ...{ id, key, status, totalMinor, erpNumbers },
      ordered: unitsOf(linesOf(id)),
      reduced: unitsOf(linesOf(id).map(({ sku, reduced }) => ({ sku, quantity: reduced }))),
      shipTo: addresses.get(id) ?? { line1: '', city: '', postcode: '' },
      notes: (notes.get(id) ?? []).map(({ text }) => text ?? ''),
      refunds: (refunds.get(id) ?? []).map((refund) => ({
        id: Number(refund.id),
        minor: minorUnits((refund.total ?? '').replace(/^-/, ''), currency),
        units: unitsOf(linesOf(Number(refund.id)).map(({ sku, quantity }) => ({ sku, quantity: -quantity }))),
      })),
      fulfilments: fulfilments.get(id) ?? [],
    }),
  );
  return {
    orders,
    stock: readStock(database),
    followed: database
      .select({ sku: 'sku' }, `FROM ${database.prefix}causeway_stock`)
      .flatMap(({ sku }) => (sku === null || sku === undefined ? [] : [sku])),
    exceptions: readOpenExceptions(database),
  };
}

function readRefunds(database: ShopDatabase, { orderTables }: StoreKind): TextRow[] {
  const p = database.prefix;
  if (orderTables)
    return database.select(
      { id: 'id', parent: 'parent_order_id', total: 'total_amount' },
      `FROM ${p}wc_orders WHERE type = 'shop_order_refund' ORDER BY id`,
    );
  return database.select(
    {
      id: 'o.ID',
      parent: 'o.post_parent',
      total: `(SELECT MIN(m.meta_value) FROM ${p}postmeta m WHERE m.post_id = o.ID AND m.meta_key = '_refund_amount')`,
    },
    `FROM ${p}posts o WHERE o.post_type = 'shop_order_refund' ORDER BY o.ID`,
  );
}

function readCustomerNotes(database: ShopDatabase): TextRow[] {
  const p = database.prefix;
  return database.select(
    { order: 'c.comment_post_ID', text: 'c.comment_content' },
    `FROM ${p}comments c JOIN ${p}commentmeta m ON m.comment_id = c.comment_ID AND m.meta_key = 'is_customer_note' WHERE c.comment_type = 'order_note' ORDER BY c.comment_ID`,
  );
}

function readAddresses(database: ShopDatabase, { orderTables }: StoreKind): Map<number, ShipTo> {
  const p = database.prefix;
  const meta = (key: string) =>
    `(SELECT MIN(m.meta_value) FROM ${p}postmeta m WHERE m.post_id = o.ID AND m.meta_key = '_shipping_${key}')`;
  const rows = orderTables
    ? database.select(
        { id: 'order_id', line1: 'address_1', city: 'city', postcode: 'postcode' },
        `FROM ${p}wc_order_addresses WHERE address_type = 'shipping'`,
      )
    : database.select(
        { id: 'o.ID', line1: meta('address_1'), city: meta('city'), postcode: meta('postcode') },
        `FROM ${p}posts o WHERE o.post_type = 'shop_order'`,
      );
  return new Map(
    rows.map(({ id, line1, city, postcode }) => [
      Number(id),
      { line1: line1 ?? '', city: city ?? '', postcode: postcode ?? '' },
    ]),
  );
}

/** By order id. A shop that never had fulfilments on has no table of them. */
function readFulfilments(database: ShopDatabase, lines: readonly ShopLine[]) {
  const table = `${database.prefix}wc_order_fulfillments`;
  if (!database.hasTable(table)) return new Map<number, ShopOrderHolding['fulfilments'][number][]>();
  const skus = new Map(lines.map(({ itemId, sku }) => [itemId, sku]));
  const items = `(SELECT MIN(m.meta_value) FROM ${database.prefix}wc_order_fulfillment_meta m WHERE m.fulfillment_id = f.fulfillment_id AND m.meta_key = '_items' AND m.date_deleted IS NULL)`;
  const rows = database.select(
    { order: 'f.entity_id', status: 'f.status', items },
    `FROM ${table} f WHERE f.date_deleted IS NULL ORDER BY f.fulfillment_id`,
  );
  const read = rows.map(({ order, status, items: text }) => {
    const told = JSON.parse(text ?? '[]') as { item_id: number; qty: number }[];
    const units = unitsOf(told.map(({ item_id, qty }) => ({ sku: skus.get(item_id) ?? '', quantity: qty })));
    return { order: Number(order), status: status ?? '', units };
  });
  return new Map(
    [...Map.groupBy(read, ({ order }) => order)].map(([order, own]) => [
      order,
      own.map(({ status, units }) => ({ status, units })),
    ]),
  );
}

function readStock(database: ShopDatabase): Record<string, number | null> {
  const p = database.prefix;
  const rows = database.select(
    {
      sku: 's.meta_value',
      stock: `(SELECT MIN(m.meta_value) FROM ${p}postmeta m WHERE m.post_id = s.post_id AND m.meta_key = '_stock')`,
    },
    `FROM ${p}postmeta s WHERE s.meta_key = '_sku' AND s.meta_value <> ''`,
  );
  return Object.fromEntries(
    rows.map(({ sku, stock }) => [sku ?? '', stock === null || stock === undefined ? null : Number(stock)]),
  );
}

function readOpenExceptions(database: ShopDatabase): OpenException[] {
  const table = `${database.prefix}causeway_exception`;
  const subjects = Map.groupBy(
    database.select({ cause: 'cause', subject: 'subject', detail: 'detail' }, `FROM ${table}_subject ORDER BY subject`),
    ({ cause }) => cause,
  );
  const open = database.select(
    { cause: 'cause', category: 'category', title: 'title' },
    `FROM ${table} WHERE status IN ('open', 'acknowledged') ORDER BY cause`,
  );
  return open.map(({ cause, category, title }) => ({
    ...{ cause: cause ?? '', category: category ?? '', title: title ?? '' },
    subjects: (subjects.get(cause) ?? []).map(({ subject, detail }) => ({
      subject: subject ?? '',
      detail: detail ?? '',
    })),
  }));
}
