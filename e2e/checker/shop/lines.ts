import type { ShopDatabase } from './shop-database.ts';

/** A line of goods of an order or a refund (then its units are negative), as the shop's own store has it. */
export interface ShopLine {
  readonly itemId: number;
  readonly orderId: number;
  /** A variation without a SKU of its own has its product's; empty: none. */
  readonly sku: string;
  readonly quantity: number;
  /** Units by which WooCommerce has lowered the stock for it now. */
  readonly reduced: number;
}

/** All lines of goods, of orders and of refunds. Throws `CannotCount`. */
export function readShopLines(database: ShopDatabase): ShopLine[] {
  const p = database.prefix;
  const skuRows = database.select(
    { id: 'post_id', sku: 'meta_value' },
    `FROM ${p}postmeta WHERE meta_key = '_sku' AND meta_value <> ''`,
  );
  const skus = new Map(skuRows.map(({ id, sku }) => [id ?? '', sku ?? '']));
  const meta = (key: string) =>
    `(SELECT MIN(m.meta_value) FROM ${p}woocommerce_order_itemmeta m WHERE m.order_item_id = i.order_item_id AND m.meta_key = '${key}')`;
  const rows = database.select(
    {
      item: 'i.order_item_id',
      order_id: 'i.order_id',
      product: meta('_product_id'),
      variation: meta('_variation_id'),
      quantity: meta('_qty'),
      reduced: meta('_reduced_stock'),
    },
    `FROM ${p}woocommerce_order_items i WHERE i.order_item_type = 'line_item' ORDER BY i.order_item_id`,
  );
  return rows.map(({ item, order_id, product, variation, quantity, reduced }) => ({
    itemId: Number(item),
    orderId: Number(order_id),
    sku: skus.get(variation ?? '') ?? skus.get(product ?? '') ?? '',
    quantity: Number(quantity ?? 0),
    reduced: Number(reduced ?? 0),
  }));
}
