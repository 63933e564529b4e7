import { scaled } from '../../policy/rounding/money.ts';

const ONE = scaled('1');

/** A set's SKU → the SKUs and quantities that it is made of, as the settings say it. */
export type Bundles = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The SKUs of one circle ("A", "B", "A"): a set that is, in the end, made of itself; null: there is none. */
export function circleIn(bundles: Bundles, from: readonly string[] = Object.keys(bundles)): readonly string[] | null {
  const clean = new Set<string>();
  const walk = (sku: string, road: readonly string[]): readonly string[] | null => {
    if (road.includes(sku)) return [...road.slice(road.indexOf(sku)), sku];
    if (clean.has(sku) || !Object.hasOwn(bundles, sku)) return null;
    for (const part of Object.keys(bundles[sku] ?? {})) {
      const circle = walk(part, [...road, sku]);
      if (circle !== null) return circle;
    }
    clean.add(sku);
    return null;
  };
  for (const sku of from) {
    const circle = walk(sku, []);
    if (circle !== null) return circle;
  }
  return null;
}

/** What a set is made of when the sets in it are taken apart too: SKU → units (scaled). The bundles must have no circle. */
export function partsOf(bundles: Bundles, sku: string): ReadonlyMap<string, bigint> {
  const parts = new Map<string, bigint>();
  const take = (each: string, units: bigint): void => {
    if (!Object.hasOwn(bundles, each)) {
      parts.set(each, (parts.get(each) ?? 0n) + units);
      return;
    }
    for (const [part, quantity] of Object.entries(bundles[each] ?? {})) take(part, (units * scaled(quantity)) / ONE);
  };
  take(sku, ONE);
  return parts;
}
