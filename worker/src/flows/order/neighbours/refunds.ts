import type { OrderRefunded, OrderSnapshot } from '@causeway/contracts';
import { fromScaled, scaled } from '../../../policy/rounding/money.ts';
import { dueUnits, isOwn, keptBack, leftUnits } from '../goods/due.ts';
import { refundedUnits } from '../goods/refunded.ts';
import { shipmentsOf } from '../goods/releases.ts';
import type { Verdict } from '../holds.ts';
import type { OrderState } from '../state.ts';
import type { Turn } from '../turn.ts';

export type Refunded = Omit<OrderRefunded, 'rev' | 'incarnation' | 'word'>;
type Refund = OrderSnapshot['refunds'][number];

/** The return of a refund that somebody made in WooCommerce itself. */
export const refundSubject = (id: number | string): string => `return/r${id}`;

/** What the returns should know of the order's refunds: each that no return made, and each that is no more. */
export function refundWords({ state }: Turn, verdict: Verdict): Refunded[] {
  const { order } = state.shop;
  if (order === null || state.externalId === null) return [];
  const { said } = state.neighbours;
  const isTold = (id: number) => said[refundSubject(id)] !== undefined;
  const standing = order.refunds.filter((refund) => {
    if (isOwn(refund, state.neighbours)) return false;
    return isTold(refund.id) || isNews(state, refund.id, verdict);
  });
  const gone = Object.keys(state.neighbours.refunds)
    .map(Number)
    .filter((id) => isTold(id) && !standing.some((refund) => refund.id === id));
  return [
    ...standing.map((refund) => word(state, order, refund, false)),
    ...gone.map((id) =>
      word(state, order, order.refunds.find((refund) => refund.id === id) ?? nothing(id, order), true),
    ),
  ];
}

/** Of an order that the ERP is never to have, or that a person took over, no refund is booked. */
function isNews(state: OrderState, id: number, { intent }: Verdict): boolean {
  if (state.settled.refunds.includes(id) || state.shop.deleted) return false;
  if (state.final !== null) return state.final === 'completed';
  return intent !== 'cancel' || shipmentsOf(state).length > 0;
}

/** Completed, and an engine before this one saw what left. */
export const isAllGone = ({ final, wms }: OrderState): boolean => final === 'completed' && wms.doc === null;

/** Writes down what is seen for the first time: which of it had not left by then. */
export function noteRefunds({ state }: Turn): void {
  const { refunds } = state.neighbours;
  const { order } = state.shop;
  for (const refund of order?.refunds ?? []) {
    if (refunds[refund.id] !== undefined || order === null || isOwn(refund, state.neighbours)) continue;
    const kept: Record<string, string> = {};
    for (const { id, quantity } of order.items) {
      const units = refundedUnits({ refunds: [refund] }, id);
      const gone = isAllGone(state) ? dueUnits(state, { id, quantity }) : leftUnits(state, String(id));
      const there = scaled(quantity) - gone - keptBack(state, String(id), refund.id);
      const still = there < 0n ? 0n : there;
      if (units > 0n && still > 0n) kept[id] = fromScaled(units < still ? units : still);
    }
    refunds[refund.id] = { kept };
  }
}

function word(state: OrderState, order: OrderSnapshot, refund: Refund, gone: boolean): Refunded {
  const { id, created_at, amount, reason } = refund;
  const skus = new Map(order.items.map((item) => [item.id, item.sku]));
  return {
    about: 'refund',
    order: state.subject,
    gone,
    refund: {
      id,
      created_at,
      amount,
      reason: reason.slice(0, 500),
      lines: refund.lines.map((line) => ({ ...line, sku: skus.get(line.item_id) ?? '' })),
    },
    currency: order.currency,
    externalId: state.externalId ?? '',
    erpNumber: state.accepted ? (state.erp.doc?.number ?? null) : null,
    ended: state.final !== null && !state.accepted,
  };
}

/** Of a refund that was deleted nothing is left but its number. */
const nothing = (id: number, { created_at }: OrderSnapshot): Refund => ({
  id,
  created_at,
  amount: '0',
  reason: '',
  payment_refunded: false,
  return_id: null,
  lines: [],
});
