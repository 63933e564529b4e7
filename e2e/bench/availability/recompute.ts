import type { InventoryPosition } from '@causeway/contracts';
import { atsPlan, sellable } from '../../../worker/src/flows/availability/ats.ts';
import { positionsOf, SETTINGS, skuOf } from './goods.ts';

const SKUS = 100_000;
const CHANGED_EVERY = 100;
const ROUNDS = 5;

export interface Recomputed {
  readonly skus: number;
  readonly changed: number;
  /** Of each round: every SKU counted anew and compared with what it was worth. */
  readonly ms: readonly number[];
}

/** What every SKU is worth, counted anew from all its positions, and which are worth something else than before. */
export function recompute(): Recomputed {
  const plan = atsPlan(SETTINGS);
  const asOf = new Date().toISOString();
  const worth = new Map<string, bigint>();
  count(
    worth,
    Array.from({ length: SKUS }, (_, nth) => positionsOf(nth, asOf)),
  );
  const ms: number[] = [];
  let changed = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const moved = (nth: number) => (nth % CHANGED_EVERY === 0 ? round * 20 : 0);
    const goods = Array.from({ length: SKUS }, (_, nth) => positionsOf(nth, asOf, moved(nth)));
    const began = performance.now();
    changed = count(worth, goods);
    ms.push(performance.now() - began);
    if (changed !== SKUS / CHANGED_EVERY) throw new Error(`${changed} SKUs changed, not ${SKUS / CHANGED_EVERY}`);
  }
  return { skus: SKUS, changed, ms };

  /** How many are worth something else now. */
  function count(before: Map<string, bigint>, goods: readonly (readonly InventoryPosition[])[]): number {
    let news = 0;
    for (const [nth, positions] of goods.entries()) {
      const sku = skuOf(nth);
      const now = sellable(plan, sku, positions);
      if (before.get(sku) === now) continue;
      news += 1;
      before.set(sku, now);
    }
    return news;
  }
}
