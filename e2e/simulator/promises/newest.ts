import type { Shop } from '../world/shop/shop.ts';
import type { Promise_ } from './stores.ts';

/** What is known of an order never gets older: a look that was overtaken changes nothing. */
export function newest(): Promise_ {
  const known = new Map<Shop, Map<string, number>>();
  return {
    name: 'what is known of an order never gets older',
    restored: (shop) => void known.delete(shop),
    subject(shop, key) {
      const told = shop.db.subjects.get(key)?.mirror?.checkpoint?.body.rev;
      if (!Array.isArray(told)) return null;
      const at = Number(told[0]) * 1_000_000 + Number(told[1]);
      const ofShop = known.get(shop) ?? new Map<string, number>();
      const before = ofShop.get(key) ?? 0;
      known.set(shop, ofShop.set(key, Math.max(at, before)));
      return at < before ? `${shop.code} ${key} went back to revision ${told.join('.')}` : null;
    },
  };
}
