import type { FreeStock } from '@causeway/contracts';
import { releaseId } from '../../../policy/release-id.ts';
import { fromScaled, scaled } from '../../../policy/rounding/money.ts';
import { row } from '../canonical/row.ts';
import type { OrderSettings } from '../settings.ts';
import type { OrderState } from '../state.ts';
import type { Turn } from '../turn.ts';
import { dueUnits, isClosedShort, type Outstanding, outstanding } from './due.ts';
import { unitsIn } from './releases.ts';

/** What becomes of units that were not found; a rule that waits for them needs a name for the release that follows. */
export function shortRule(state: OrderState, { shortPick }: OrderSettings): OrderSettings['shortPick'] {
  const waits = shortPick === 'backorder' || shortPick === 'split';
  return waits && isClosedShort(state) && nextReleaseId(state) === null ? 'ask' : shortPick;
}

export const nextReleaseId = ({ externalId, nth }: OrderState): string | null =>
  externalId === null ? null : releaseId(externalId, nth + 1);

/** The rest of a release that was closed short waits for stock, and nobody is asked. */
export function isBackordered(state: OrderState, settings: OrderSettings): boolean {
  return isClosedShort(state) && ['backorder', 'split'].includes(shortRule(state, settings));
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
  return [...new Set(restOf(state).map(({ item }) => skuOf(item.sku, settings)))];
}

const skuOf = (sku: string, { mapping }: OrderSettings): string => row(mapping.skus, sku) ?? sku;

/** Notes since when the rest waits, whether the ERP said meanwhile that it lacks some, and since when stock is there. */
export function noteRest({ state, settings, now }: Turn): void {
  const { erp } = state;
  if (!isBackordered(state, settings) || restOf(state).length === 0) {
    if (state.wms.doc !== null) Object.assign(state, { rest: null, stock: null });
    return;
  }
  const { since, lacking } = state.rest ?? { since: now, lacking: false };
  const read = (erp.lookedAt ?? 0) > since && erp.doc !== null;
  const there = placeOf(state, settings) !== null;
  state.rest = {
    since,
    lacking: lacking || (read && erp.doc?.allocation !== 'full'),
    found: there ? (state.rest?.found ?? now) : null,
  };
}

/** From where all of the rest could leave at once: a place's name, `''` where the warehouse chooses. Null: it is not there. */
export function placeOf(state: OrderState, settings: OrderSettings): string | null {
  const rest = restOf(state);
  if (rest.length === 0 || state.stock === null) return null;
  const { free } = state.stock;
  if (free === null) return state.rest?.lacking === true && state.erp.doc?.allocation === 'full' ? '' : null;
  const wanted = new Map<string, bigint>();
  for (const { item, units } of rest) {
    const sku = skuOf(item.sku, settings);
    wanted.set(sku, (wanted.get(sku) ?? 0n) + units);
  }
  const hasAll = (place: string) => [...wanted].every(([sku, units]) => unitsAt(free, sku, place) >= units);
  return placesFor(state, settings, free).find(hasAll) ?? null;
}

const unitsAt = (free: readonly FreeStock[], sku: string, place: string): bigint =>
  free.reduce((sum, at) => (at.sku === sku && at.node === place ? sum + scaled(at.units) : sum), 0n);

/** `split` looks elsewhere first; `backorder` waits for the place where it was short. */
function placesFor(state: OrderState, { shortPick }: OrderSettings, free: readonly FreeStock[]): string[] {
  const own = state.wms.doc?.node;
  const all = [...new Set(free.map(({ node }) => node))];
  const others = all.filter((node) => node !== own);
  if (own === undefined) return all;
  return shortPick === 'split' ? [...others, own] : [own];
}
