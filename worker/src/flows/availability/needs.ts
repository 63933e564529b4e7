import { OrderStockNeed } from '@causeway/contracts';
import { fromScaled, scaled } from '../../policy/rounding/money.ts';
import type { Frontier } from './frontier.ts';

const HOUR_MS = 3_600_000;
/** A final order is known by name for so long, so that what is told of it twice meets it. */
export const NAMED_MS = HOUR_MS;
/** So many orders are known by name. */
export const ORDERS_MAX = 300;

/**
 * What one order took of the SKU in the shop, as told last: `units` by which WooCommerce has lowered the stock. The instants
 * (epoch ms; null: not yet): since when the ERP, the warehouse hold them back, and since when they have left. `finalAt`:
 * when the order was heard to be over; null: it isn't. `settled`: what it said of an earlier end when this engine first heard of it.
 */
export interface Need {
  readonly incarnation: number;
  readonly rev: number;
  readonly units: string;
  readonly allocated: number | null;
  readonly released: number | null;
  readonly shipped: number | null;
  readonly finalAt: number | null;
  readonly settled: string;
}

/**
 * What a SKU remembers of the shop's orders. `retired`: units of final orders whose names are forgotten; all of them are in
 * the positions. `unnamed`: units of orders that are not over and whose names had no room; they stay subtracted until told
 * again. `unnamedIn`: those that were in the positions already.
 * `newest`: the highest order number that was ever told of: who has a higher one can't be among the unnamed.
 */
export interface Memory {
  readonly orders: Readonly<Record<string, Need>>;
  readonly retired: string;
  readonly unnamed: string;
  readonly unnamedIn: string;
  readonly newest: number;
}

export const NO_MEMORY: Memory = { orders: {}, retired: '0', unnamed: '0', unnamedIn: '0', newest: 0 };

/** What an order told before: `OrderStockNeed.before`; null: not known. */
type Before = { readonly reduced: string; readonly held: boolean } | null;

/** The need that a tell's body says, and whose it is; null: it is something else. */
export function readNeed(
  body: unknown,
  now: number,
): { order: string; sku: string; need: Need; before: Before; word: string | null } | null {
  const read = OrderStockNeed.safeParse(body);
  if (!read.success) return null;
  const { order, sku, incarnation, rev, reduced, final, settled, before = null, word = null } = read.data;
  const need = {
    ...{ incarnation, rev, units: reduced, settled, finalAt: final ? now : null },
    allocated: at(read.data.allocatedAt),
    released: at(read.data.releasedAt),
    shipped: at(read.data.shippedAt),
  };
  return { order, sku, need, before, word: final ? word : null };
}

/**
 * Takes in what an order says. An older revision changes nothing. An order that isn't known by name takes what it had counted
 * before out of what has no name.
 */
export function withNeed(memory: Memory, order: string, need: Need, before: Before = null): Memory {
  const known = Object.hasOwn(memory.orders, order) ? memory.orders[order] : undefined;
  if (known !== undefined) {
    if (isOlder(need, known)) return memory;
    const finalAt = need.finalAt === null ? null : (known.finalAt ?? need.finalAt);
    return { ...memory, orders: { ...memory.orders, [order]: { ...need, finalAt, settled: known.settled } } };
  }
  return {
    ...drawn(memory, order, need, before),
    orders: { ...memory.orders, [order]: need },
    retired: fromScaled(scaled(memory.retired) - scaled(need.settled)),
    newest: Math.max(memory.newest, numberOf(order)),
  };
}

/**
 * An order that may be among the unnamed takes what it told before from there. Was it held back nowhere then, it is not among those
 * in the positions; else it is taken from these first: nothing is set free too early. Where what it told isn't known, what it
 * tells now stands for it.
 */
function drawn(memory: Memory, order: string, need: Need, before: Before): Memory {
  if (scaled(need.settled) > 0n || numberOf(order) > memory.newest) return memory;
  const { reduced, held } = before ?? { reduced: need.units, held: need.allocated !== null };
  const pools = held ? (['unnamedIn', 'unnamed'] as const) : (['unnamed', 'unnamedIn'] as const);
  let wanted = scaled(reduced);
  const left = { unnamed: memory.unnamed, unnamedIn: memory.unnamedIn };
  for (const pool of pools) {
    const there = scaled(left[pool]);
    const taken = wanted < there ? wanted : there;
    left[pool] = fromScaled(there - taken);
    wanted -= taken;
  }
  return { ...memory, ...left };
}

/** The running total of the shop's units that were told of. */
export function countedOf({ orders, retired, unnamed, unnamedIn }: Memory): bigint {
  return sum(Object.values(orders)) + scaled(retired) + scaled(unnamed) + scaled(unnamedIn);
}

/** Units that the positions don't hold back yet. */
export function unallocatedOf({ orders, unnamed }: Memory, frontier: Frontier): bigint {
  return sum(Object.values(orders).filter((need) => !isIn(need, frontier))) + scaled(unnamed);
}

/** The positions say of the order's units what the ERP, the warehouse did with them: every place was told of later than that. */
export function isIn(need: Pick<Need, 'allocated' | 'released' | 'shipped'>, frontier: Frontier): boolean {
  const kinds = (['allocated', 'released', 'shipped'] as const).filter((kind) => frontier[kind] !== null);
  // Who has shipped has been promised too, whatever was read of it on the way.
  return kinds.length > 0 && kinds.every((kind) => (need[kind] ?? need.shipped ?? Infinity) < (frontier[kind] ?? 0));
}

/** Forgets the names of orders that are over and in the positions, an hour after. `at`: when the next may be forgotten. */
export function retire(memory: Memory, frontier: Frontier, now: number): { memory: Memory; at: number | null } {
  const orders: Record<string, Need> = {};
  let retired = scaled(memory.retired);
  let at: number | null = null;
  for (const [order, need] of Object.entries(memory.orders)) {
    const over = isDone(need, frontier);
    const due = (need.finalAt ?? 0) + NAMED_MS;
    if (over && due <= now) retired += scaled(need.units);
    else orders[order] = need;
    if (over && due > now) at = at === null ? due : Math.min(at, due);
  }
  const same = Object.keys(orders).length === Object.keys(memory.orders).length;
  return { memory: same ? memory : { ...memory, orders, retired: fromScaled(retired) }, at };
}

/**
 * With at most so many orders by name. First those lose it that are over and in the positions; then, the longest known first,
 * those that are not over, because they will be told again, and of these last who only waits for a later word of the positions; last those of which `kept` says that their end must be found by name.
 */
export function withRoom(
  memory: Memory,
  frontier: Frontier,
  max = ORDERS_MAX,
  kept: (order: string) => boolean = () => false,
): Memory {
  const named = Object.entries(memory.orders);
  if (named.length <= max) return memory;
  const pool = (need: Need): (typeof POOLS)[number] => {
    if (isDone(need, frontier)) return 'retired';
    return isIn(need, frontier) ? 'unnamedIn' : 'unnamed';
  };
  const rank = ([order, need]: (typeof named)[number]): number => {
    if (kept(order)) return POOLS.length + 1;
    if (!isDone(need, frontier) && need.finalAt !== null) return POOLS.length;
    const waits = pool(need) === 'unnamed' && (need.allocated ?? need.released ?? need.shipped) !== null;
    return POOLS.indexOf(pool(need)) + (waits ? 0.5 : 0);
  };
  const gone = named.sort((a, b) => rank(a) - rank(b)).slice(0, named.length - max);
  const names = new Set(gone.map(([order]) => order));
  const added = (to: string) => sum(gone.map(([, need]) => need).filter((need) => pool(need) === to));
  return {
    ...memory,
    ...Object.fromEntries(POOLS.map((to) => [to, fromScaled(scaled(memory[to]) + added(to))])),
    orders: Object.fromEntries(Object.entries(memory.orders).filter(([order]) => !names.has(order))),
  };
}

const POOLS = ['retired', 'unnamedIn', 'unnamed'] as const;
const isDone = (need: Need, frontier: Frontier): boolean =>
  need.finalAt !== null && (scaled(need.units) === 0n || isIn(need, frontier));
/** Of `order/1042`; an order without a number is nobody's earlier one. */
const numberOf = (order: string): number => Number(/^order\/(\d{1,15})$/.exec(order)?.[1] ?? 0);
const isOlder = (a: Need, b: Need): boolean =>
  a.incarnation < b.incarnation || (a.incarnation === b.incarnation && a.rev < b.rev);
const sum = (needs: readonly Need[]): bigint => needs.reduce((units, need) => units + scaled(need.units), 0n);
const at = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant));
