import { type Basket, billingFields, type Purchase, type Storefront } from './basket.ts';
import { productId } from './products.ts';
import { jsonOf, ShopRefused, Visitor } from './visitor.ts';

interface CheckoutAnswer {
  readonly result: string;
  readonly redirect?: string;
  readonly order_id?: number;
}

/** Buys with the shortcode checkout: its real form, its nonce, `?wc-ajax=checkout`. Throws ShopRefused. */
export async function buyByClassicCheckout(shop: Storefront, basket: Basket): Promise<Purchase> {
  const visitor = new Visitor(shop.url);
  for (const line of basket.lines) {
    const product_id = String(await productId(shop, line.sku));
    const added = await visitor.postForm('/?wc-ajax=add_to_cart', { product_id, quantity: String(line.quantity) });
    if (jsonOf<{ error?: boolean }>('add_to_cart', added).error) throw new ShopRefused('add_to_cart', added);
  }
  const form = await visitor.get(shop.pages.classicCheckout);
  const nonce = field(form.body, 'woocommerce-process-checkout-nonce');
  if (!nonce) throw new ShopRefused('the checkout form (no nonce)', form);
  const method = field(form.body, 'shipping_method[0]');
  const answer = await visitor.postForm('/?wc-ajax=checkout', {
    ...billingFields(basket),
    'woocommerce-process-checkout-nonce': nonce,
    _wp_http_referer: '/?wc-ajax=update_order_review',
    payment_method: basket.payment ?? 'cod',
    order_comments: basket.note ?? '',
    ...(method ? { 'shipping_method[0]': method } : {}),
  });
  const placed = jsonOf<CheckoutAnswer>('checkout', answer);
  const received = /order-received\/(\d+)\/\?(?:.*&)?key=([\w-]+)/.exec(placed.redirect ?? '');
  if (placed.result !== 'success' || !received?.[1] || !received[2]) throw new ShopRefused('checkout', answer);
  return {
    orderId: Number(received[1]),
    orderKey: received[2],
    sentAtMs: answer.sentAtMs,
    respondedAtMs: answer.arrivedAtMs,
  };
}

/** The value of an input in a page of HTML, by its name. */
function field(html: string, name: string): string | undefined {
  const inputs = html.match(/<input\b[^>]*>/g) ?? [];
  const input = inputs.find((tag) => tag.includes(`name="${name}"`));
  return input && /\bvalue="([^"]*)"/.exec(input)?.[1];
}
