import type { SubjectException } from '@causeway/contracts';
import { scaled } from '../../policy/rounding/money.ts';
import { POLICY } from '../../policy/taxonomy.ts';
import { RETURN_VARIANCES } from '../../policy/variances.ts';
import { isLive } from '../errand/dealings.ts';
import { isSettled } from '../errand/errand.ts';
import { varianceRemarks } from '../variances.ts';
import { type Amount, amountOf, leftOf } from './amount.ts';
import { linesOf, type ReturnLine, receivedOf, unitsOf } from './lines.ts';
import {
  approval,
  asking,
  beforeGoLive,
  bookedAlready,
  byHand,
  differs,
  ended,
  orderDeleted,
  refundTrouble,
  surprising,
  switchedOff,
  tooMuch,
  withdrawnLate,
} from './objections.ts';
import { ERRANDS, type ReturnState } from './state.ts';
import type { Turn } from './turn.ts';

/** The return judged at this moment. */
export interface Verdict {
  readonly lines: readonly ReturnLine[];
  /** ERP and warehouse are to know of it. */
  readonly wanted: boolean;
  /** The ERP has authorised it, the warehouse has looked at all that came, and nothing about either is in doubt. */
  readonly inspected: boolean;
  /** What the customer gets back; null: not known yet, or nothing is to be paid. */
  readonly due: Amount | null;
  /** With these nothing new is begun. */
  readonly holds: readonly SubjectException[];
}

export const LATE = 'conflict:withdrawn_late';

export function judge(turn: Turn): Verdict {
  const { state, rules } = turn;
  const lines = linesOf(state, rules);
  const wanted = isWanted(state);
  const certain = isSettled(state.rma) && isSettled(state.receipt);
  // While it is looked up anew, what waits for a person goes on waiting; only nothing is begun.
  const looked = wanted && isLive(state.rma.doc) && state.receipt.doc?.status === 'inspected';
  const inspected = looked && certain;
  const due = looked ? dueOf(turn, lines) : null;
  const remarks = varianceRemarks(state.variances, RETURN_VARIANCES);
  if (state.final !== null) return { lines, wanted, inspected, due, holds: unsettled(state, remarks) };
  const holds = [
    ...(state.unreadable === null ? [] : [state.unreadable]),
    ...(rules.mode === 'off' && wanted ? [switchedOff()] : []),
    ...(state.origin === 'shop' && wanted ? before(turn, lines) : []),
    ...(wanted && isLive(state.receipt.doc) && state.receipt.doc?.status !== 'expected'
      ? surprising(state, lines)
      : []),
    ...(isLate(state) ? [withdrawnLate()] : []),
    ...refundTrouble(state),
    ...(due === null || state.refund !== null ? [] : beforePaying(turn, due)),
    ...troubles(state),
    ...remarks,
  ];
  return { lines, wanted, inspected, due, holds: unsettled(state, holds) };
}

const unsettled = ({ settled }: ReturnState, holds: readonly SubjectException[]) =>
  holds.filter(({ cause }) => !settled.includes(cause));

/** False once it was withdrawn or refused and no goods came; of goods that came a person says that it goes on. */
function isWanted(state: ReturnState): boolean {
  if (state.origin === 'refund') return state.shopRefund?.gone === false;
  if (state.rejected !== null && receivedOf(state) === 0n) return false;
  return state.asked?.withdrawn !== true || state.settled.includes(LATE);
}

/** Something that only a person ends; a sign-in that failed is tried again by itself. */
export const isHeld = ({ holds }: Verdict): boolean => holds.some(({ category }) => POLICY[category].kind !== 'wait');

const isLate = (state: ReturnState): boolean => state.asked?.withdrawn === true && receivedOf(state) > 0n;

/** Before the ERP hears of it. */
function before(turn: Turn, lines: readonly ReturnLine[]): SubjectException[] {
  const { state, shop } = turn;
  if (isLive(state.rma.doc) || state.goods === null) return [];
  if (state.asked?.deleted === true) return [orderDeleted(state)];
  return [...beforeGoLive(state.goods, shop.goLiveAt), ...asking(state.goods, lines)];
}

function dueOf(turn: Turn, lines: readonly ReturnLine[]): Amount | null {
  const { state, rules } = turn;
  if (state.refund !== null) return state.refund;
  if (state.goods === null || state.asked?.exchange === true || state.rejected !== null) return null;
  const units = lines.map((line) => ({ lineId: line.lineId, quantity: unitsOf(state, line, rules.refundable) }));
  const due = amountOf(state.goods, units);
  return scaled(due.amount) > 0n ? due : null;
}

/** Before money goes back: in this order, so that nobody approves what can't be paid. */
function beforePaying({ state, rules }: Turn, due: Amount): SubjectException[] {
  const { goods, memo } = state;
  if (goods === null) return [];
  if (isLive(memo.doc)) return [bookedAlready(memo.doc?.number ?? '')];
  if (scaled(due.amount) > scaled(leftOf(goods))) return [tooMuch(due.amount, leftOf(goods), goods.currency)];
  if (rules.mode === 'export') return [byHand(due.amount, goods.currency)];
  const isApproved = scaled(due.amount) <= scaled(rules.approveUpTo) || state.approved?.amount === due.amount;
  return isApproved ? [] : [approval(due.amount, goods.currency)];
}

/** What goes wrong with the documents. */
function troubles(state: ReturnState): SubjectException[] {
  return [
    ...ERRANDS.flatMap((name) => (state[name].problem === null ? [] : [state[name].problem])),
    ...ended(state),
    ...differs(state),
  ];
}
