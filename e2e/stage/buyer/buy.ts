import type { Basket, Purchase, Storefront } from './basket.ts';
import { buyByBlockCheckout } from './block-checkout.ts';
import { buyByClassicCheckout } from './classic-checkout.ts';
import { buyInDouble } from './double-checkout.ts';

export type Checkout = 'block' | 'classic';

/** Buys through the shop's checkout: the block or classic one of WooCommerce, or the double's only one. */
export function buy(shop: Storefront, basket: Basket, checkout: Checkout = 'block'): Promise<Purchase> {
  if (shop.store.kind === 'double') return buyInDouble(shop, basket);
  return checkout === 'block' ? buyByBlockCheckout(shop, basket) : buyByClassicCheckout(shop, basket);
}
