import type { ShopDatabase } from './shop-database.ts';

/** What runs in the shop (`woocommerce 11.0.1`, `store double`) and whether orders are in order tables (HPOS) or posts. */
export interface StoreKind {
  readonly label: string;
  readonly orderTables: boolean;
}

export function readStoreKind(database: ShopDatabase): StoreKind {
  const names = ['active_plugins', 'woocommerce_version', 'woocommerce_custom_orders_table_enabled'];
  const rows = database.select(
    { name: 'option_name', value: 'option_value' },
    `FROM ${database.prefix}options WHERE option_name IN (${names.map((name) => `'${name}'`).join(', ')})`,
  );
  const options = new Map(rows.map(({ name, value }) => [name, value ?? '']));
  const real = (options.get('active_plugins') ?? '').includes('"woocommerce/woocommerce.php"');
  return {
    label: real ? `woocommerce ${options.get('woocommerce_version') ?? 'of unknown version'}` : 'store double',
    orderTables:
      real &&
      options.get('woocommerce_custom_orders_table_enabled') === 'yes' &&
      database.hasTable(`${database.prefix}wc_orders`),
  };
}
