import type { Address, Basket, Purchase, Storefront } from './basket.ts';
import { productId } from './products.ts';
import { type Answer, jsonOf, ShopRefused, Visitor } from './visitor.ts';

const store = '/wp-json/wc/store/v1';

/** Buys as the block checkout's own script does: Store API, session cookie, nonce. Throws ShopRefused. */
export async function buyByBlockCheckout(
  shop: Storefront,
  basket: Basket,
  visitor = new Visitor(shop.url),
): Promise<Purchase> {
  let nonce = nonceOf('cart', await visitor.get(`${store}/cart`));
  for (const line of basket.lines) {
    const id = await productId(shop, line.sku);
    const added = await visitor.postJson(`${store}/cart/add-item`, { id, quantity: line.quantity }, { nonce });
    jsonOf('cart/add-item', added);
    nonce = nonceOf('cart/add-item', added);
  }
  const { email, phone, ...postal } = basket.address;
  const shipping = { ...emptyLines, ...postal, phone };
  const answer = await visitor.postJson(
    `${store}/checkout`,
    {
      billing_address: { ...shipping, email },
      shipping_address: shipping,
      payment_method: basket.payment ?? 'cod',
      customer_note: basket.note ?? '',
    },
    { nonce },
  );
  const placed = jsonOf<{ order_id: number; order_key: string; payment_result: { payment_status: string } }>(
    'checkout',
    answer,
  );
  if (placed.payment_result.payment_status !== 'success') throw new ShopRefused('payment', answer);
  return {
    orderId: placed.order_id,
    orderKey: placed.order_key,
    sentAtMs: answer.sentAtMs,
    respondedAtMs: answer.arrivedAtMs,
  };
}

const emptyLines: Record<Exclude<string, keyof Address>, string> = { company: '', address_2: '', state: '' };

function nonceOf(what: string, answer: Answer): string {
  const nonce = answer.headers.get('nonce');
  if (answer.status > 299 || !nonce) throw new ShopRefused(what, answer);
  return nonce;
}
