import { fromScaled } from '../../policy/rounding/money.ts';
import { isLive } from '../errand/dealings.ts';
import { sentOf } from './accept.ts';
import type { Reading } from './canonical/reading.ts';
import { type Identity, toRelease, toSalesOrder } from './canonical/sales-order.ts';
import { amendStep, isDeliveryHeld } from './edits/amending.ts';
import { deliveryMark } from './edits/parts.ts';
import { releaseRest, restAtErp } from './goods/again.ts';
import { dueUnits, leftOut } from './goods/due.ts';
import { askedOf } from './goods/rest.ts';
import type { Verdict } from './holds.ts';
import { find, poll, type Step } from './lane/asking.ts';
import { mayBeTwo } from './lane/notice.ts';
import { isAllShipped, parcelsOf } from './shipments.ts';
import type { Lane, OrderState, Role } from './state.ts';
import { isNumberTold } from './tellings.ts';
import type { Turn } from './turn.ts';

/** Nothing of ours is there, and nothing is under way that could change that. */
export const isClear = (lane: Lane<unknown>): boolean =>
  lane.absent && !lane.look && lane.call === null && lane.claimed === null;

const isOver = ({ state }: Turn, verdict: Verdict): boolean => state.final !== null || verdict.beforeGoLive;

/** Nothing is at the warehouse that left or may leave. */
export const isWarehouseClear = ({ wms, earlier }: OrderState): boolean => isClear(wms) && earlier.length === 0;

/** Whether a lane is in doubt, and what there is matters now. */
export function needsLook(turn: Turn, verdict: Verdict, role: Role): boolean {
  const { state } = turn;
  if (state.externalId === null || !state[role].look) return false;
  // Of an order that is over only a replay asks, or who calls a second document back, and only where something may be.
  const asks = state.replay?.looking === true || callsBack(turn, role);
  if (isOver(turn, verdict)) return (asks || looksAfter(state, role)) && state[role].tried;
  const { intent } = verdict;
  return state[role].tried || intent === 'cancel' || (intent === 'send' && (role === 'erp' || isAllocated(turn)));
}

/** At its end a warehouse may tell of deliveries, each of what it committed late of an order that is cancelled or was asked for twice. */
const looksAfter = (state: OrderState, role: Role): boolean =>
  state.final === 'cancelled' || (state.final === 'completed' && (role === 'wms' || mayBeTwo(state[role])));

/** A completed order only looks on: nobody has to wait for what it may still see. */
export const looksOn = ({ final, wms, replay }: OrderState): boolean =>
  final === 'completed' && replay?.looking !== true && wms.call?.operation === 'find';

/** A second document is one too many also when the order is completed. */
const callsBack = ({ state }: Turn, role: Role): boolean =>
  state[role].surplus !== null && (state.final === null || state.final === 'completed');

/** The second document, unless the system refused to let it go. */
function callBack(lane: Lane<unknown>): Step {
  return lane.cancelRefused === null ? { ask: 'cancel', request: { id: lane.surplus } } : null;
}

/** What to do next at the ERP. */
export function erpStep(turn: Turn, verdict: Verdict): Step {
  const { state } = turn;
  const { erp } = state;
  if (erp.look) return needsLook(turn, verdict, 'erp') ? find(turn, 'erp') : null;
  if (callsBack(turn, 'erp')) return callBack(erp);
  if (isOver(turn, verdict) || state.externalId === null) return null;
  const { doc } = erp;
  if (doc !== null && isLive(doc)) {
    // The release goes first: an ERP order is never cancelled under a parcel that may still leave.
    if (verdict.intent === 'cancel') {
      if (!isWarehouseClear(state) || erp.cancelRefused !== null) return null;
      return { ask: 'cancel', request: { id: doc.id }, say: `Cancelling the ERP order ${doc.number}` };
    }
    return amendStep(turn, verdict.intent, 'erp') ?? reportStep(turn) ?? restAtErp(turn) ?? pollAllocation(turn);
  }
  return mayCreate(turn, verdict) ? createOrder(turn, verdict) : null;
}

const pollAllocation = (turn: Turn): Step =>
  turn.state.accepted && turn.state.erp.doc?.allocation !== 'full' ? poll(turn, 'erp') : null;

/** The next parcel that the ERP was not told of, where the shop has it told. */
function reportStep({ state, settings }: Turn): Step {
  if (!settings.reportShipments || !state.accepted || state.erp.doc === null) return null;
  const parcel = parcelsOf(state).find(({ id }) => state.reported[id] === undefined);
  if (parcel === undefined) return null;
  const lines = parcel.lines.map(({ sku, ...line }) => (sku === undefined ? line : { ...line, sku }));
  const shipment = { ...parcel, deliveredAt: parcel.deliveredAt ?? null, lines };
  const request = { id: state.erp.doc.id, shipment };
  return { ask: 'ship', request, about: parcel.id, say: `Telling the ERP of parcel ${parcel.id}` };
}

function mayCreate({ state }: Turn, verdict: Verdict): boolean {
  const held = verdict.checks.length + verdict.blocking.length > 0;
  return (
    verdict.intent === 'send' && isClear(state.erp) && !state.erp.gone && !state.accepted && !mayNotYet(verdict, held)
  );
}

/** A sign-in that failed is tried again by itself: its exception stands, but is no reason not to ask. */
function mayNotYet(verdict: Verdict, held: boolean): boolean {
  if (!held) return false;
  return (
    verdict.checks.length > 0 ||
    verdict.blocking.some(({ category }) => category !== 'authentication' && category !== 'stock')
  );
}

function createOrder(turn: Turn, verdict: Verdict): Step {
  const { state } = turn;
  if (verdict.reading === null || state.externalId === null || state.shop.digest === null) return null;
  const identity = { externalId: state.externalId, traceId: state.traceId ?? '' };
  const order = toSalesOrder(verdict.reading, identity);
  if (order === null) return null;
  const shown = verdict.reading.order;
  const { digest } = state.shop;
  const taken = () => {
    // What is read back must agree with this, not with a later edit.
    state.sent = sentOf(order, shown, digest);
    state.erp.holds = deliveryMark(shown);
    if (turn.reach('checks')) turn.say('All checks passed');
  };
  return { ask: 'create', request: { order }, say: 'Sending to the ERP', taken };
}

/** What to do next at the warehouse. */
export function warehouseStep(turn: Turn, verdict: Verdict): Step {
  const { state } = turn;
  const { wms } = state;
  if (wms.look) return needsLook(turn, verdict, 'wms') ? find(turn, 'wms') : null;
  if (callsBack(turn, 'wms')) return callBack(wms);
  if (isOver(turn, verdict) || state.externalId === null) return null;
  const blocked = mayNotYet(verdict, verdict.blocking.length > 0);
  const due =
    verdict.intent === 'send' && isAllocated(turn) && isNumberTold(state) && isDeliveryHeld(state) && !blocked;
  if (wms.doc !== null && isLive(wms.doc)) {
    if (verdict.intent === 'cancel' && wms.cancelRefused === null) {
      return { ask: 'cancel', request: { id: wms.doc.id }, say: `Cancelling the warehouse release ${wms.doc.id}` };
    }
    const rest = due ? releaseRest(turn, verdict) : null;
    return callsBackRest(turn, verdict) ?? amendStep(turn, verdict.intent, 'wms') ?? rest ?? follow(turn);
  }
  // A later release is not there: what was closed before it decides what comes next.
  if (state.nth > 1) return isClear(wms) && (!wms.gone || verdict.intent === 'cancel') ? find(turn, 'wms') : null;
  if (!due || !isClear(wms) || wms.gone || verdict.reading === null) return null;
  const identity = { externalId: state.externalId, traceId: state.traceId ?? '' };
  return createRelease(turn, verdict.reading, identity);
}

function createRelease({ state }: Turn, reading: Reading, identity: Identity): Step {
  const units = (line: string, ordered: string) => fromScaled(dueUnits(state, { id: Number(line), quantity: ordered }));
  const release = toRelease(reading, identity, state.erp.doc?.number ?? '', units);
  if (release === null || release.lines.length === 0) return null;
  const taken = () => {
    state.wms.holds = deliveryMark(reading.order);
    state.leftOut = leftOut(state);
  };
  return { ask: 'create', request: { release }, say: 'Releasing to the warehouse', taken };
}

/** Units of the release were refunded, and nobody has begun to pick it: it is called back, and the rest released anew. */
function callsBackRest({ state }: Turn, verdict: Verdict): Step {
  const { wms } = state;
  if (verdict.intent !== 'send' || wms.doc?.status !== 'received' || wms.cancelRefused !== null) return null;
  if ((state.leftOut ?? '') === (state.nth > 1 ? askedOf(state) : leftOut(state))) return null;
  const taken = () => {
    state.redo = true;
  };
  const say = `Units were refunded: calling back the warehouse release ${wms.doc.id}`;
  return { ask: 'cancel', request: { id: wms.doc.id }, say, taken };
}

function follow(turn: Turn): Step {
  const { wms, rest, stock } = turn.state;
  if (wms.doc?.status === 'shipped' && isAllShipped(turn.state)) return null;
  return rest !== null && stock === null ? find(turn, 'wms') : poll(turn, 'wms');
}

/** Accepted, read back as fully allocated, and nothing about that is in doubt: the gate of the warehouse. */
export function isAllocated({ state }: Turn): boolean {
  const { erp } = state;
  const settled = !erp.look && erp.call === null && erp.surplus === null && !erp.stopped;
  return state.accepted && isLive(erp.doc) && erp.doc?.allocation === 'full' && settled;
}
