import { type Goods, NODES, type NodeName, type Standing } from '../world/outside/goods.ts';
import { type Product, unitsTaken } from '../world/shop/products.ts';
import type { Shop } from '../world/shop/shop.ts';
import { externalIdOf } from './external-id.ts';
import type { Promise_, Stores } from './stores.ts';

/** How old the word may be by which a shop sells once all is calm. */
const CALM_MS = 150_000;

/**
 * After every telling of the stock a shop sells no more than there was, at an instant that the telling can have in it, less
 * what WooCommerce took and the ERP did not hold back by then; one engine's later telling has no older word in it. Once
 * all is calm it sells no more than there is, and keeps nothing back that could be sold,
 * unless a new engine began since (docs/reliability.md).
 */
export function noOversell({ goods, shops, now, clockWasSet }: Stores): Promise_ {
  const judged = new Map<Product, Judged>();
  return {
    name: 'no oversell by us',
    subject(shop, key) {
      if (!key.startsWith('stock/')) return null;
      for (const product of shop.db.products.values()) {
        const { version, asOf } = product;
        const before = judged.get(product);
        if (asOf === null || before?.version === version) continue;
        const epoch = shop.db.subjects.get(key)?.epoch ?? 0;
        const from = before?.epoch === epoch ? Math.max(asOf, before.from) : asOf;
        const tellings = [...(before?.tellings ?? []), { at: now(), gaveBack: product.gaveBack }];
        judged.set(product, { version, epoch, from, tellings });
        // What was allocated when is known by the worker's clock: where that was set, nothing is promised.
        const wrong = clockWasSet() ? null : tooMuch(goods, shop, product, from, lately(product, tellings, now()));
        if (wrong !== null) return wrong;
      }
      return null;
    },
    calm() {
      for (const shop of shops.values()) {
        for (const product of shop.db.products.values()) {
          if (product.asOf === null) continue;
          const from = now() - CALM_MS;
          // An order that ended just before a file was lost may never tell a new engine's stock: its units are kept back.
          const isSure = !clockWasSet() && shop.db.lease.epoch <= 1;
          const little = isSure ? tooLittle(goods, [...shops.values()], product, from) : null;
          const wrong = tooMuch(goods, shop, product, from, 0) ?? little;
          if (wrong !== null) return `${shop.code}: ${wrong}`;
        }
      }
      return null;
    },
  };
}

interface Judged {
  readonly version: number;
  readonly epoch: number;
  readonly from: number;
  readonly tellings: readonly { readonly at: number; readonly gaveBack: number }[];
}

/** Units that WooCommerce gave back (a cancelled order) so short a time ago that no telling need have them in it. */
function lately({ gaveBack }: Product, tellings: Judged['tellings'], now: number): number {
  return gaveBack - (tellings.findLast(({ at }) => at <= now - CALM_MS)?.gaveBack ?? 0);
}

function tooMuch(goods: Goods, shop: Shop, product: Product, from: number, late: number): string | null {
  const { sku, stock, version, base, counted } = product;
  const most = worth(goods, sku, from, Math.max, (standing) => unitsOf(shop, sku, (id) => !standing.orders.has(id)));
  // What WooCommerce itself gave back (a cancelled order), and nothing told since has taken off again.
  const givenBack = Math.max(late, counted - unitsOf(shop, sku, () => true), 0);
  if (stock <= Math.max(0, most) + givenBack) return null;
  return `${shop.code} sells ${stock} of ${sku} after telling ${version} (${base}, ${counted} counted), and there are ${most}`;
}

/** What every shop took, and has not left yet, may be subtracted once more: the warehouse need not have heard of it. */
function tooLittle(goods: Goods, shops: readonly Shop[], product: Product, from: number): string | null {
  const { sku, stock } = product;
  const least = worth(goods, sku, from, Math.min, ({ gone }) =>
    shops.reduce((sum, shop) => sum + unitsOf(shop, sku, (id) => !gone.has(id)), 0),
  );
  return stock >= least ? null : `${stock} of ${sku} are for sale, and ${least} are free`;
}

/** Over all places, each at its best or worst since an instant; the ERP's less what is `open` by its books then. */
function worth(
  goods: Goods,
  sku: string,
  from: number,
  pick: (...worths: number[]) => number,
  open: (standing: Standing) => number,
): number {
  return (Object.keys(NODES) as NodeName[]).reduce((sum, node) => {
    const worths = since(goods.history(node, sku), from).map((standing) => {
      const free = standing.onHand - standing.allocated - standing.quarantined;
      return NODES[node] === 'erp' ? free - open(standing) : free;
    });
    return sum + pick(...worths);
  }, 0);
}

/** What was true at an instant, and all that came after. */
function since(history: readonly Standing[], from: number): readonly Standing[] {
  const first = history.findLastIndex(({ at }) => at <= from);
  return history.slice(Math.max(0, first));
}

/** Units that WooCommerce took for orders with such an external id. What it took for one that was deleted it keeps. */
function unitsOf(shop: Shop, sku: string, counts: (externalId: string) => boolean): number {
  let units = 0;
  for (const { order } of shop.db.subjects.values()) {
    if (order !== null && counts(externalIdOf(shop.code, order.id, order.key))) units += unitsTaken(order, sku);
  }
  return units;
}
