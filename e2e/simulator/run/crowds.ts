import { type ActName, FAULT_NAMES } from '../faults/catalogue.ts';
import { STATES } from '../trace/columns.ts';
import { statesToMeet } from '../trace/matrix.ts';
import { Chance, steady } from '../world/chance.ts';
import { type Happening, happening, STORM_MS } from './happening.ts';

/** What happens more often in a share of the runs, and at which states what goes wrong is aimed there. */
interface Crowd {
  readonly share: number;
  /** Makes its draws its own. */
  readonly salt: number;
  readonly aims: readonly string[];
  readonly faults: readonly [least: number, most: number];
  /** How often, and between which parts of the storm. */
  readonly acts: readonly (readonly [times: number, what: ActName, from: number, until: number])[];
}

/** Orders leave early, and many of them come back. */
const RETURNS: Crowd = {
  share: 0.34,
  salt: 74,
  aims: STATES.filter((state) => state.startsWith('r ')),
  faults: [8, 14],
  acts: [
    [4, 'ERP allocates', 0.03, 0.33],
    [8, 'warehouse works', 0.03, 0.33],
    [6, 'return asked for', 0.33, 0.7],
    [6, 'goods come back', 0.33, 1],
    [6, 'goods inspected', 0.33, 1],
    [4, 'staff approves', 0.33, 1],
    [3, 'staff retries what is no order', 0.33, 1],
    [2, 'documents are told of again', 0.33, 1],
  ],
};

/** Orders are put on hold on their way. */
const PAUSES: Crowd = {
  share: 0.2,
  salt: 75,
  aims: ['awaited'],
  faults: [4, 8],
  acts: [
    [4, 'order put on hold', 0.1, 0.8],
    [4, 'documents are told of again', 0.2, 1],
    [3, 'staff retries', 0.2, 1],
  ],
};

/** What comes in crowds in a run of this seed. */
export function crowds(seed: number, shops: readonly string[]): Happening[] {
  return [RETURNS, PAUSES].flatMap((crowd) => (steady(seed, crowd.salt) < crowd.share ? come(crowd, seed, shops) : []));
}

function come({ salt, aims, faults, acts }: Crowd, seed: number, shops: readonly string[]): Happening[] {
  const chance = new Chance(seed * 100 + salt);
  const aimed = Array.from({ length: chance.whole(...faults) }, () => {
    const aim = chance.oneOf(aims);
    const what = chance.oneOf(FAULT_NAMES.filter((fault) => statesToMeet(fault).includes(aim)));
    const at = chance.whole(STORM_MS * 0.1, STORM_MS);
    return { ...happening(chance, shops, what, at), shop: null, system: null, aim };
  });
  const more = acts.flatMap(([times, what, from, until]) =>
    Array.from({ length: times }, () => {
      const at = chance.whole(Math.round(STORM_MS * from), Math.round(STORM_MS * until));
      return happening(chance, shops, what, at);
    }),
  );
  return [...aimed, ...more];
}

/** Where something is held, or over, little is asked any more: what is to go wrong there waits from early on; the weights of the draw. */
const RARELY_ASKED: Readonly<Record<string, number>> = {
  awaited: 1,
  cancelled: 4,
  'r held': 3,
  'r money': 1,
  'r over': 2,
};

export function atRareMoments(seed: number, shops: readonly string[]): Happening[] {
  const chance = new Chance(seed + 0x2a2e);
  return Array.from({ length: chance.whole(6, 12) }, () => {
    const what = chance.oneOf(FAULT_NAMES);
    const states = statesToMeet(what).flatMap((state) => Array<string>(RARELY_ASKED[state] ?? 0).fill(state));
    const fault = happening(chance, shops, what, chance.whole(0, STORM_MS / 2));
    return states.length === 0 ? [] : { ...fault, shop: null, system: null, aim: chance.oneOf(states) };
  }).flat();
}
