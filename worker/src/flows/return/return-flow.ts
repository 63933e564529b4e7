import type { Decider, Decision, FlowEvent } from '@causeway/contracts';
import { called } from '../errand/answers.ts';
import { noticed } from '../errand/asking.ts';
import { doubt, isClear, isSettled } from '../errand/errand.ts';
import { changedTimers } from '../timers.ts';
import { FLOW, fromCheckpoint, VERSION } from './checkpoint.ts';
import { obey } from './commands.ts';
import { judge, type Verdict } from './judge.ts';
import { MEMO } from './kinds.ts';
import { takeLook } from './look.ts';
import { isNeverBooked } from './memo.ts';
import { exceptionsOf, mirror, mirrored } from './mirror.ts';
import { CAUSES, lostInRestore } from './objections.ts';
import { payBack, refundAnswered, tellKept, tellOrder } from './refund.ts';
import { isToBeReported, noteReported } from './reporting.ts';
import type { ReturnSettings } from './settings.ts';
import { advanceStages } from './stages.ts';
import { ERRANDS, type Final, newState, type ReturnState } from './state.ts';
import { askSystems, receiptKind, rmaKind, wishOf } from './steps.ts';
import { told } from './told.ts';
import { Turn } from './turn.ts';

/**
 * A return's road: asked for → ERP authorisation (RMA) → announced to the warehouse → goods back → inspected → refund
 * approved → paid back in WooCommerce → credit memo → closed. A refund that somebody made in WooCommerce itself enters at
 * the credit memo. Each decision takes in what happened and then plans from what is known.
 */
export const returnFlow: Decider<ReturnState, ReturnSettings> = {
  flow: FLOW,
  version: VERSION,
  initial: newState,
  fromCheckpoint,
  decide(before, event, context) {
    const turn = new Turn(adopt(before, event), context);
    absorb(turn, event);
    const ignored = turn.rules.mode === 'off' && turn.state.begun !== null && before.origin === null;
    const { origin, unreadable, final } = turn.state;
    if (ignored || (origin === null && unreadable === null && final === null)) return unknown(before);
    return plan(turn, before);
  },
};

/** An engine that doesn't hold the subject begins it from what the shop remembers. */
function adopt(state: ReturnState, event: FlowEvent): ReturnState {
  if (state.origin !== null || event.type !== 'look' || event.look.memory.checkpoint === null) return state;
  return fromCheckpoint(state.subject, event.look.memory.checkpoint) ?? state;
}

/** Nothing is known of it here, so nothing is said that could overwrite what the shop knows. */
function unknown(state: ReturnState): Decision<ReturnState> {
  return { state, calls: [], timers: [], tells: [], effects: [], labels: [], open: false };
}

function absorb(turn: Turn, event: FlowEvent): void {
  const { state } = turn;
  switch (event.type) {
    case 'look':
      state.traceId ??= event.traceId;
      takeLook(turn, event.look);
      if (event.recovering === true) recover(turn);
      break;
    case 'lost':
      lose(turn);
      break;
    case 'called': {
      const { wanted } = judge(turn);
      const { key, outcome } = event;
      noteReported(turn, key, outcome);
      called(turn, rmaKind(state), state.rma, key, outcome, wishOf(state, 'rma', wanted));
      called(turn, receiptKind(state), state.receipt, key, outcome, wishOf(state, 'receipt', wanted));
      called(turn, MEMO, state.memo, key, outcome, wishOf(state, 'memo', wanted));
      break;
    }
    case 'answered':
      if (event.kind === 'mirror') mirrored(turn, event.key, event.answer);
      else refundAnswered(turn, event.key, event.answer);
      break;
    case 'command':
      obey(turn, event.command);
      break;
    case 'notice':
      if (event.role === 'wms') noticed(state.receipt);
      else for (const errand of [state.rma, state.memo]) noticed(errand);
      break;
    case 'timer':
      state.timers[event.name] = null;
      break;
    case 'told':
      told(turn, event.body);
      break;
  }
}

/** The shop was restored from a backup: of what ERP or warehouse still have a person must know. */
function lose(turn: Turn): void {
  const { state } = turn;
  // What was asked is void.
  for (const name of ERRANDS) state[name].call = null;
  // What began elsewhere the shop never had of itself: its order tells what became of a refund.
  if (state.origin !== 'shop') {
    recover(turn);
    return;
  }
  turn.say('The shop was restored from a backup and no longer has it', 'warning', 'shop');
  if (state.refund === null && !ERRANDS.some((name) => state[name].tried)) state.final ??= 'lost_in_restore';
  else state.unreadable = lostInRestore(state.externalId ?? '');
}

/** Another engine dealt with it: both systems are asked first, once what it may have sent there has settled. */
function recover({ state, now, settings }: Turn): void {
  for (const name of ERRANDS) Object.assign(state[name], { call: null, noticed: false });
  if (state.final !== null) return;
  for (const name of ERRANDS) {
    const errand = state[name];
    doubt(errand);
    errand.settlesAt = Math.max(errand.settlesAt, now + settings.settleMs);
  }
  if (state.refund?.status === 'out') state.refund = { ...state.refund, status: 'again', notBefore: null };
}

/** From what is known now: what to ask, what to pay, what to tell, when to wake, and whether anything is left to do. */
function plan(turn: Turn, before: ReturnState): Decision<ReturnState> {
  const { state } = turn;
  askOrder(turn);
  advanceStages(turn, judge(turn));
  conclude(turn, judge(turn));
  const verdict = judge(turn);
  askSystems(turn, verdict);
  payBack(turn, verdict);
  tellOrder(turn, before.refund);
  const after = judge(turn);
  const exceptions = exceptionsOf(after);
  // A look-up that has to wait is still to come: whoever is closed has no timers.
  const busy = ERRANDS.some((name) => state[name].call !== null) || Object.keys(turn.wakeAt).length > 0;
  const open = state.final === null || exceptions.length > 0 || busy;
  mirror(turn, after, open);
  tellKept(turn);
  const { calls, effects, tells } = turn;
  const labels = [...namesOf(state), ...exceptions.map(({ cause }) => cause)];
  return {
    state,
    calls,
    effects,
    tells,
    timers: changedTimers(state.timers, turn.wakeAt),
    labels,
    open: open || !state.mirror.answered,
  };
}

/**
 * Its order is asked what it knows: a return that a system began needs that to go on, and an order that knows of a return
 * waits for its word before it takes a refund for somebody else's.
 */
function askOrder(turn: Turn): void {
  const { state, now, settings } = turn;
  const { origin, order, orderAnswered, askedOrderAt, final } = state;
  if (final !== null || order === null || origin === 'refund') return;
  const needed = origin !== 'shop' && (!orderAnswered || state.goods === null);
  const next = (askedOrderAt ?? 0) + settings.lookUpEverySeconds * 1000;
  if (askedOrderAt !== null && !needed) return;
  if (askedOrderAt !== null && next > now) {
    turn.wake('order', next);
    return;
  }
  state.askedOrderAt = now;
  turn.tells.push({ subject: order.subject, body: { about: 'return_asks', return: state.subject } });
}

/** Notes that the return is over. */
function conclude(turn: Turn, verdict: Verdict): void {
  const { state } = turn;
  if (state.final !== null || verdict.holds.length > 0) return;
  const final = endOf(turn, verdict);
  if (final === null) return;
  state.final = final;
  if (final === 'closed') turn.reach('closed');
  turn.say(isNeverBooked(state) ? 'Closed: the ERP never took the order, so that nothing is booked' : ENDED[final]);
}

const ENDED: Readonly<Record<End, string>> = {
  closed: 'Closed',
  withdrawn: 'Withdrawn; nothing of it is left',
  refund_deleted: 'The credit memo is taken back',
};

type End = Extract<Final, 'closed' | 'withdrawn' | 'refund_deleted'>;

function endOf(turn: Turn, verdict: Verdict): End | null {
  const { state, rules } = turn;
  const { rma, receipt, memo } = state;
  if (state.origin === 'refund') {
    if (verdict.wanted) return isSettled(memo) || isNeverBooked(state) ? 'closed' : null;
    return isClear(memo) ? 'refund_deleted' : null;
  }
  if (!verdict.wanted) return rules.mode === 'off' || (isClear(rma) && isClear(receipt)) ? 'withdrawn' : null;
  if (!verdict.inspected || (state.goods === null && state.rejected === null)) return null;
  if (isToBeReported(turn, verdict)) return null;
  const isPaid = state.refund?.status === 'made' || state.refund?.status === 'by_hand';
  if (isPaid) return isSettled(memo) ? 'closed' : null;
  const byHand = rules.mode === 'export' && state.settled.includes(CAUSES.byHand);
  return verdict.due === null || byHand ? 'closed' : null;
}

/** Under what ERP and warehouse tell of it. */
function namesOf({ externalId, begun }: ReturnState): string[] {
  const own = begun === null ? [] : [`${begun.orderExternalId}/${begun.id}`];
  return [...(externalId === null ? [] : [externalId]), ...own];
}
