import type { ActName, FaultName } from '../faults/catalogue.ts';
import type { Chance } from '../world/chance.ts';
import type { OrderKind } from '../world/orders.ts';

/** How long things go wrong in a run. */
export const STORM_MS = 720_000;

/** Something that is to happen at an instant (ms from the beginning). */
export interface Happening {
  readonly at: number;
  readonly what: FaultName | ActName;
  /** Null: any shop, any system. */
  readonly shop: string | null;
  readonly system: 'erp' | 'wms' | null;
  /** Which order, machine or backup: counted round. */
  readonly nr: number;
  /** How long it lasts, or how far a clock is set: ms. */
  readonly ms: number;
  readonly kind: OrderKind;
  /** A fault that waits for an order or a return in this column of the matrix; null: for whatever comes. */
  readonly aim: string | null;
}

/** Drawn: which shop, which system, which of many, and how long. */
export function happening(chance: Chance, shops: readonly string[], what: Happening['what'], at: number): Happening {
  return {
    at,
    what,
    shop: chance.oneOf(shops),
    system: chance.oneOf(['erp', 'wms']),
    nr: chance.whole(0, 19),
    ms: chance.whole(5, 200) * 1000,
    kind: 'paid',
    aim: null,
  };
}
