import { fromScaled, scaled } from '../../policy/rounding/money.ts';
import { sellable, sellableSets } from './ats.ts';
import { earliest, type Frontier, frontierOf, NO_FRONTIER } from './frontier.ts';
import { isIn, unallocatedOf } from './needs.ts';
import type { Place } from './places.ts';
import { type Plan, planOf } from './plan.ts';
import type { AvailabilitySettings, Node } from './settings.ts';
import type { StockState } from './state.ts';

/** After so long a part that nobody has spoken of counts as none. */
export const PARTS_WAIT_MS = 600_000;

/** What a SKU is worth in a shop now. `units` (scaled) may be below 0. `asOf`: of its oldest word, epoch ms. */
export interface Worth {
  readonly units: bigint;
  readonly asOf: number;
  readonly frontier: Frontier;
}

/** Null: it can't be said yet, no source has spoken of it. */
export function worthOf(state: StockState, plan: Plan, now: number): Worth | null {
  const { sku } = state;
  if (sku === null) return null;
  if (plan.circles.has(sku)) return { units: 0n, asOf: now, frontier: NO_FRONTIER };
  const parts = plan.sets.get(sku);
  return parts === undefined ? ofPlaces(state, sku, plan, now) : ofParts(state, sku, parts, plan, now);
}

function ofPlaces(state: StockState, sku: string, plan: Plan, now: number): Worth | null {
  if (!state.known) return null;
  const places = present(state, plan);
  const frontier = frontierOf(places);
  const unallocated = taken(state, frontier) + scaled(state.others);
  const stale = places.some(({ node }) => state.staleRoles.includes(node.role));
  const positions = places.flatMap(({ position }) => (position === null ? [] : [position]));
  const units = sellable(plan.ats, sku, positions, { unallocated, stale });
  return { units, asOf: places.reduce((oldest, { asOf }) => Math.min(oldest, asOf), now), frontier };
}

/** Until a part has taken in what was sold of the set last, that is taken off here. */
function ofParts(
  state: StockState,
  sku: string,
  parts: ReadonlyMap<string, bigint>,
  plan: Plan,
  now: number,
): Worth | null {
  const told = [...parts.keys()].map((part) => state.parts[part]);
  const waited = state.partsSince !== null && now - state.partsSince >= PARTS_WAIT_MS;
  if (told.includes(undefined) && !waited) return null;
  const frontier = earliest(told.map((part) => part?.frontier ?? NO_FRONTIER));
  const sold = unallocatedOf(state.memory, frontier);
  const available = (part: string): bigint => {
    const said = state.parts[part];
    if (said === undefined) return 0n;
    const had = scaled(state.toldParts.units[String(said.seq)] ?? '0');
    const more = sold > had ? sold - had : 0n;
    return scaled(said.available) - (more * (parts.get(part) ?? 0n)) / scaled('1');
  };
  const units = sellableSets(plan.ats, sku, parts, available);
  return { units, asOf: told.reduce((oldest, part) => Math.min(oldest, part?.asOf ?? now), now), frontier };
}

/** The places that count: of this shop, with something there, and with quantities that can be true. */
function present({ places }: StockState, plan: Plan): (Place & { readonly node: Node })[] {
  return Object.entries(places).flatMap(([name, place]) => {
    const node = plan.ats.nodes.get(name);
    return node === undefined || place.position === null || place.fault !== null ? [] : [{ ...place, node }];
  });
}

/**
 * Units of the SKU that this shop took and that its positions don't hold back: what other shops on the same positions have to
 * leave over (`others` in their `positions` events). A decimal; for the ledger, which reads the state by `engine.peek`.
 */
export function unallocatedUnits(state: StockState, settings: AvailabilitySettings): string {
  return fromScaled(taken(state, frontierOf(present(state, planOf(settings)))));
}

/** Of the SKU itself and of the sets that it is in. */
function taken({ memory, sets }: StockState, frontier: Frontier): bigint {
  const ofSets = Object.values(sets).flatMap(({ needs }) => needs);
  return ofSets
    .filter(([, allocated, released, shipped]) => !isIn({ allocated, released, shipped }, frontier))
    .reduce((units, [more]) => units + scaled(more), unallocatedOf(memory, frontier));
}
