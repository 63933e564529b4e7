import { NODES, type NodeName } from '../world/outside/goods.ts';
import { ON_SALE, type Product } from '../world/shop/products.ts';
import type { Shop } from '../world/shop/shop.ts';
import { leastOf } from './sellable.ts';
import type { Promise_, Stores } from './stores.ts';

const PLACES = Object.keys(NODES) as NodeName[];
const ROLES = [...new Set(Object.values(NODES))];
/** How long a shop may not have heard what another one's orders gave back: that one's worker may be down. */
const HEARD_MS = 150_000;

/** Where a system says of a sudden that it has nothing, the shop goes on selling what there is, until a person believes it. */
export function heldStock({ goods, shops, now, clockSetAt, wrongSince }: Stores): Promise_ {
  const judged = new Map<Product, number>();
  const gaveBack = new Map<Product, number>();
  const returned: { readonly at: number; readonly sku: string; readonly units: number }[] = [];
  return {
    name: 'a mass drop waits for a person',
    subject(shop, key) {
      noteReturned(shop);
      if (!key.startsWith('stock/')) return null;
      const wrong = ROLES.flatMap((role) => wrongSince(role) ?? []);
      const passes = ROLES.some((role) => wrongSince(role) !== null && isNoDrop(role));
      for (const product of shop.db.products.values()) {
        const { asOf, version, sku, stock } = product;
        if (asOf === null || judged.get(product) === version) continue;
        judged.set(product, version);
        const isNew = [...shops.values()].some(({ db, wentOnAt }) => db.lease.epoch > 1 || wentOnAt > 0);
        if (wrong.length === 0 || passes || clockSetAt.length > 0 || isNew || wasBelieved()) continue;
        const from = Math.min(asOf, ...wrong);
        // Of any shop: until its worker has heard that an order is cancelled, that one's units are kept from all.
        const late = returned.filter((one) => one.sku === sku && one.at >= Math.min(from, now() - HEARD_MS));
        const least =
          leastOf(goods, [...shops.values()], product, from) - late.reduce((sum, { units }) => sum + units, 0);
        if (stock >= least) continue;
        return `${shop.code} sells ${stock} of ${sku} since ${now() - Math.min(...wrong)} ms after it was told that all is gone, and ${least} are there`;
      }
      return null;
    },
  };

  function noteReturned({ db }: Shop): void {
    for (const product of db.products.values()) {
      const units = product.gaveBack - (gaveBack.get(product) ?? 0);
      if (units > 0) returned.push({ at: now(), sku: product.sku, units });
      gaveBack.set(product, product.gaveBack);
    }
  }

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
