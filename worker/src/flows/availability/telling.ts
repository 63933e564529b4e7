import type { EffectAnswer, EffectDraft, ShopStock } from '@causeway/contracts';
import { backOffMs } from '../../policy/retry.ts';
import { fromScaled, plainDecimal, scaled } from '../../policy/rounding/money.ts';
import { fromCheckpoint, toCheckpoint } from './checkpoint.ts';
import { endsAgain, endsTold } from './ends.ts';
import { countedOf, withNeed } from './needs.ts';
import type { Refusal, StockState, Told } from './state.ts';
import { noteVerified } from './verification.ts';
import type { Worth } from './worth.ts';

const RETRY = { attemptsMax: 8, baseMs: 2000, capMs: 300_000 };
const LATER_MS = 3000;
const DAY_MS = 86_400_000;
/** How soon a SKU that the shop doesn't sell is asked for again. */
export const UNKNOWN_MS = 600_000;
/** Until a person says so. */
export const NEVER = Number.MAX_SAFE_INTEGER;
/** So many triples may wait for the shop: one, and falls that could not wait. */
const OUT_MAX = 4;

/** The triple that the shop has to get now; null: it holds it, or has it on the way, or can't be told yet. */
export function stockEffect(state: StockState, worth: Worth | null, now: number): EffectDraft | null {
  const { sku } = state;
  if (sku === null || worth === null || state.notBefore > now) return null;
  const base = fromScaled(worth.units < 0n ? 0n : worth.units);
  const counted = fromScaled(countedOf(state.memory));
  const last = state.out.at(-1) ?? state.shop;
  if (last !== null && last.base === base && last.counted === counted && !isDue(state, now)) return null;
  if (state.out.length > 0 && !mayFollow(state, { base, counted })) return null;
  const { correction } = state;
  const version = state.version + 1;
  state.version = version;
  state.out = [...state.out, { version, base, counted, ...(correction === null ? {} : { correction }) }];
  state.keepBy = null;
  state.correction = null;
  endsTold(state, version);
  const as_of = new Date(worth.asOf).toISOString();
  const checkpoint = toCheckpoint(state.memory, worth.frontier, state.ends);
  const corrected = correction === null ? {} : { correction };
  return { kind: 'stock', key: keyOf(version), body: { sku, version, base, counted, as_of, checkpoint, ...corrected } };
}

/**
 * Until the shop has answered this engine once, a second triple could pass for a newer one without its memory. After that a
 * fall does not wait for an answer.
 */
function mayFollow({ out, shop }: StockState, next: Pick<Told, 'base' | 'counted'>): boolean {
  const last = out.at(-1);
  return shop !== null && last !== undefined && out.length < OUT_MAX && sumOf(next) < sumOf(last);
}

/** Takes the shop's answer to a triple in. */
export function answered(state: StockState, key: string, answer: EffectAnswer, now: number): void {
  const told = state.out.find(({ version }) => keyOf(version) === key);
  if (told === undefined) return;
  state.out = state.out.filter((one) => one !== told);
  const { result, stock } = answer;
  if (stock === null) {
    refused(state, 'unknown', '', now + unknownWait(state, now), now);
    return;
  }
  if (stock !== undefined && stock.sku !== state.sku) {
    refused(state, 'shared', stock.sku, now + DAY_MS, now);
    return;
  }
  if (result !== 'applied' && result !== 'already') {
    // What was approved and not done still has to be, and what was told only for its memory is told again.
    state.correction ??= told.correction ?? null;
    state.keepBy = 0;
  }
  if (result === 'later') {
    state.notBefore = Math.max(state.notBefore, now + LATER_MS);
    return;
  }
  if (result !== 'applied' && result !== 'already') {
    state.fails += 1;
    refused(state, 'failed', answer.message, now + backOffMs(RETRY, `${state.sku}:stock`, state.fails), now);
    return;
  }
  const isFirst = state.shop === null && result === 'applied';
  if (stock === undefined) state.shop = { version: told.version, base: told.base, counted: told.counted };
  else if (!held(state, told, stock, result)) return;
  if (stock !== undefined) {
    noteStock(state, stock, isFirst);
    noteVerified(state, stock);
  }
  Object.assign(state, { fails: 0, refusal: null });
}

/** A product is mostly made soon after its SKU: the longer the shop has not had it, the later it is asked again. */
function unknownWait({ refusal }: StockState, now: number): number {
  const since = refusal?.kind === 'unknown' ? now - refusal.at : 0;
  return Math.min(Math.max(since, UNKNOWN_MS), DAY_MS);
}

/** What the shop holds is known then; false: it keeps a memory that can't be read. */
function held(state: StockState, told: Told, stock: ShopStock, result: 'applied' | 'already'): boolean {
  const mine = [told, ...state.out, ...(state.shop === null ? [] : [state.shop])];
  const known = state.shop !== null && mine.some((one) => same(one, stock));
  if (result === 'already' && !known && !adopt(state, stock)) {
    refused(state, 'unreadable', '', NEVER, 0);
    return false;
  }
  state.shop = { version: stock.version, base: plainDecimal(stock.base), counted: plainDecimal(stock.counted) };
  state.version = Math.max(state.version, stock.version);
  // Earlier ones have nothing to say any more.
  state.out = state.out.filter(({ version }) => version > stock.version);
  return true;
}

/** Begins from the shop's memory; what orders told this engine meanwhile is told on top. False: it can't be read. */
function adopt(state: StockState, { checkpoint }: ShopStock): boolean {
  const memory = checkpoint === null ? null : fromCheckpoint(checkpoint);
  if (memory === null) return false;
  const { orders, unnamed } = state.memory;
  const merged = Object.entries(orders).reduce((all, [order, need]) => withNeed(all, order, need), memory);
  // Whose names had no room here are among those that had none in the shop, or nobody can tell.
  state.memory = scaled(merged.unnamed) < scaled(unnamed) ? { ...merged, unnamed } : merged;
  state.out = [];
  endsAgain(state);
  return true;
}

function noteStock(state: StockState, { stock, base }: ShopStock, isFirst: boolean): void {
  state.below = scaled(stock) < 0n ? stock : null;
  if (scaled(stock) === scaled(base)) state.first = null;
  else if (isFirst) state.first = { stock, base };
}

function refused(state: StockState, kind: Refusal['kind'], detail: string, notBefore: number, now: number): void {
  if (state.refusal?.kind !== kind || state.refusal.detail !== detail) state.refusal = { kind, detail, at: now };
  state.notBefore = notBefore;
  if (kind === 'unknown' || kind === 'shared') Object.assign(state, { shop: null, below: null, first: null });
}

const isDue = ({ keepBy }: StockState, now: number): boolean => keepBy !== null && keepBy <= now;
const keyOf = (version: number): string => `stock#${version}`;
const sumOf = ({ base, counted }: Pick<Told, 'base' | 'counted'>): bigint => scaled(base) + scaled(counted);
const same = (told: Told, stock: ShopStock): boolean =>
  told.version === stock.version &&
  scaled(told.base) === scaled(stock.base) &&
  scaled(told.counted) === scaled(stock.counted);
