import { isLive } from '../errand/dealings.ts';
import { isClear } from '../errand/errand.ts';
import type { Verdict } from './judge.ts';
import { ERRANDS, type ReturnState } from './state.ts';

/** The one state of a return, as the panel shows and filters it. */
export type StateName =
  | 'captured'
  | 'needs_attention'
  | 'retrying'
  | 'waiting_for_system'
  | 'authorising'
  | 'announcing'
  | 'expected'
  | 'inspecting'
  | 'refunding'
  | 'crediting'
  | 'waiting_for_order'
  | 'cancelling'
  | 'closed'
  | 'withdrawn'
  | 'refund_deleted'
  | 'closed_by_person'
  | 'lost_in_restore';

/** Derived, never stored: the same facts always give the same state. */
export function situationOf(state: ReturnState, verdict: Verdict, now: number): StateName {
  if (state.final !== null) return state.final;
  if (verdict.holds.length > 0) return 'needs_attention';
  if (ERRANDS.some((name) => state[name].fails > 0)) return 'retrying';
  if (ERRANDS.some((name) => state[name].failure !== null && (state[name].notBefore ?? 0) > now))
    return 'waiting_for_system';
  if (state.origin === null) return 'captured';
  if (!verdict.wanted) return 'cancelling';
  if (state.origin === 'refund') return state.order?.erpNumber === null ? 'waiting_for_order' : 'crediting';
  return goodsState(state, verdict);
}

function goodsState(state: ReturnState, verdict: Verdict): StateName {
  const { rma, receipt, refund } = state;
  if (!isLive(rma.doc)) return isClear(receipt) || state.origin !== 'wms' ? 'authorising' : 'inspecting';
  if (!isLive(receipt.doc)) return 'announcing';
  if (!verdict.inspected) return receipt.doc?.status === 'expected' ? 'expected' : 'inspecting';
  if (state.goods === null) return 'waiting_for_order';
  return refund === null || refund.status === 'out' || refund.status === 'again' ? 'refunding' : 'crediting';
}

interface Wording {
  readonly reason: (state: ReturnState, verdict: Verdict) => string;
  readonly waitingFor: string;
}

const failure = (state: ReturnState): string =>
  ERRANDS.map((name) => state[name].failure?.message).find((message) => message !== undefined) ??
  'A system did not do as asked.';

const ended = (reason: string): Wording => ({ reason: () => reason, waitingFor: '' });

/** "Where are you, and why?": every state has its words; the compiler finds a state without. */
export const WORDING: Readonly<Record<StateName, Wording>> = {
  captured: { reason: () => 'Captured; nothing is known of it yet.', waitingFor: 'the shop' },
  needs_attention: {
    reason: (_, { holds }) => `${holds[0]?.title ?? 'Something is wrong'}.`,
    waitingFor: 'a person',
  },
  retrying: { reason: failure, waitingFor: 'the next attempt' },
  waiting_for_system: { reason: failure, waitingFor: "a system's limit" },
  authorising: { reason: () => 'The ERP is asked for a return authorisation.', waitingFor: "the ERP's answer" },
  announcing: {
    reason: () => 'The ERP authorised it; the warehouse is being told.',
    waitingFor: "the warehouse's answer",
  },
  expected: { reason: () => 'Authorised and announced; the goods are not back yet.', waitingFor: 'the goods' },
  inspecting: { reason: () => 'Goods are back; the warehouse looks at them.', waitingFor: 'the inspection' },
  refunding: { reason: () => 'Inspected; the money goes back.', waitingFor: 'the shop' },
  crediting: { reason: () => 'Paid back; the ERP books the credit memo.', waitingFor: "the ERP's answer" },
  waiting_for_order: { reason: () => 'Its order has not said yet what the ERP calls it.', waitingFor: 'the order' },
  cancelling: { reason: () => 'Taken back in the shop; ERP and warehouse are being told.', waitingFor: 'the answers' },
  closed: ended('Over: goods, money and books agree.'),
  withdrawn: ended('Withdrawn before goods came; nothing of it is left in ERP or warehouse.'),
  refund_deleted: ended('The refund was deleted in WooCommerce; no credit memo is left in the ERP.'),
  closed_by_person: ended('A person took it over; Causeway does no more about it.'),
  lost_in_restore: ended('The shop was restored from a backup and no longer has this return.'),
};
