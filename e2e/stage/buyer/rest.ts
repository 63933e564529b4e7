import { evalPhp } from '../eval.ts';
import type { Shop } from '../shop.ts';
import type { Basket, Purchase } from './basket.ts';
import { productId } from './products.ts';
import { jsonOf, Visitor } from './visitor.ts';

/** A user's sign-in for REST: HTTP Basic with an application password. */
export interface RestAccess {
  readonly authorization: string;
}

/** Makes an application password for the administrator. On MariaDB the shop must be served. */
export async function restAccess(shop: Shop): Promise<RestAccess> {
  const password = await evalPhp<string>(
    shop,
    `$made = WP_Application_Passwords::create_new_application_password( 1, array( 'name' => 'stage ' . wp_generate_uuid4() ) );
     return $made[0];`,
  );
  return { authorization: `Basic ${Buffer.from(`${shop.admin.login}:${password}`).toString('base64')}` };
}

/** Creates a paid order through WooCommerce's REST API, as a marketplace connector would. */
export async function createByRest(shop: Shop, access: RestAccess, basket: Basket): Promise<Purchase> {
  const lines = await Promise.all(
    basket.lines.map(async (line) => ({ product_id: await productId(shop, line.sku), quantity: line.quantity })),
  );
  const { email, phone, ...postal } = basket.address;
  const answer = await new Visitor(shop.url).postJson(
    '/wp-json/wc/v3/orders',
    {
      payment_method: basket.payment ?? 'cod',
      payment_method_title: 'Cash on delivery',
      status: 'processing',
      billing: { ...postal, email, phone },
      shipping: { ...postal, phone },
      line_items: lines,
      shipping_lines: [{ method_id: 'flat_rate', method_title: 'Parcel', total: '4.12' }],
      customer_note: basket.note ?? '',
    },
    { authorization: access.authorization },
  );
  const made = jsonOf<{ id: number; order_key: string }>('wc/v3/orders', answer);
  return { orderId: made.id, orderKey: made.order_key, sentAtMs: answer.sentAtMs, respondedAtMs: answer.arrivedAtMs };
}
