import { control } from '../demo/back-office-control.ts';
import type { Demo } from '../demo/demo.ts';
import { evalPhp } from '../stage/index.ts';

/** Goods to sell: SKU → units in stock, in the shop, in the ERP and in the warehouse. */
export async function layGoods({ served, backOffice }: Demo, units: Readonly<Record<string, number>>): Promise<void> {
  for (const [sku, on_hand] of Object.entries(units)) {
    for (const system of ['erp', 'wms'] as const) await control(backOffice, system, 'PUT', `items/${sku}`, { on_hand });
  }
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
}
