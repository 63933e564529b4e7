import { NODES, type NodeName } from '../world/outside/goods.ts';
import { ON_SALE, type Product } from '../world/shop/products.ts';
import { leastOf } from './sellable.ts';
import type { Promise_, Stores } from './stores.ts';

const PLACES = Object.keys(NODES) as NodeName[];
const ROLES = [...new Set(Object.values(NODES))];

/** Where a system says of a sudden that it has nothing, the shop goes on selling what there is, until a person believes it. */
export function heldStock({ goods, shops, now, clockSetAt, wrongSince }: Stores): Promise_ {
  const judged = new Map<Product, number>();
  return {
    name: 'a mass drop waits for a person',
    subject(shop, key) {
      if (!key.startsWith('stock/')) return null;
      const wrong = ROLES.flatMap((role) => wrongSince(role) ?? []);
      const passes = ROLES.some((role) => wrongSince(role) !== null && isNoDrop(role));
      for (const product of shop.db.products.values()) {
        const { asOf, version, sku, stock } = product;
        if (asOf === null || judged.get(product) === version) continue;
        judged.set(product, version);
        const isNew = [...shops.values()].some(({ db, wentOnAt }) => db.lease.epoch > 1 || wentOnAt > 0);
        if (wrong.length === 0 || passes || clockSetAt.length > 0 || isNew || wasBelieved()) continue;
        const least = leastOf(goods, [...shops.values()], product, Math.min(asOf, ...wrong));
        if (stock >= least) continue;
        return `${shop.code} sells ${stock} of ${sku} since ${now() - Math.min(...wrong)} ms after it was told that all is gone, and ${least} are there`;
      }
      return null;
    },
  };

  /** Of a SKU it had nothing before: all that it has can't be gone at once. */
  function isNoDrop(role: 'erp' | 'wms'): boolean {
    const at = wrongSince(role) ?? now();
    const nodes = PLACES.filter((node) => NODES[node] === role);
    return nodes.some((node) => Object.keys(ON_SALE).some((sku) => goods.standing(node, sku, at).onHand <= 0));
  }

  function wasBelieved(): boolean {
    return [...shops.values()].some(({ said }) =>
      said.some(({ key, command }) => key.startsWith('inventory/') && command === 'approve'),
    );
  }
}
