export { type Address, type Basket, type BasketLine, basket, type Purchase, type Storefront } from './basket.ts';
export { buyByBlockCheckout } from './block-checkout.ts';
export { buy, type Checkout } from './buy.ts';
export { buyByClassicCheckout } from './classic-checkout.ts';
export { buyInDouble } from './double-checkout.ts';
export { createInPhp } from './php.ts';
export { createByRest, type RestAccess, restAccess } from './rest.ts';
export { ShopRefused, Visitor } from './visitor.ts';
