import { NODES } from '../world/outside/goods.ts';
import type { Product } from '../world/shop/products.ts';
import { leastOf } from './sellable.ts';
import type { Promise_, Stores } from './stores.ts';

const ROLES = [...new Set(Object.values(NODES))];

/** Where a system says of a sudden that it has nothing, the shop goes on selling what there is, until a person believes it. */
export function heldStock({ goods, shops, now, clockWasSet, wrongSince }: Stores): Promise_ {
  const judged = new Map<Product, number>();
  return {
    name: 'a mass drop waits for a person',
    subject(shop, key) {
      if (!key.startsWith('stock/')) return null;
      const wrong = ROLES.flatMap((role) => wrongSince(role) ?? []);
      for (const product of shop.db.products.values()) {
        const { asOf, version, sku, stock } = product;
        if (asOf === null || judged.get(product) === version) continue;
        judged.set(product, version);
        const isNew = [...shops.values()].some(({ db, wentOnAt }) => db.lease.epoch > 1 || wentOnAt > 0);
        if (wrong.length === 0 || clockWasSet() || isNew || wasBelieved()) continue;
        const least = leastOf(goods, [...shops.values()], product, Math.min(asOf, ...wrong));
        if (stock >= least) continue;
        return `${shop.code} sells ${stock} of ${sku} since ${now() - Math.min(...wrong)} ms after it was told that all is gone, and ${least} are there`;
      }
      return null;
    },
  };

  function wasBelieved(): boolean {
    return [...shops.values()].some(({ said }) =>
      said.some(({ key, command }) => key.startsWith('inventory/') && command === 'approve'),
    );
  }
}
