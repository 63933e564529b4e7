import type { Json, OrderSnapshot } from '@causeway/contracts';
import { isLive } from '../../errand/dealings.ts';
import { shipTo } from '../canonical/address.ts';
import type { Intent } from '../intent.ts';
import type { Step } from '../lane/asking.ts';
import { WORDS } from '../lane/words.ts';
import type { OrderState, Role } from '../state.ts';
import type { Turn } from '../turn.ts';
import { deliveryMark, isSameAddress, partsOf } from './parts.ts';

/**
 * Notes what a document is taken to say of the delivery that nobody here gave it (an engine before this one did): what
 * the shop says (before a change of it is taken in), and of a release what the ERP has, because the ERP comes first.
 */
export function noteHeld({ state }: Turn): void {
  const { erp, wms, sent, shop } = state;
  if (shop.order === null) return;
  if (sent !== null && sent.parts === undefined && sent.digest === shop.digest) {
    state.sent = { ...sent, parts: partsOf(shop.order) };
  }
  if (state.accepted && isLive(erp.doc) && state.sent?.parts !== undefined) erp.holds ??= deliveryMark(shop.order);
  if (isLive(wms.doc)) wms.holds ??= erp.holds;
}

/** Where the shop's order goes now; null: nobody has to be told of a change (a person settled it, or it is over). */
export function wantedDelivery({ accepted, sent, shop, settled }: OrderState): string | null {
  if (!accepted || sent?.parts === undefined || shop.order === null || shop.deleted) return null;
  return shop.digest === settled.digest ? null : deliveryMark(shop.order);
}

/** Another address or note, to the ERP first and then to the warehouse, unless that has begun to pick. */
export function amendStep({ state }: Turn, intent: Intent | null, role: Role): Step {
  const lane = state[role];
  const wanted = wantedDelivery(state);
  const { order } = state.shop;
  if (wanted === null || order === null || lane.doc === null || lane.holds === null) return null;
  if (intent === 'cancel' || lane.holds === wanted || lane.amendRefused?.wanted === wanted) return null;
  const inDoubt = role === 'erp' && state.wms.tried && (state.wms.look || state.wms.call !== null);
  const tooLate = role === 'wms' && (state.erp.holds !== wanted || state.wms.doc?.status !== 'received');
  if (inDoubt || tooLate) return null;
  const request = { id: lane.doc.id, amendment: amendment(order, lane.holds, wanted) };
  const { system, document } = WORDS[role];
  return { ask: 'amend', request, about: wanted, say: `Changing the delivery of the ${document} in ${system}` };
}

/** The ERP has the delivery that the shop wants, as far as that matters to a parcel. */
export function isDeliveryHeld(state: OrderState): boolean {
  const wanted = wantedDelivery(state);
  return wanted === null || state.erp.holds === null || isSameAddress(wanted, state.erp.holds);
}

function amendment(order: OrderSnapshot, held: string, wanted: string): Json {
  const address = isSameAddress(held, wanted) ? {} : { shipTo: { ...shipTo(order) } };
  const note = held.split('.')[1] === wanted.split('.')[1] ? {} : { note: order.customer_note };
  return { ...address, ...note };
}

/** A person saw to an edit: what the shop says now is what all have. */
export function takeAsHeld(state: OrderState): void {
  const { order, digest } = state.shop;
  if (order === null || state.sent === null) return;
  state.settled = { ...state.settled, digest };
  state.sent = { ...state.sent, parts: partsOf(order) };
  for (const lane of [state.erp, state.wms] as const) lane.holds &&= deliveryMark(order);
}
