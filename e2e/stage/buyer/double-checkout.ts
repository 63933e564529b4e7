import { type Basket, billingFields, type Purchase, type Storefront } from './basket.ts';
import { jsonOf, Visitor } from './visitor.ts';

/** Buys in the store double: one form with the SKUs in it, and one answer. Throws ShopRefused. */
export async function buyInDouble(shop: Storefront, basket: Basket): Promise<Purchase> {
  const items = basket.lines.map((line) => [`items[${line.sku}]`, String(line.quantity)] as const);
  const answer = await new Visitor(shop.url).postForm('/?store-double=checkout', {
    ...billingFields(basket),
    payment_method: basket.payment ?? 'cod',
    order_comments: basket.note ?? '',
    ...Object.fromEntries(items),
  });
  const placed = jsonOf<{ order_id: number; order_key: string }>('checkout', answer);
  return {
    orderId: placed.order_id,
    orderKey: placed.order_key,
    sentAtMs: answer.sentAtMs,
    respondedAtMs: answer.arrivedAtMs,
  };
}
