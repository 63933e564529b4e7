import type { Goods } from '../world/outside/goods.ts';
import { type Product, unitsTaken } from '../world/shop/products.ts';
import type { Shop } from '../world/shop/shop.ts';
import { leastOf, letGoUnits, mostOf, unitsOf } from './sellable.ts';
import type { Promise_, Stores } from './stores.ts';

/** How old the word may be by which a shop sells once all is calm. */
const CALM_MS = 150_000;

/**
 * After every telling of the stock a shop sells no more than there was, at an instant that the telling can have in it, less
 * what WooCommerce took and the ERP did not hold back by then; one engine's later telling has no older word in it. Once
 * all is calm it sells no more than there is, and keeps nothing back that could be sold.
 */
export function noOversell({ goods, shops, now }: Stores): Promise_ {
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
        const adopted = before?.adopted ?? (version === 1 ? difference(shop, product) : 0);
        judged.set(product, { version, epoch, from, tellings, adopted });
        // Nothing is promised as long as a shop that was restored has not told again what its orders took.
        const isUnsure = now() - shop.wentOnAt < CALM_MS;
        const late = lately(product, tellings, now()) + letGoUnits(goods, shop, product.sku, now() - CALM_MS);
        const wrong = isUnsure ? null : tooMuch(goods, shop, followed(product, adopted), from, late);
        if (wrong !== null) return wrong;
      }
      return null;
    },
    calm() {
      for (const shop of shops.values()) {
        for (const each of shop.db.products.values()) {
          if (each.asOf === null) continue;
          const product = followed(each, judged.get(each)?.adopted ?? 0);
          const from = now() - CALM_MS;
          // Units of another shop on the same goods that another worker serves by now may be kept back.
          const isSure = shops.size === 1 || [...shops.values()].every(({ db }) => db.lease.epoch <= 1);
          const little = isSure ? tooLittle(goods, [...shops.values()], product, from, unread(shop, product)) : null;
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
  /** Units that the shop had more (below zero: fewer) than the first telling said, which leaves them to a person. */
  readonly adopted: number;
  readonly tellings: readonly { readonly at: number; readonly gaveBack: number }[];
}

/** By how much the shop's stock was another than the first telling said, with what its orders had taken by then. */
const difference = (shop: Shop, { sku, stock, base, counted }: Product): number =>
  stock + unitsOf(shop, sku, () => true) - (base + counted);

/** Without that difference: a person corrects it, or leaves it. */
const followed = (product: Product, adopted: number): Product => ({ ...product, stock: product.stock - adopted });

/** Units that WooCommerce gave back (a cancelled order) so short a time ago that no telling need have them in it. */
function lately({ gaveBack }: Product, tellings: Judged['tellings'], now: number): number {
  return gaveBack - (tellings.findLast(({ at }) => at <= now - CALM_MS)?.gaveBack ?? 0);
}

function tooMuch(goods: Goods, shop: Shop, product: Product, from: number, late: number): string | null {
  const { sku, stock, version, base, counted } = product;
  const most = mostOf(goods, shop, sku, from);
  // What WooCommerce itself gave back (a cancelled order), and nothing told since has taken off again.
  const givenBack = Math.max(late, counted - unitsOf(shop, sku, () => true), 0);
  if (stock <= Math.max(0, most) + givenBack) return null;
  return `${shop.code} sells ${stock} of ${sku} after telling ${version} (${base}, ${counted} counted), and there are ${most}`;
}

/**
 * Units of orders that were deleted: who never read them, or lost it (a new engine, a shop loaded again), takes them for given
 * back. And of those whose ERP order it can't take for theirs, because they were edited: a person was asked (docs/reliability.md, 5).
 */
function unread({ db, wentOnAt }: Shop, { sku }: Product): number {
  if (db.lease.epoch <= 1 && wentOnAt < 0) return 0;
  const unknown = [...db.subjects.values()].filter(
    ({ deleted, mirror }) => deleted || mirror?.exceptions.some(({ cause }) => cause === 'conflict:erp:goods'),
  );
  return unknown.reduce((sum, { order }) => sum + (order === null ? 0 : unitsTaken(order, sku)), 0);
}

function tooLittle(
  goods: Goods,
  shops: readonly Shop[],
  product: Product,
  from: number,
  unread: number,
): string | null {
  const least = leastOf(goods, shops, product, from);
  return product.stock + unread >= least
    ? null
    : `${product.stock} of ${product.sku} are for sale, and ${least} are free`;
}
