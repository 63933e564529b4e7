import { type Goods, goodsOf } from '../goods.ts';
import { minorUnits } from '../money.ts';
import { readShopLines } from './lines.ts';
import type { ShopDatabase, TextRow } from './shop-database.ts';
import type { StoreKind } from './store.ts';

/** An order as the shop's own store has it. */
export interface ShopOrder {
  readonly id: number;
  readonly key: string;
  /** As stored: `wc-completed`. */
  readonly status: string;
  readonly currency: string;
  /** In minor units of `currency`; null when the store holds no number. */
  readonly totalMinor: number | null;
  /** Every value of the meta `_causeway_erp_number`. */
  readonly erpNumbers: readonly string[];
  readonly goods: Goods;
}

const DRAFTS = ['auto-draft', 'draft', 'checkout-draft', 'wc-checkout-draft'];

/** All orders but drafts. Throws `CannotCount`. */
export function readShopOrders(
  database: ShopDatabase,
  { orderTables }: StoreKind,
  skuMap: ReadonlyMap<string, string>,
): ShopOrder[] {
  const goods = readGoods(database, skuMap);
  const rows = orderTables ? fromOrderTables(database) : fromPosts(database);
  const numbers = Map.groupBy(readErpNumbers(database, orderTables), ({ order_id }) => order_id);
  return rows
    .filter(({ status }) => !DRAFTS.includes(status ?? ''))
    .map(({ id, order_key, status, currency, total }) => ({
      id: Number(id),
      key: order_key ?? '',
      status: status ?? '',
      currency: currency ?? '',
      totalMinor: minorUnits(total ?? '', currency ?? ''),
      erpNumbers: (numbers.get(id ?? '') ?? []).map(({ number }) => number ?? ''),
      goods: goods.get(id ?? '') ?? new Map(),
    }));
}

function fromOrderTables(database: ShopDatabase): TextRow[] {
  const p = database.prefix;
  return database.select(
    { id: 'o.id', order_key: 'd.order_key', status: 'o.status', currency: 'o.currency', total: 'o.total_amount' },
    `FROM ${p}wc_orders o LEFT JOIN ${p}wc_order_operational_data d ON d.order_id = o.id WHERE o.type = 'shop_order'`,
  );
}

function fromPosts(database: ShopDatabase): TextRow[] {
  const p = database.prefix;
  const meta = (key: string) =>
    `(SELECT MIN(m.meta_value) FROM ${p}postmeta m WHERE m.post_id = o.ID AND m.meta_key = '${key}')`;
  return database.select(
    {
      id: 'o.ID',
      order_key: meta('_order_key'),
      status: 'o.post_status',
      currency: meta('_order_currency'),
      total: meta('_order_total'),
    },
    `FROM ${p}posts o WHERE o.post_type = 'shop_order'`,
  );
}

function readErpNumbers(database: ShopDatabase, orderTables: boolean): TextRow[] {
  const [table, id] = orderTables ? ['wc_orders_meta', 'order_id'] : ['postmeta', 'post_id'];
  return database.select(
    { order_id: id ?? '', number: 'meta_value' },
    `FROM ${database.prefix}${table} WHERE meta_key = '_causeway_erp_number'`,
  );
}

/** Units by SKU for each order id. */
function readGoods(database: ShopDatabase, skuMap: ReadonlyMap<string, string>): Map<string, Goods> {
  const lines = readShopLines(database).map(({ sku, ...line }) => ({ ...line, sku: skuMap.get(sku) ?? sku }));
  const byOrder = Map.groupBy(lines, ({ orderId }) => String(orderId));
  return new Map([...byOrder].map(([orderId, own]) => [orderId, goodsOf(own)]));
}
