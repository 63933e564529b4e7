import { seeded } from '../promises/seeded.ts';

/** What befalls the shop and its back office. `long`: takes more than half a minute, so only runs with room for all have it. */
export const KINDS = {
  worker_killed: { what: 'kill -9 the worker', weight: 6, long: false },
  php_killed: { what: 'kill -9 PHP', weight: 6, long: false },
  database_killed: { what: 'kill -9 the database', weight: 4, long: false },
  erp_killed: { what: 'kill -9 the ERP', weight: 5, long: false },
  wms_killed: { what: 'kill -9 the warehouse', weight: 5, long: false },
  answer_lost: { what: 'the ERP commits, and its answer is cut off', weight: 6, long: false },
  disk_full: { what: "the disk of the engine's file is full", weight: 2, long: false },
  engine_file_deleted: { what: "the engine's file is deleted, and the worker killed", weight: 2, long: false },
  shop_read_only: { what: "the shop's database takes no writes", weight: 2, long: false },
  worker_asleep: { what: 'the worker sleeps past its lease while a second one takes over', weight: 0, long: true },
  shop_down: { what: 'the shop is down for longer than the longest back-off', weight: 0, long: true },
} as const;

export type Kind = keyof typeof KINDS;
const ALL = Object.keys(KINDS) as Kind[];

/**
 * One blow. It falls on the first `POST /orders` from the `nth` on: `asked`, before the ERP has handled it, or `done`,
 * once the ERP has committed it and the worker hasn't heard. `downMs`: how long the part stays away.
 */
export interface Blow {
  readonly kind: Kind;
  readonly nth: number;
  readonly at: 'asked' | 'done';
  readonly downMs: number;
}

/** Of the orders, this share has a blow planned before it: the rest lets the last ones meet orders on their way too. */
const SPREAD = 0.8;
const DOWN_MS_MAX = 1500;

/**
 * The same for the same seed. Every kind falls at least once where there is room; in shorter runs no kind falls twice
 * before each quick one has fallen.
 */
export function planOf(seed: number, kills: number, orders: number): Blow[] {
  const random = seeded(seed);
  const below = (count: number) => Math.floor(random() * count);
  const kinds =
    kills >= ALL.length
      ? [...ALL]
      : shuffled(
          ALL.filter((kind) => !KINDS[kind].long),
          below,
        ).slice(0, kills);
  const total = ALL.reduce((sum, kind) => sum + KINDS[kind].weight, 0);
  while (kinds.length < kills) kinds.push(drawn(below(total)));
  const moments = kinds.map(() => 1 + below(Math.ceil(orders * SPREAD))).sort((a, b) => a - b);
  return shuffled(kinds, below).map((kind, index) => ({
    kind,
    nth: moments[index] ?? 1,
    at: kind === 'answer_lost' || random() < 0.5 ? 'done' : 'asked',
    downMs: below(DOWN_MS_MAX),
  }));
}

function drawn(ticket: number): Kind {
  let left = ticket;
  for (const kind of ALL) {
    left -= KINDS[kind].weight;
    if (left < 0) return kind;
  }
  return 'worker_killed';
}

function shuffled<T>(list: readonly T[], below: (count: number) => number): T[] {
  const mixed = [...list];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = below(last + 1);
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}

/** How often each kind is in a plan. */
export function tally(plan: readonly Blow[]): Partial<Record<Kind, number>> {
  const counted = ALL.map((kind) => [kind, plan.filter((blow) => blow.kind === kind).length] as const);
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}
