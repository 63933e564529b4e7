import { type ActName, FAULT_NAMES, FAULTS } from '../faults/catalogue.ts';
import { PASSING } from '../trace/columns.ts';
import { statesToMeet } from '../trace/matrix.ts';
import { Chance, steady } from '../world/chance.ts';
import { ORDER_KINDS } from '../world/orders.ts';
import { type Rules, restsWait } from '../world/rules.ts';
import { atRareMoments, crowds } from './crowds.ts';
import { type Happening, happening, STORM_MS } from './happening.ts';

/** What a run is made of; the same plan is the same run. */
export interface Plan extends Rules {
  readonly seed: number;
  /** `safety`: faults until the end. `liveness`: then they stop, and everything must finish. */
  readonly mode: 'safety' | 'liveness';
  readonly shops: readonly string[];
  readonly uniqueIds: { readonly erp: boolean; readonly wms: boolean };
  readonly stormMs: number;
  readonly happenings: readonly Happening[];
}

const SHOPS = ['ALFA', 'BETA'];

/** How often an act is drawn. */
const ACTS: readonly (readonly [ActName, number])[] = [
  ['ERP allocates', 10],
  ['warehouse works', 16],
  ['customer pays', 3],
  ['goods arrive', 2],
  ['goods break', 2],
  ['a unit is misplaced', 1],
  ['carrier delivers', 4],
  ['goods lost at once', 0.3],
  ['a place goes offline', 0.7],
  ['a place is back', 0.7],
  ['staff judges held stock', 2],
  ['goods come back', 6],
  ['goods inspected', 6],
  ['order edited', 1],
  ['order cancelled', 2],
  ['order refunded', 1],
  ['units refunded', 1],
  ['refund deleted', 1],
  ['quantity edited', 1],
  ['return asked for', 7],
  ['return withdrawn', 1],
  ['order put on hold', 1],
  ['note written', 2],
  ['order trashed', 1],
  ['order deleted', 1],
  ['poisoned order mended', 2],
  ['ERP allocates a part', 2],
  ['ERP cancels an order', 1],
  ['staff retries', 4],
  ['staff retries what is no order', 4],
  ['documents are told of again', 3],
  ['staff resolves', 1],
  ['staff ignores', 1],
  ['staff approves', 3],
  ['staff rejects', 1],
  ['backup taken', 2],
];

/** Everything that a seed means. */
export function planOf(seed: number): Plan {
  const chance = new Chance(seed);
  const shops = SHOPS.slice(0, chance.whole(1, 2));
  const uniqueIds = { erp: chance.happens(0.4), wms: chance.happens(0.4) };
  // What is to come back must have left first: in some runs all goes well for a while.
  const from = chance.happens(0.4) ? STORM_MS / 3 : 0;
  const happenings = [
    ...Array.from({ length: chance.whole(4, 9) }, () => anOrder(chance, shops)),
    ...Array.from({ length: chance.whole(40, 65) }, () => anAct(chance, shops)),
    ...Array.from({ length: chance.whole(12, 28) }, () => aFault(chance, shops, from)),
    ...Array.from({ length: chance.whole(10, 20) }, () => anAimedFault(chance, shops, from)),
  ];
  return {
    seed,
    mode: chance.happens(0.5) ? 'safety' : 'liveness',
    shops,
    uniqueIds,
    stormMs: STORM_MS,
    ...goodsRulesOf(seed),
    happenings: [
      ...happenings,
      ...atTheShelves(seed, shops),
      ...crowds(seed, shops),
      ...atRareMoments(seed, shops),
    ].toSorted((a, b) => a.at - b.at),
  };
}

/** Where rests are sent later more is missing, and more work is done. */
function atTheShelves(seed: number, shops: readonly string[]): Happening[] {
  if (!restsWait(goodsRulesOf(seed))) return [];
  const chance = new Chance(seed + 0x5e1f);
  const [misplaced, worked, allocated] = [chance.whole(2, 6), chance.whole(8, 14), chance.whole(3, 6)];
  const soldOut = goodsRulesOf(seed).shortPick === 'substitute' ? chance.whole(2, 4) : 0;
  const whats = [
    ...Array.from({ length: soldOut }, () => 'an article is sold out' as const),
    ...Array.from({ length: misplaced }, () => 'a unit is misplaced' as const),
    ...Array.from({ length: worked }, () => 'warehouse works' as const),
    ...Array.from({ length: allocated }, () => 'ERP allocates' as const),
  ];
  return whats.map((what) => {
    const until = what === 'an article is sold out' ? STORM_MS / 3 : STORM_MS;
    return happening(chance, shops, what, chance.whole(20_000, until));
  });
}

function anOrder(chance: Chance, shops: readonly string[]): Happening {
  const kind = chance.happens(0.6) ? 'paid' : chance.oneOf(ORDER_KINDS);
  return { ...happening(chance, shops, 'order placed', chance.whole(0, STORM_MS / 2)), kind };
}

function anAct(chance: Chance, shops: readonly string[]): Happening {
  let left = chance.fraction() * ACTS.reduce((sum, [, weight]) => sum + weight, 0);
  const [what] = ACTS.find(([, weight]) => {
    left -= weight;
    return left <= 0;
  }) ?? ['warehouse works'];
  return happening(chance, shops, what, chance.whole(20_000, STORM_MS));
}

function aFault(chance: Chance, shops: readonly string[], from: number): Happening {
  const what = chance.oneOf(FAULT_NAMES);
  const fault = happening(chance, shops, what, chance.whole(from, STORM_MS));
  // Some strike wherever they can first.
  const anywhere = FAULTS[what] === 'once' && chance.happens(0.5);
  return anywhere ? { ...fault, shop: null, system: null } : fault;
}

/** Strikes once, mostly in a state that lasts a moment. */
function anAimedFault(chance: Chance, shops: readonly string[], from: number): Happening {
  const what = chance.oneOf(FAULT_NAMES);
  const states = statesToMeet(what);
  const passing = states.filter((state) => PASSING.has(state));
  const aim = chance.oneOf(chance.happens(0.7) && passing.length > 0 ? passing : states);
  return { ...happening(chance, shops, what, chance.whole(from, STORM_MS)), shop: null, system: null, aim };
}

/** A number of its own, so that what else a seed means does not depend on them. */
function goodsRulesOf(seed: number): Rules {
  const drawn = steady(seed, 71);
  if (drawn < 0.5) return { shortPick: seed % 2 === 0 ? 'ask' : 'cancel', reportsReceipts: false, tellsFree: true };
  const waiting = ['backorder', 'split', 'substitute'] as const;
  const shortPick = waiting[Math.floor((drawn - 0.5) * 6)] ?? 'split';
  // Who splits or substitutes can't use a warehouse that doesn't tell.
  const tellsFree = shortPick !== 'backorder' || steady(seed, 73) < 0.5;
  return { shortPick, reportsReceipts: steady(seed, 72) < 0.7, tellsFree };
}
