import type { Place } from './places.ts';
import type { Node } from './settings.ts';

/**
 * Up to when (epoch ms) all places are known, by what it is that holds an order's units back in them: the ERP's
 * allocation, the warehouse's release, or only that they have left (where a system doesn't tell apart what is promised, and
 * at partners). Null: no place goes by that.
 */
export interface Frontier {
  readonly allocated: number | null;
  readonly released: number | null;
  readonly shipped: number | null;
}

export const NO_FRONTIER: Frontier = { allocated: null, released: null, shipped: null };

export function frontierOf(places: readonly (Place & { readonly node: Node })[]): Frontier {
  const frontiers = places.map(({ node, position, asOf }): Frontier => {
    if (node.dropShip || position?.allocated === null) return { ...NO_FRONTIER, shipped: asOf };
    return node.role === 'erp' ? { ...NO_FRONTIER, allocated: asOf } : { ...NO_FRONTIER, released: asOf };
  });
  return earliest(frontiers);
}

/** Where all of them are. */
export function earliest(frontiers: readonly Frontier[]): Frontier {
  return frontiers.reduce(
    (all, one) => ({
      allocated: earlier(all.allocated, one.allocated),
      released: earlier(all.released, one.released),
      shipped: earlier(all.shipped, one.shipped),
    }),
    NO_FRONTIER,
  );
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
