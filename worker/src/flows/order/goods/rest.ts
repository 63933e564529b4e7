import type { FreeStock } from '@causeway/contracts';
import { releaseId } from '../../../policy/release-id.ts';
import { fromScaled, scaled } from '../../../policy/rounding/money.ts';
import type { OrderSettings } from '../settings.ts';
import type { OrderState } from '../state.ts';
import type { Turn } from '../turn.ts';
import { dueUnits, isClosedShort, type Outstanding, outstanding } from './due.ts';
import { shipmentsOf, unitsIn } from './releases.ts';
import { candidates } from './substitutes.ts';

/**
 * What becomes of units that were not found. A rule that waits for them needs a name for the release that follows; where
 * nothing of the order was found it is not for a rule to complete it. What was ordered since no warehouse that tells its
 * shorts has looked for: that is a person's.
 */
export function shortRule(state: OrderState, { shortPick }: OrderSettings): OrderSettings['shortPick'] {
  if (!isClosedShort(state)) return shortPick;
  const isNameless = waits(shortPick) && nextReleaseId(state) === null;
  const isNothing = shortPick === 'cancel' && shipmentsOf(state).length === 0;
  const isUnsought = waits(shortPick) && state.wms.doc?.shorts !== undefined && restOf(state).length === 0;
  return isNameless || isNothing || isUnsought ? 'ask' : shortPick;
}

const waits = (rule: OrderSettings['shortPick']): boolean => rule !== 'ask' && rule !== 'cancel';

export const nextReleaseId = ({ externalId, nth }: OrderState): string | null =>
  externalId === null ? null : releaseId(externalId, nth + 1);

/** The rest of a release that was closed short waits for stock, and nobody is asked. */
export function isBackordered(state: OrderState, settings: OrderSettings): boolean {
  return isClosedShort(state) && waits(shortRule(state, settings));
}

/**
 * Units of each line that the release after the one under way would send: what is still to leave, as far as the warehouse
 * said that it will not send them any more.
 */
export function restOf(state: OrderState, closed = state.wms.doc): Outstanding[] {
  return outstanding(state).flatMap(({ item, units }) => {
    const told = closed?.shorts?.find(({ lineId }) => lineId === String(item.id))?.quantity ?? '0';
    const rest = scaled(told) < units ? scaled(told) : units;
    return rest > 0n ? [{ item, units: rest }] : [];
  });
}

/** `17:2,18:1`: what the release under way is to send, by line, as far as the ones before it leave it to send. */
export function askedOf(state: OrderState): string {
  const closed = state.earlier.at(-1) ?? null;
  const lines = (closed?.shorts ?? []).flatMap(({ lineId, quantity }) => {
    const item = state.shop.order?.items.find(({ id }) => String(id) === lineId);
    const open = item === undefined ? 0n : dueUnits(state, item) - unitsIn(state.earlier, lineId);
    const units = scaled(quantity) < open ? scaled(quantity) : open;
    return units > 0n ? [`${lineId}:${fromScaled(units)}`] : [];
  });
  return lines.toSorted().join();
}

/** SKUs, in the warehouse's words, of which it is asked what it could send at once. */
export function wantedStock(turn: Turn): string[] {
  const { state, settings } = turn;
  if (!isBackordered(state, settings)) return [];
  return [...new Set(restOf(state).flatMap(({ item }) => candidates(state, settings, item)))];
}

/** Notes since when the rest waits, whether the ERP said meanwhile that it lacks some, and since when stock is there. */
export function noteRest({ state, settings, now }: Turn): void {
  const { erp } = state;
  if (!isBackordered(state, settings) || restOf(state).length === 0) {
    if (state.wms.doc !== null) Object.assign(state, { rest: null, stock: null });
    return;
  }
  const { since, lacking } = state.rest ?? { since: now, lacking: false };
  const read = (erp.lookedAt ?? 0) > since && erp.doc !== null;
  const there = wayOf(state, settings) !== null;
  state.rest = {
    since,
    lacking: lacking || (read && erp.doc?.allocation !== 'full'),
    found: there ? (state.rest?.found ?? now) : null,
  };
}

/** How all of the rest could leave at once: from which place (`''`: the warehouse chooses), and each line as which SKU. */
export interface Way {
  readonly place: string;
  readonly skus: Readonly<Record<string, string>>;
}

/** Null: stock for it is not there. What was ordered comes before any substitute, wherever it lies. */
export function wayOf(state: OrderState, settings: OrderSettings): Way | null {
  const rest = restOf(state);
  if (rest.length === 0 || state.stock === null) return null;
  const { free } = state.stock;
  const first = (item: Outstanding['item']) => candidates(state, settings, item).slice(0, 1);
  if (free === null) {
    const isThere = state.rest?.lacking === true && state.erp.doc?.allocation === 'full';
    return isThere ? { place: '', skus: picked(rest, first, () => true) ?? {} } : null;
  }
  for (const may of [first, (item: Outstanding['item']) => candidates(state, settings, item)]) {
    for (const place of placesFor(state, settings, free)) {
      const left = new Map<string, bigint>();
      const take = (sku: string, units: bigint) => {
        const there = left.get(sku) ?? unitsAt(free, sku, place);
        if (there >= units) left.set(sku, there - units);
        return there >= units;
      };
      const skus = picked(rest, may, take);
      if (skus !== null) return { place, skus };
    }
  }
  return null;
}

/** For each line the first SKU of which enough can be taken; null: there is none for one of them. */
function picked(
  rest: readonly Outstanding[],
  may: (item: Outstanding['item']) => readonly string[],
  take: (sku: string, units: bigint) => boolean,
): Record<string, string> | null {
  const skus: Record<string, string> = {};
  for (const { item, units } of rest) {
    const sku = may(item).find((one) => take(one, units));
    if (sku === undefined) return null;
    skus[item.id] = sku;
  }
  return skus;
}

const unitsAt = (free: readonly FreeStock[], sku: string, place: string): bigint =>
  free.reduce((sum, at) => (at.sku === sku && at.node === place ? sum + scaled(at.units) : sum), 0n);

/** `split` looks elsewhere first, `substitute` last; `backorder` waits for the place where it was short. */
function placesFor(state: OrderState, { shortPick }: OrderSettings, free: readonly FreeStock[]): string[] {
  const own = state.wms.doc?.node;
  const all = [...new Set(free.map(({ node }) => node))];
  const others = all.filter((node) => node !== own);
  if (own === undefined) return all;
  if (shortPick === 'backorder') return [own];
  return shortPick === 'split' ? [...others, own] : [own, ...others];
}
