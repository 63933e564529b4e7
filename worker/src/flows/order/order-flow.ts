import type { Decider, Decision, FlowEvent } from '@causeway/contracts';
import { changedTimers } from '../timers.ts';
import { absorb } from './absorb.ts';
import { accept } from './accept.ts';
import { newState } from './beginning.ts';
import { FLOW, fromCheckpoint, VERSION } from './checkpoint.ts';
import { conclude } from './conclude.ts';
import { noteHeld } from './edits/amending.ts';
import { noteRest } from './goods/rest.ts';
import { giveUpShorts } from './goods/shorts.ts';
import { exceptionsOf, judge, type Verdict } from './holds.ts';
import { take } from './lane/asking.ts';
import { mirror } from './mirror.ts';
import { noteHeldSince } from './neighbours/held-since.ts';
import { noteRefunds } from './neighbours/refunds.ts';
import { heardFromReturn } from './neighbours/returns.ts';
import { awaitsNeighbours, gatherWords, sendWords } from './neighbours/words.ts';
import { followReplay } from './replay.ts';
import { closeLost, isSeenTo } from './restored.ts';
import type { OrderSettings } from './settings.ts';
import { advanceStages } from './stages.ts';
import { isUnknown, type OrderState } from './state.ts';
import { erpStep, looksOn, needsLook, warehouseStep } from './steps.ts';
import { tell } from './tellings.ts';
import { Turn } from './turn.ts';

/**
 * The order's road: received → checks → ERP order → number written back → allocated → warehouse → shipped → completed.
 * Each decision takes in what happened and then plans from what is known, so that doubled, late or lost events
 * lead to the same plan.
 */
export const orderFlow: Decider<OrderState, OrderSettings> = {
  flow: FLOW,
  version: VERSION,
  initial: newState,
  fromCheckpoint,
  decide(state, event, context) {
    const turn = new Turn(adopt(state, event), context);
    if (event.type === 'told' && event.from.startsWith('return/')) heardFromReturn(turn.state, event.body);
    if (event.type !== 'look' && isUnknown(turn.state) && !isSeenTo(event)) return unknown(turn.state);
    noteHeld(turn);
    if (isUnknown(turn.state) && isSeenTo(event)) closeLost(turn, event.command);
    else absorb(turn, event);
    return plan(turn);
  },
};

/** An engine that doesn't hold the subject begins it from what the shop remembers. */
function adopt(state: OrderState, event: FlowEvent): OrderState {
  if (!isUnknown(state) || event.type !== 'look' || event.look.memory.checkpoint === null) return state;
  const known = fromCheckpoint(state.subject, event.look.memory.checkpoint);
  // Returns may have spoken to it before the shop did.
  for (const subject of state.neighbours?.returns ?? []) known?.neighbours.returns.push(subject);
  known?.neighbours.own.push(...(state.neighbours?.own ?? []));
  return known ?? state;
}

/** Nothing is known of this order here, so nothing is said that could overwrite what the shop knows. */
function unknown(state: OrderState): Decision<OrderState> {
  return { state, calls: [], timers: [], tells: [], effects: [], labels: [], open: false };
}

/** Deleted before anybody here read its key: under no external id can anything of it have been sent. */
function nothingToFind({ erp, wms }: OrderState): void {
  for (const lane of [erp, wms] as const) Object.assign(lane, { look: false, absent: true });
}

/** From what is known now: what to ask, what to tell, when to wake, and whether anything is left to do. */
function plan(turn: Turn): Decision<OrderState> {
  const { state } = turn;
  if (state.externalId === null && state.shop.deleted) nothingToFind(state);
  if (turn.settings.follows?.returns === true) noteRefunds(turn);
  accept(turn);
  noteHeld(turn);
  giveUpShorts(turn);
  noteHeldSince(turn);
  noteRest(turn);
  advanceStages(turn);
  const verdict = conclude(turn, judge(turn));
  take(turn, 'wms', warehouseStep(turn, verdict));
  take(turn, 'erp', erpStep(turn, verdict));
  tell(turn);
  const looks = needsLook(turn, verdict, 'erp') || needsLook(turn, verdict, 'wms');
  if (!looks) state.recovering = false;
  followReplay(turn, verdict, looks);
  const after = judge(turn);
  const words = gatherWords(turn, after);
  const open = isOpen(turn, after) || awaitsNeighbours(state, words);
  mirror(turn, after, open);
  sendWords(turn, words);
  const { calls, effects, tells } = turn;
  const labels = [
    ...(state.externalId === null ? [] : [state.externalId]),
    ...numbersOf(state),
    ...exceptionsOf(after).map(({ cause }) => cause),
  ];
  return {
    state,
    calls,
    effects,
    tells,
    timers: changedTimers(state.timers, turn.wakeAt),
    labels,
    open: open || !(state.mirror.answered || state.mirror.mute),
  };
}

/** Where another plugin numbers orders, people ask by its number and not by the id. */
function numbersOf({ shop: { order } }: OrderState): string[] {
  return order === null || order.number === String(order.id) ? [] : [numberLabel(order.number)];
}

export const numberLabel = (number: string): string => `#${number.slice(0, 64)}`;

function isOpen({ state, wakeAt }: Turn, verdict: Verdict): boolean {
  const over = state.final !== null || verdict.beforeGoLive;
  // A look-up that has to wait is still to come: whoever is closed has no timers.
  if (wakeAt.erp !== undefined || wakeAt.wms !== undefined) return true;
  const busy = state.erp.call !== null || (state.wms.call !== null && !looksOn(state));
  return !over || busy || state.recovering || state.replay?.looking === true || exceptionsOf(verdict).length > 0;
}
