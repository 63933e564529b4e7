import { frontierOf } from './frontier.ts';
import { isIn } from './needs.ts';
import type { StockState } from './state.ts';
import type { Worth } from './worth.ts';

/**
 * The ERP or the warehouse holds units back, and the positions are as of before: the SKU's positions are to be submitted again as
 * soon as their source was read later (`sources.upTo`), also where nothing changed.
 */
export const AWAITS_POSITIONS = 'stock_awaits_positions';
/** Units that other shops took are taken off (`others`): the SKU is to be told again once those are others. */
export const COUNTS_OTHERS = 'stock_counts_others';
/** Orders of this shop took units that no place holds back yet: other shops on the same sources have to take them off. */
export const TAKES_UNITS = 'stock_takes_units';

/** What a SKU is found by at the worker (`Engine.labelled`). */
export function labelsOf({ memory, sets, others }: StockState, worth: Worth | null): string[] {
  const frontier = worth?.frontier ?? frontierOf([]);
  const ofSets = Object.values(sets).flatMap(({ needs }) => needs);
  const taken = [
    ...Object.values(memory.orders).filter(({ units }) => Number(units) !== 0),
    ...ofSets.map(([, allocated, released, shipped]) => ({ allocated, released, shipped })),
  ];
  const newer = after(frontier);
  const awaits = taken.some((need) => !isIn(need, frontier) && isIn(need, newer));
  const takes = memory.unnamed !== '0' || taken.some((need) => !isIn(need, frontier));
  return [
    ...(awaits ? [AWAITS_POSITIONS] : []),
    ...(others === '0' ? [] : [COUNTS_OTHERS]),
    ...(takes ? [TAKES_UNITS] : []),
  ];
}

/** As if every place had been told of just now. */
const after = (frontier: Worth['frontier']): Worth['frontier'] => ({
  allocated: frontier.allocated && Number.MAX_SAFE_INTEGER,
  released: frontier.released && Number.MAX_SAFE_INTEGER,
  shipped: frontier.shipped && Number.MAX_SAFE_INTEGER,
});
