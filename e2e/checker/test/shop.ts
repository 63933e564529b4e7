import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** An order as these tests lay it into a shop's store. */
export interface LaidOrder {
  readonly id: number;
  readonly key: string;
  readonly status: string;
  readonly total: string;
  readonly erpNumber?: string;
  /** Units by product id. */
  readonly lines: readonly (readonly [product: number, quantity: number, variation?: number])[];
}

export type Layout = 'order tables' | 'posts' | 'store double';

/** Products 11 (`CW-001`), 12 (`CW-002`), 13 without a SKU, and 13's variations 14 (`CW-003-R`) and 15 (none of its own). */
const SKUS = [
  [11, 'CW-001'],
  [12, 'CW-002'],
  [13, 'CW-003'],
  [14, 'CW-003-R'],
] as const;

const TABLES = `
  CREATE TABLE wp_options (option_name TEXT, option_value TEXT);
  CREATE TABLE wp_posts (ID INTEGER PRIMARY KEY, post_type TEXT, post_status TEXT);
  CREATE TABLE wp_postmeta (post_id INTEGER, meta_key TEXT, meta_value TEXT);
  CREATE TABLE wp_wc_orders (id INTEGER PRIMARY KEY, type TEXT, status TEXT, currency TEXT, total_amount DECIMAL(26,8));
  CREATE TABLE wp_wc_order_operational_data (order_id INTEGER, order_key TEXT);
  CREATE TABLE wp_wc_orders_meta (order_id INTEGER, meta_key TEXT, meta_value TEXT);
  CREATE TABLE wp_woocommerce_order_items (order_item_id INTEGER PRIMARY KEY, order_id INTEGER, order_item_type TEXT);
  CREATE TABLE wp_woocommerce_order_itemmeta (order_item_id INTEGER, meta_key TEXT, meta_value TEXT);
  CREATE TABLE wp_causeway_exception (cause VARCHAR(96), status VARCHAR(16));
`;

/** Statements that lay a shop's tables and orders; for SQLite and MariaDB. */
export function shopStatements(layout: Layout, orders: readonly LaidOrder[]): string[] {
  const text = (value: string | number) => `'${String(value).replaceAll("'", "''")}'`;
  const insert = (table: string, ...values: (string | number)[]) =>
    `INSERT INTO ${table} VALUES (${values.map(text).join(', ')})`;
  const plugin = layout === 'store double' ? 'causeway-store-double/store-double.php' : 'woocommerce/woocommerce.php';
  const statements = [
    insert('wp_options', 'active_plugins', `a:1:{i:0;s:${plugin.length}:"${plugin}";}`),
    insert('wp_options', 'woocommerce_version', '11.0.1'),
    insert('wp_options', 'woocommerce_custom_orders_table_enabled', layout === 'posts' ? 'no' : 'yes'),
    ...SKUS.map(([id, sku]) => insert('wp_postmeta', id, '_sku', sku)),
  ];
  let item = 0;
  for (const order of orders) {
    if (layout === 'order tables') {
      statements.push(insert('wp_wc_orders', order.id, 'shop_order', order.status, 'EUR', order.total));
      statements.push(insert('wp_wc_order_operational_data', order.id, order.key));
      if (order.erpNumber !== undefined)
        statements.push(insert('wp_wc_orders_meta', order.id, '_causeway_erp_number', order.erpNumber));
    } else {
      const meta = {
        _order_key: order.key,
        _order_currency: 'EUR',
        _order_total: order.total,
        _causeway_erp_number: order.erpNumber,
      };
      statements.push(insert('wp_posts', order.id, 'shop_order', order.status));
      for (const [key, value] of Object.entries(meta))
        if (value !== undefined) statements.push(insert('wp_postmeta', order.id, key, value));
    }
    for (const [product, quantity, variation = 0] of order.lines) {
      item += 1;
      statements.push(insert('wp_woocommerce_order_items', item, order.id, 'line_item'));
      statements.push(insert('wp_woocommerce_order_itemmeta', item, '_product_id', product));
      statements.push(insert('wp_woocommerce_order_itemmeta', item, '_variation_id', variation));
      statements.push(insert('wp_woocommerce_order_itemmeta', item, '_qty', quantity));
    }
  }
  return [...TABLES.split(';').filter((table) => table.trim() !== ''), ...statements];
}

/** A WordPress folder on SQLite; answers the database, for a test to meddle with. */
export function layShop(wordpress: string, layout: Layout, orders: readonly LaidOrder[]): DatabaseSync {
  mkdirSync(join(wordpress, 'wp-content/database'), { recursive: true });
  writeFileSync(join(wordpress, 'wp-config.php'), "<?php\ndefine( 'DB_NAME', 'shop' );\n$table_prefix = 'wp_';\n");
  const database = new DatabaseSync(join(wordpress, 'wp-content/database/.ht.sqlite'));
  for (const statement of shopStatements(layout, orders)) database.exec(statement);
  return database;
}
