import type { Shop } from '../world/shop/shop.ts';
import type { Promise_, Stores } from './stores.ts';

/** Only the engine to which the shop gave its lease last acts for it, and only until that ends. */
export function lease({ now, shops }: Stores): Promise_ {
  const granted = new Map<Shop, { readonly engine: string; readonly until: number }>();
  return {
    name: 'one worker at a time acts for a shop, while its lease lasts',
    granted: (shop, engine, until) => void granted.set(shop, { engine, until }),
    // Which of two databases gave the newer word can't be told any more; the next exchange tells.
    restored: (shop) => void granted.delete(shop),
    left(engine, operation, { shop: code, externalId }) {
      const shop = shops.get(code);
      const last = shop && granted.get(shop);
      if (last === undefined) return null;
      if (last.engine !== engine) return `${operation} for ${externalId} leaves a worker whose lease another has`;
      return now() < last.until
        ? null
        : `${operation} for ${externalId} leaves ${now() - last.until} ms after the lease ended`;
    },
  };
}
