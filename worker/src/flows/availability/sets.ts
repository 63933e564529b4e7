import { Decimal, type Json, Sku, type Tell } from '@causeway/contracts';
import * as z from 'zod';
import { fromScaled, scaled } from '../../policy/rounding/money.ts';
import { stockSubject } from '../../policy/stock-subject.ts';
import type { Frontier } from './frontier.ts';
import { isIn, type Memory, unallocatedOf } from './needs.ts';
import type { Plan } from './plan.ts';
import type { SetNeed, StockState } from './state.ts';
import type { Worth } from './worth.ts';

/** A tell has room for so many; what is sold of a set and not promised is one. */
const NEEDS_MAX = 600;
/** So many tellings of a set's needs may be on their way to its parts. */
const ON_THE_WAY_MAX = 20;

const Ms = z.int().nullable();
const Frontiers = z.object({ allocated: Ms, released: Ms, shipped: Ms });
/** What a set says to a part: units of the part that its orders took, whole each time. */
const SetNeeds = z.object({
  about: z.literal('set_needs'),
  set: Sku,
  part: Sku,
  seq: z.int(),
  needs: z.array(z.tuple([Decimal, Ms, Ms, Ms])),
});
/** What a part says to a set that it is in, whole each time. `seq`: which telling of the set's it has in. */
const PartWorth = z.object({
  about: z.literal('part_worth'),
  set: Sku,
  part: Sku,
  seq: z.int(),
  available: Decimal,
  asOf: z.int(),
  frontier: Frontiers,
});

/** Takes in what a set or a part says; false: it is something else. An older telling changes nothing. */
export function heard(state: StockState, body: unknown, now: number): boolean {
  const fromSet = SetNeeds.safeParse(body);
  if (fromSet.success) {
    const { set, part, seq, needs } = fromSet.data;
    state.sku ??= part;
    if ((state.sets[set]?.seq ?? 0) <= seq) state.sets = { ...state.sets, [set]: { seq, needs } };
    return true;
  }
  const fromPart = PartWorth.safeParse(body);
  if (!fromPart.success) return false;
  const { set, part, seq, available, asOf, frontier } = fromPart.data;
  state.sku ??= set;
  state.partsSince ??= now;
  state.parts = { ...state.parts, [part]: { available, asOf, seq, frontier } };
  return true;
}

/** What the sets that this SKU is in have not heard yet. */
export function tellSets(state: StockState, plan: Plan, worth: Worth | null): Tell[] {
  const { sku } = state;
  if (sku === null || worth === null) return [];
  const available = fromScaled(worth.units);
  const tells: Tell[] = [];
  const told: Record<string, string> = {};
  for (const set of plan.setsOf.get(sku) ?? []) {
    const seq = state.sets[set]?.seq ?? 0;
    const { asOf, frontier } = worth;
    const body = { about: 'part_worth', set, part: sku, seq, available, asOf, frontier: { ...frontier } };
    told[set] = JSON.stringify(body);
    if (told[set] !== state.toldSets[set]) tells.push({ subject: stockSubject(set), body });
  }
  state.toldSets = told;
  // A set that the settings no longer know takes nothing.
  state.sets = Object.fromEntries(Object.entries(state.sets).filter(([set]) => set in told));
  return tells;
}

/** What the parts of this set have not heard yet of its orders. */
export function tellParts(state: StockState, plan: Plan, frontier: Frontier, now: number): Tell[] {
  const parts = state.sku === null ? undefined : plan.sets.get(state.sku);
  if (state.sku === null || parts === undefined) return [];
  const needs = needsOf(state.memory, frontier);
  const text = JSON.stringify(needs);
  if (text === (state.toldParts.needs || '[]')) return [];
  const seq = Math.max(now, state.toldParts.seq + 1);
  const units = { ...state.toldParts.units, [String(seq)]: fromScaled(unallocatedOf(state.memory, frontier)) };
  const recent = Object.entries(units).slice(-ON_THE_WAY_MAX);
  state.toldParts = { seq, needs: text, units: Object.fromEntries(recent) };
  return [...parts].map(([part, quantity]) => ({
    subject: stockSubject(part),
    body: { about: 'set_needs', set: state.sku, part, seq, needs: needs.map(timesOf(quantity)) } as Json,
  }));
}

/** One row for all that are held back since the same instants. */
function needsOf({ orders, unnamed }: Memory, frontier: Frontier): SetNeed[] {
  const rows = new Map<string, [bigint, ...(number | null)[]]>();
  const add = (units: bigint, instants: readonly (number | null)[]) => {
    const known = rows.get(String(instants));
    rows.set(String(instants), [units + (known?.[0] ?? 0n), ...instants]);
  };
  for (const need of Object.values(orders)) {
    const { allocated, released, shipped } = need;
    const named = rows.size < NEEDS_MAX;
    if (!isIn(need, frontier)) add(scaled(need.units), named ? [allocated, released, shipped] : [null, null, null]);
  }
  add(scaled(unnamed), [null, null, null]);
  return [...rows.values()]
    .filter(([units]) => units !== 0n)
    .map(([units, a = null, r = null, s = null]): SetNeed => [fromScaled(units), a, r, s]);
}

const timesOf =
  (quantity: bigint) =>
  ([units, ...instants]: SetNeed): SetNeed => [fromScaled((scaled(units) * quantity) / scaled('1')), ...instants];
