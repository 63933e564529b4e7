import type { BackOffice } from '../demo/back-office.ts';
import { control } from '../demo/back-office-control.ts';
import type { Demo } from '../demo/demo.ts';
import { evalPhp } from '../stage/index.ts';

/** Goods to sell: SKU → units in stock, in the shop, in the ERP and in the warehouse. */
export async function layGoods({ served, backOffice }: Demo, units: Readonly<Record<string, number>>): Promise<void> {
  const code = `
    foreach ( $args['units'] as $sku => $units ) {
      $product = new WC_Product_Simple();
      $product->set_name( $sku );
      $product->set_sku( $sku );
      $product->set_regular_price( '12.50' );
      $product->set_manage_stock( true );
      $product->set_stock_quantity( $units );
      $product->set_status( 'publish' );
      $product->save();
    }
    return true;`;
  await evalPhp(served.shop, code, { units });
  // What the ERP tells of before the shop sells it would be somebody's business.
  await count(backOffice, units);
}

/** How many the ERP and the warehouse have. */
export async function count(backOffice: BackOffice, units: Readonly<Record<string, number>>): Promise<void> {
  const items = Object.entries(units).map(([sku, on_hand]) => ({ sku, on_hand }));
  for (const system of ['erp', 'wms'] as const) await control(backOffice, system, 'PUT', 'items', { items });
}
