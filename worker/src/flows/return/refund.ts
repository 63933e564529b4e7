import type { EffectAnswer, RefundKept } from '@causeway/contracts';
import { backOffMs } from '../../policy/retry.ts';
import { isClear } from '../errand/errand.ts';
import type { Amount } from './amount.ts';
import type { Verdict } from './judge.ts';
import type { Refund } from './state.ts';
import type { Turn } from './turn.ts';

/** After *later* the shop's budget is a few seconds away: ms. */
const LATER_MS = 3000;
const TIMER = 'refund';
/** "Done before" without a refund to show for it: so often it is asked again. */
const UNSHOWN_MAX = 3;

/**
 * Money is due that was never asked for, as far as is known here. A shop that was restored, and an engine that is gone, may
 * both have forgotten a refund: its credit memo has not, so the ERP is asked for one first.
 */
export const isToBePaid = ({ state, rules }: Turn, { due, inspected }: Verdict): boolean =>
  rules.mode === 'automatic' && state.refund === null && due !== null && inspected;

/** Asks the shop to pay back what is due and approved, once; the shop writes its intent first and never pays twice. */
export function payBack(turn: Turn, verdict: Verdict): void {
  const { state, rules } = turn;
  const { due, inspected, holds } = verdict;
  if (rules.mode !== 'automatic' || state.final !== null || due === null || !inspected || holds.length > 0) return;
  if (state.refund !== null && state.refund.status !== 'again') return;
  if (state.refund === null && !isClear(state.memo)) return;
  const notBefore = state.refund?.notBefore ?? 0;
  if (notBefore > turn.now) {
    turn.wake(TIMER, notBefore);
    return;
  }
  ask(turn, due);
}

function ask(turn: Turn, { amount, lines }: Amount): void {
  const { state, rules } = turn;
  const { goods } = state;
  if (goods === null) return;
  const asked = (state.refund?.asked ?? 0) + 1;
  const key = `refund#${asked}`;
  if (turn.reach('approved') && state.approved === null) turn.say(`${amount} ${goods.currency} needs no approval`);
  state.refund = {
    fails: 0,
    made: null,
    ...state.refund,
    amount,
    lines,
    status: 'out',
    key,
    asked,
    notBefore: null,
    message: '',
  };
  turn.say(`Refunding ${amount} ${goods.currency} in the shop`);
  turn.audit('refund_asked', { about: state.externalId ?? '', after: `${amount} ${goods.currency}` });
  turn.effects.push({
    kind: 'refund',
    key,
    body: {
      order_id: goods.id,
      return_id: state.subject.slice('return/'.length),
      amount,
      reason: (state.asked?.reason ?? '') || `Return ${state.externalId ?? ''}`,
      payment: rules.payment,
      lines,
    },
  });
}

/** Takes the shop's answer in; one to an earlier asking changes nothing. */
export function refundAnswered(turn: Turn, key: string, { result, message, refund: made }: EffectAnswer): void {
  const { state } = turn;
  const { refund } = state;
  if (refund === null || refund.key !== key || refund.status !== 'out') return;
  if (made != null && (result === 'applied' || result === 'already')) {
    turn.reach('refunded');
    turn.say(`Refund ${made.id} made in the shop: ${made.amount} ${state.goods?.currency ?? ''}`, 'info', 'shop');
    state.refund = { ...refund, status: 'made', made };
    return;
  }
  const fails = refund.fails + 1;
  const schedule = turn.scheduleOf(null);
  switch (result) {
    case 'unknown':
      settle(turn, refund, 'unknown', message);
      return;
    case 'failed':
      settle(turn, refund, 'failed', message);
      return;
    case 'later':
      state.refund = { ...refund, status: 'again', notBefore: turn.now + LATER_MS };
      return;
    default: {
      // Newer effects of the return were applied before it: it was not tried.
      if (fails >= UNSHOWN_MAX) settle(turn, refund, 'unknown', 'The shop says it was done, and shows no refund.');
      else
        state.refund = {
          ...refund,
          status: 'again',
          fails,
          notBefore: turn.now + backOffMs(schedule, state.subject, fails),
        };
    }
  }
}

function settle(turn: Turn, refund: Refund, status: 'unknown' | 'failed', message: string): void {
  turn.state.refund = { ...refund, status, message };
  const said = status === 'failed' ? 'The shop refused the refund' : 'It is not known whether the refund was paid';
  turn.say(`${said}: ${message}`, 'error', 'shop');
  const { goods, externalId } = turn.state;
  const before = `${refund.amount} ${goods?.currency ?? ''}`;
  turn.audit(`refund_${status}`, { about: externalId ?? '', before, why: message });
}

/** The order must not take a refund of ours for somebody else's. Said with every decision that makes it news. */
export function tellOrder(turn: Turn, before: Refund | null): void {
  const { state } = turn;
  const id = state.refund?.made?.id;
  if (id === undefined || before?.made?.id === id || state.order === null) return;
  const body = { about: 'return_refunded', return: state.subject, refunds: [id] };
  turn.tells.push({ subject: state.order.subject, body });
}

/** The order stays open until the shop keeps what it told: a new engine meets the refund there, or else at the order. */
export function tellKept({ state, tells }: Turn): void {
  const { unsaid = null, order, mirror } = state;
  if (unsaid === null || order === null || !mirror.answered || mirror.digest === null) return;
  state.unsaid = null;
  const body: RefundKept = { about: 'refund_kept', return: state.subject, word: unsaid };
  tells.push({ subject: order.subject, body });
}
