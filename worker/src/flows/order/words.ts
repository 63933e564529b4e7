import { isLive } from '../errand/dealings.ts';
import { isClosedShort, listed, outstanding } from './goods/due.ts';
import { currentReleaseId, isReleased, shipmentsOf } from './goods/releases.ts';
import { exceptionsOf, type Verdict } from './holds.ts';
import { WORDS } from './lane/words.ts';
import { isAllShipped } from './shipments.ts';
import { focus, type StateName } from './situation.ts';
import type { OrderState } from './state.ts';
import { looksOn } from './steps.ts';
import { isNumberTold } from './tellings.ts';

/** How a state is said to staff. `waitingFor` is empty where nothing is awaited. */
interface Wording {
  readonly reason: (state: OrderState, verdict: Verdict) => string;
  readonly waitingFor: (state: OrderState, verdict: Verdict) => string;
}

const number = (state: OrderState): string => state.erp.doc?.number ?? 'its number';
const system = (state: OrderState): string => WORDS[focus(state)].system;
const person = () => 'a person';

/** At an end there is nothing to wait for, but an answer that is still out and what a person has yet to settle. */
function leftOver(state: OrderState, verdict: Verdict): string {
  if (state.erp.call !== null || (state.wms.call !== null && !looksOn(state))) return `${system(state)}'s answer`;
  if (state.replay?.looking === true) return 'the shop';
  return exceptionsOf(verdict).length > 0 ? person() : '';
}

/** What an order that was left out leaves behind. */
function remainder(state: OrderState): string {
  const { erp } = state;
  const there = [isLive(erp.doc) ? [erp.doc?.number] : [], isReleased(state) ? ['its release'] : []].flat();
  return there.length === 0
    ? 'Nothing more is sent.'
    : `Nothing more is sent; ${there.join(' and ')} stay as they are.`;
}

function firstTitle(_: OrderState, verdict: Verdict): string {
  const [first, ...others] = exceptionsOf(verdict);
  return `${first?.title ?? 'Something is wrong'}${others.length > 0 ? ` (and ${others.length} more)` : ''}.`;
}

function failureText(state: OrderState): string {
  const lane = state[focus(state)];
  return lane.failure?.message ?? `${system(state)} did not do as asked.`;
}

/** "Where are you, and why?": every state has its words; the compiler finds a state without. */
export const WORDING: Readonly<Record<StateName, Wording>> = {
  captured: { reason: () => 'Captured; the shop has not yet said enough to go on.', waitingFor: () => 'the shop' },
  before_go_live: { reason: () => 'Placed before go-live: listed here, never sent.', waitingFor: leftOver },
  waiting_for_payment: {
    reason: () => 'The shop still waits for the payment.',
    waitingFor: () => "the customer's payment",
  },
  on_hold: { reason: () => 'The order is on hold in the shop.', waitingFor: () => 'a person in the shop' },
  held: { reason: firstTitle, waitingFor: person },
  needs_attention: { reason: firstTitle, waitingFor: person },
  recovering: {
    reason: (state) => `Begun again from the shop's record; looking in ${system(state)} what is there.`,
    waitingFor: (state) => `${system(state)}'s answer`,
  },
  submitting: { reason: () => 'All checks passed; it is being sent to the ERP.', waitingFor: () => "the ERP's answer" },
  verifying: {
    reason: (state) => `Looking in ${system(state)} what is there, before anything is sent again.`,
    waitingFor: (state) => `${system(state)}'s answer`,
  },
  retrying: { reason: failureText, waitingFor: (state) => `the next attempt with ${system(state)}` },
  waiting_for_system: { reason: failureText, waitingFor: (state) => `${system(state)}'s limit` },
  accepted: {
    reason: (state) => `The ERP accepted it as ${number(state)} and has not yet allocated stock.`,
    waitingFor: () => "the ERP's allocation",
  },
  waiting_for_stock: {
    reason: (state) => `The ERP could allocate only a part of ${number(state)}: backorder.`,
    waitingFor: () => 'stock',
  },
  releasing: {
    reason: (state) =>
      isNumberTold(state)
        ? `${number(state)} is allocated; it is being released to the warehouse.`
        : `${number(state)} is allocated; it is released once the shop has its number.`,
    waitingFor: (state) => (isNumberTold(state) ? "the warehouse's answer" : 'the shop'),
  },
  released: { reason: () => 'The warehouse has it and has not picked it yet.', waitingFor: () => 'picking' },
  picked: { reason: () => 'Picked in the warehouse.', waitingFor: () => 'packing' },
  packed: { reason: () => 'Packed in the warehouse.', waitingFor: () => 'the carrier' },
  partially_shipped: {
    reason: (state, { intent }) => {
      const held = intent === 'pause' ? ' The order is on hold in the shop.' : '';
      if (isClosedShort(state))
        return `A part has left; not found in the warehouse: ${listed(outstanding(state))}.${held}`;
      const parcels = shipmentsOf(state).length;
      const left = parcels === 0 ? 'Nothing has left yet' : `A part has left (${parcels} so far)`;
      const again = state.nth > 1 ? `, released anew as ${currentReleaseId(state)}` : '';
      return `${left}; the rest is in the warehouse${again}.`;
    },
    waitingFor: (state, { remarks, intent }) => {
      if (!isClosedShort(state)) return 'the rest';
      if (intent === 'pause') return 'a person in the shop';
      return remarks.some(({ cause }) => cause === 'stock:short_shipment')
        ? 'a person'
        : 'stock: the rest is on backorder';
    },
  },
  shipped: {
    reason: (state, { intent }) => {
      if (intent === 'cancel') return 'It has left the warehouse, though the shop cancelled it.';
      if (!isAllShipped(state)) return 'The warehouse closed it without sending every unit.';
      return intent === 'send'
        ? 'All of it has left; the shop is being told.'
        : 'All of it has left, but the order in the shop is not in processing.';
    },
    waitingFor: (state, { intent }) => (intent === 'send' && isAllShipped(state) ? 'the shop' : 'a person'),
  },
  completed: { reason: () => 'Shipped in full, and the shop knows.', waitingFor: leftOver },
  cancelling: {
    reason: () => 'Cancelled in the shop; the back office is being told.',
    waitingFor: (state) => `${system(state)}'s answer`,
  },
  cancelled: {
    reason: () => 'Cancelled in the shop; nothing of it is left in ERP or warehouse.',
    waitingFor: leftOver,
  },
  lost_in_restore: {
    reason: () => 'The shop was restored from a backup and no longer has this order.',
    waitingFor: leftOver,
  },
  skipped: {
    reason: (state) => `Left out by a person: ${state.skipped ?? ''}. ${remainder(state)}`,
    waitingFor: leftOver,
  },
  closed_by_person: { reason: () => 'A person took it over; Causeway sends nothing more of it.', waitingFor: leftOver },
};
