import type { ErpReturn, Json, ReturnAuthorization, WarehouseReturn } from '@causeway/contracts';
import type { Wish } from '../errand/answers.ts';
import { poll, type Step, take } from '../errand/asking.ts';
import { type Document, isLive } from '../errand/dealings.ts';
import { type Errand, isClear, isSettled, type Kind } from '../errand/errand.ts';
import { isHeld, type Verdict } from './judge.ts';
import { byOrder, MEMO, RECEIPT, RMA } from './kinds.ts';
import { memoOf } from './memo.ts';
import { isToBePaid } from './refund.ts';
import { isToBeReported, report } from './reporting.ts';
import type { ReturnState } from './state.ts';
import type { Turn } from './turn.ts';

/** The RMA's kind: one that the ERP's own people began is found by its order. */
export const rmaKind = (state: ReturnState): Kind<ErpReturn> => (state.origin === 'erp' ? byOrder(RMA) : RMA);
export const receiptKind = (state: ReturnState): Kind<WarehouseReturn> =>
  state.origin === 'wms' ? byOrder(RECEIPT) : RECEIPT;

/** Which of the documents that a look-up shows are this return's. */
export function wishOf(state: ReturnState, name: 'rma' | 'receipt' | 'memo', wanted: boolean): Wish<Document> {
  const began = name === (state.origin === 'erp' ? 'rma' : state.origin === 'wms' ? 'receipt' : null);
  const isOurs = ({ id, externalId }: Document) => (began ? id === state.begun?.id : externalId === state.externalId);
  return { isOurs, wanted: name === 'memo' && state.origin !== 'refund' ? true : wanted };
}

/** Asks ERP and warehouse for what comes next. */
export function askSystems(turn: Turn, verdict: Verdict): void {
  const { state } = turn;
  if (state.externalId === null || turn.rules.mode === 'off') return;
  if (state.final !== null) {
    askAgain(turn);
    return;
  }
  if (state.origin !== 'refund') {
    take(turn, rmaKind(state), state.rma, rmaStep(turn, verdict));
    take(turn, receiptKind(state), state.receipt, receiptStep(turn, verdict));
  }
  take(turn, MEMO, state.memo, memoStep(turn, verdict));
}

/** Of a return that is over only what its systems tell since: a second document, committed late, is called back. */
function askAgain(turn: Turn): void {
  const { state } = turn;
  const again = (errand: Errand<Document>, isBegunThere: boolean): Step =>
    errand.tried ? (first(errand, lookUp(state, isBegunThere)) ?? null) : null;
  take(turn, rmaKind(state), state.rma, again(state.rma, state.origin === 'erp'));
  take(turn, receiptKind(state), state.receipt, again(state.receipt, state.origin === 'wms'));
  take(turn, MEMO, state.memo, again(state.memo, false));
}

function lookUp(state: ReturnState, isBegunThere: boolean): Step {
  const externalId = isBegunThere ? (state.begun?.orderExternalId ?? '') : state.externalId;
  return { ask: 'find', request: { externalId } };
}

/** What any of the documents needs before anything else: a look-up, or a second one called back. Undefined: nothing. */
function first(errand: Errand<Document>, find: Step): Step | undefined {
  if (errand.look) return find;
  if (errand.surplus === null) return undefined;
  return errand.refused === null ? { ask: 'call_back', request: { id: errand.surplus } } : null;
}

function rmaStep(turn: Turn, verdict: Verdict): Step {
  const { state } = turn;
  const { rma, receipt, origin } = state;
  const held = isHeld(verdict);
  const none = !rma.tried && rma.asked === 0;
  if (held && none && verdict.wanted && origin !== 'erp') return null;
  const due = first(rma, lookUp(state, origin === 'erp'));
  if (due !== undefined) return due;
  if (isLive(rma.doc)) {
    // The announcement goes first: the warehouse must not wait for goods that no return is about.
    if (isToBeReported(turn, verdict)) return report(state);
    if (verdict.wanted || !isClear(receipt) || rma.refused !== null) return null;
    return callBack(rma, 'the return authorisation');
  }
  if (!verdict.wanted || held || !isClear(rma) || rma.gone || origin === 'erp' || state.rejected !== null) return null;
  const authorization = authorizationOf(turn, verdict);
  if (authorization === null) return null;
  return { ask: 'make', request: { authorization }, say: 'Asking the ERP for a return authorisation' };
}

function receiptStep(turn: Turn, verdict: Verdict): Step {
  const { state } = turn;
  const { rma, receipt, origin } = state;
  const find = lookUp(state, origin === 'wms');
  if (origin !== 'wms' && verdict.wanted && !isSettled(rma) && !isLive(receipt.doc)) return null;
  const due = first(receipt, find);
  if (due !== undefined) return due;
  if (isLive(receipt.doc)) {
    if (!verdict.wanted && receipt.doc?.status === 'expected')
      return receipt.refused === null ? callBack(receipt, 'the announced return') : null;
    return receipt.doc?.status === 'inspected' ? null : poll(turn, receipt, find);
  }
  const blocked = isHeld(verdict) || receipt.gone || origin === 'wms';
  if (!verdict.wanted || blocked || !isClear(receipt)) return null;
  const authorization = authorizationOf(turn, verdict);
  return authorization && { ask: 'make', request: { authorization }, say: 'Announcing the return to the warehouse' };
}

/** A refund that the shop shows may be one that a return of ours just made: its order says so within moments. */
function memoStep(turn: Turn, verdict: Verdict): Step {
  const { state } = turn;
  const { memo } = state;
  const takesBack = state.origin === 'refund' && !verdict.wanted;
  const wanted = takesBack ? null : memoOf(state, turn.rules.mapping.skus);
  const find = lookUp(state, false);
  if (wanted === null && !takesBack) return isToBePaid(turn, verdict) ? (first(memo, find) ?? null) : null;
  const due = first(memo, find);
  if (due !== undefined) return due;
  if (isLive(memo.doc)) return takesBack && memo.refused === null ? callBack(memo, 'the credit memo') : null;
  if (wanted === null || memo.gone || !isClear(memo) || isHeld(verdict)) return null;
  return { ask: 'make', request: { memo: wanted }, say: 'Booking the credit memo in the ERP' };
}

function callBack({ doc }: Errand<Document>, what: string): Step {
  return doc === null ? null : { ask: 'call_back', request: { id: doc.id }, say: `Cancelling ${what} ${doc.id}` };
}

/** Returned goods as ERP and warehouse are told of them: a `ReturnAuthorization`. */
function authorizationOf({ state, now }: Turn, { lines }: Verdict): { readonly [key: string]: Json } | null {
  const { externalId, order, asked, traceId } = state;
  if (externalId === null || order === null || lines.length === 0) return null;
  const authorization = {
    externalId,
    orderExternalId: order.externalId,
    orderErpNumber: order.erpNumber ?? '',
    requestedAt: asked?.createdAt ?? new Date(now).toISOString(),
    reason: asked?.reason ?? '',
    lines: lines.map((line) => ({ ...line })),
    traceId: traceId ?? '',
  };
  return authorization satisfies ReturnAuthorization;
}
