import {
  type OrderForReturn,
  type OrderSnapshot,
  RefundKept,
  ReturnAsks,
  type ReturnedOrder,
  ReturnRefunded,
} from '@causeway/contracts';
import { fromScaled } from '../../../policy/rounding/money.ts';
import { refundedTotal, refundedUnits } from '../goods/refunded.ts';
import type { OrderState } from '../state.ts';

const RETURNS_MAX = 20;
const OWN_MAX = 50;

/** Takes in what a return told its order: that it wants to know of it, which refunds it made, or that the shop keeps one. */
export function heardFromReturn({ neighbours }: OrderState, body: unknown): void {
  const asks = ReturnAsks.safeParse(body);
  if (asks.success) {
    const { return: subject } = asks.data;
    // Who asks again may have forgotten the answer.
    delete neighbours.said[subject];
    neighbours.returns = [...neighbours.returns.filter((known) => known !== subject), subject].slice(-RETURNS_MAX);
    return;
  }
  const kept = RefundKept.safeParse(body);
  if (kept.success) neighbours.booked[kept.data.return] = kept.data.word;
  const refunded = ReturnRefunded.safeParse(body);
  if (!refunded.success) return;
  neighbours.own = [...new Set([...neighbours.own, ...refunded.data.refunds])].slice(-OWN_MAX);
}

/** What every return that asked should know of the order. */
export function orderForReturns(state: OrderState): Omit<OrderForReturn, 'rev' | 'incarnation'> | null {
  if (state.externalId === null) return null;
  const erpNumber = state.accepted ? (state.erp.doc?.number ?? null) : null;
  return {
    about: 'order',
    order: state.subject,
    externalId: state.externalId,
    erpNumber,
    goods: state.shop.order === null ? null : goodsOf(state.shop.order, erpNumber),
  };
}

function goodsOf(order: OrderSnapshot, erp_number: string | null): ReturnedOrder {
  const { id, number, key, status, currency, currency_decimals, created_at, totals, items } = order;
  return {
    id,
    number,
    key,
    status,
    currency,
    currency_decimals,
    created_at,
    total: totals.total,
    refunded: refundedTotal(order),
    erp_number,
    items: items.map((item) => ({
      id: item.id,
      sku: item.sku,
      name: item.name,
      quantity: item.quantity,
      refunded_quantity: fromScaled(refundedUnits(order, item.id)),
      total: item.total,
      total_tax: item.total_tax,
    })),
  };
}
