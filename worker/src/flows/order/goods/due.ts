import type { OrderSnapshot } from '@causeway/contracts';
import { fromScaled, scaled } from '../../../policy/rounding/money.ts';
import { isLive } from '../../errand/dealings.ts';
import type { OrderState } from '../state.ts';
import { releasesOf, shipmentsOf, unitsIn } from './releases.ts';

type Item = OrderSnapshot['items'][number];
type Ordered = Pick<Item, 'id' | 'quantity'>;

/** Units of a line that left so far, as `scaled`. */
export const leftUnits = (state: OrderState, lineId: string): bigint => unitsIn(releasesOf(state), lineId);

/** Units of a line that are to leave: what was ordered, less what was refunded before it left, or is not to be waited for. */
export function dueUnits(state: OrderState, item: Ordered): bigint {
  const refunded = keptBack(state, String(item.id));
  const lost = givenUpUnits(state, item);
  const due = scaled(item.quantity) - (refunded > lost ? refunded : lost);
  return due > 0n ? due : 0n;
}

/** Units of a line that were not found and are not waited for, and that did not leave after all. */
export function givenUpUnits(state: OrderState, { id, quantity }: Ordered): bigint {
  const told = state.givenUp[String(id)];
  if (told === undefined) return 0n;
  const givenUp = scaled(told);
  const there = scaled(quantity) - leftUnits(state, String(id));
  return givenUp < there ? givenUp : there > 0n ? there : 0n;
}

/** Units of a line that were refunded before they left. */
export function keptBack({ shop, neighbours }: OrderState, line: string, but?: number): bigint {
  const refunds = shop.order?.refunds ?? [];
  if (refunds.length === 0) return 0n;
  const standing = refunds.filter((refund) => refund.id !== but && !isOwn(refund, neighbours));
  return standing.reduce((sum, { id }) => sum + scaled(neighbours.refunds[id]?.kept?.[line] ?? '0'), 0n);
}

/** A return of the order made the refund: the returns know it. */
export const isOwn = (refund: OrderSnapshot['refunds'][number], { own }: OrderState['neighbours']): boolean =>
  (refund.return_id ?? null) !== null || own.includes(refund.id);

/** A line, and some of its units, as `scaled`. */
export interface Outstanding {
  readonly item: Item;
  readonly units: bigint;
}

/** Lines of which units are still to leave. */
export function outstanding(state: OrderState): Outstanding[] {
  const lines: Outstanding[] = [];
  for (const item of state.shop.order?.items ?? []) {
    const units = dueUnits(state, item) - leftUnits(state, String(item.id));
    if (units > 0n) lines.push({ item, units });
  }
  return lines;
}

/** The warehouse is through with its release, and units are still to leave. */
export const isClosedShort = (state: OrderState): boolean =>
  isLive(state.wms.doc) && state.wms.doc?.status === 'shipped' && outstanding(state).length > 0;

/** Every unit was refunded before anything left: the order is as good as cancelled. */
export function isNothingDue(state: OrderState): boolean {
  if ((state.shop.order?.refunds ?? []).length === 0) return false;
  const items = state.shop.order?.items.filter(({ quantity }) => scaled(quantity) > 0n) ?? [];
  const refunded = items.length > 0 && items.every((item) => keptBack(state, String(item.id)) >= scaled(item.quantity));
  return refunded && shipmentsOf(state).length === 0;
}

/** What a release made now would leave out, because it was refunded: `17:1,18:2`, by line; empty: nothing. */
export function leftOut(state: OrderState): string {
  const lines = (state.shop.order?.items ?? []).map(({ id }) => [id, keptBack(state, String(id))] as const);
  return lines.flatMap(([id, units]) => (units > 0n ? [`${id}:${fromScaled(units)}`] : [])).join();
}

/** `2 × CW-001, 1 × CW-002`. */
export const listed = (lines: readonly Outstanding[]): string =>
  lines.map(({ item, units }) => `${fromScaled(units)} × ${item.sku || item.name}`).join(', ');
