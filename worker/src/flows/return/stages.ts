import { RETURN_STAGES, type Stage } from '@causeway/contracts';
import { readable } from '../../policy/rounding/currency.ts';
import { isLive } from '../errand/dealings.ts';
import type { Verdict } from './judge.ts';
import { dispositionsIn } from './lines.ts';
import type { ReturnState, StageName } from './state.ts';
import type { Turn } from './turn.ts';

const OF_REFUND: readonly StageName[] = ['refunded', 'credited', 'closed'];

/** Notes what was reached since the last decision, from what was read back. */
export function advanceStages(turn: Turn, { inspected }: Verdict): void {
  const { state } = turn;
  const { rma, receipt, memo } = state;
  if (isLive(rma.doc) && turn.reach('authorised')) turn.say(`Return authorisation ${rma.doc?.number}`, 'info', 'erp');
  if (isLive(receipt.doc)) {
    const { status } = receipt.doc ?? {};
    if (status !== 'expected' && turn.reach('goods_received')) turn.say('Goods are back', 'info', 'wms');
    if (inspected && turn.reach('inspected')) turn.say(`Inspected: ${dispositionsIn(state)}`, 'info', 'wms');
  }
  if (memo.doc !== null && isLive(memo.doc) && turn.reach('credited')) {
    const { number, totalMinor, currency } = memo.doc;
    turn.say(`Credit memo ${number}`, 'info', 'erp');
    turn.audit('credit_memo_booked', { about: number, after: readable(totalMinor, currency) });
  }
}

/** The stage bar. What will not be reached is skipped: no refund, no credit memo. */
export function stagesOf(state: ReturnState, isHeld: boolean): Stage[] {
  const road = state.origin === 'refund' ? OF_REFUND : RETURN_STAGES;
  const next = road.find((name) => state.reached[name] === undefined);
  return road.map((name) => {
    const at = state.reached[name] ?? null;
    const status = at !== null ? 'done' : name !== next ? 'waiting' : isHeld ? 'held' : 'active';
    return {
      name,
      status: state.final !== null && at === null ? 'skipped' : status,
      at,
      detail: detailOf(state, name),
    };
  });
}

function detailOf(state: ReturnState, name: StageName): string {
  switch (name) {
    case 'authorised':
      return (state.rma.doc?.number ?? '').slice(0, 200);
    case 'inspected':
      return dispositionsIn(state).slice(0, 200);
    case 'refunded': {
      const amount = state.refund?.amount ?? state.shopRefund?.refund.amount ?? '';
      return amount === '' ? '' : `${amount} ${state.goods?.currency ?? state.shopRefund?.currency ?? ''}`;
    }
    case 'credited':
      return (state.memo.doc?.number ?? '').slice(0, 200);
    default:
      return '';
  }
}
