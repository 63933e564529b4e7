import { hash } from 'node:crypto';
import { OrderForReturn, OrderRefunded, ReturnBegun } from '@causeway/contracts';
import { LEASE_MS } from '../../policy/lease.ts';
import { raise } from '../../policy/raise.ts';
import { orderOf, returnExternalId } from '../../policy/return-subject.ts';
import { doubt, startAnew } from '../errand/errand.ts';
import type { Turn } from './turn.ts';
import { takeVariances } from './variances.ts';

/** Takes in what another subject told: a refund of the order, the order itself, that a system began a return, or variances. */
export function told(turn: Turn, body: unknown): void {
  if (takeVariances(turn, body)) return;
  const refunded = OrderRefunded.safeParse(body);
  if (refunded.success) takeRefund(turn, refunded.data);
  const order = OrderForReturn.safeParse(body);
  if (order.success) takeOrder(turn, order.data);
  const begun = ReturnBegun.safeParse(body);
  if (begun.success) takeBegun(turn, begun.data);
  // Nothing was captured in the shop that would have brought one.
  turn.state.traceId ??= traceOf(turn.state.externalId);
}

/** A correlation id of its own, the same whichever engine asks. */
function traceOf(externalId: string | null): string | null {
  return externalId === null ? null : hash('sha256', externalId).slice(0, 32);
}

/** A refund that somebody made in WooCommerce itself; told whole each time, so that an older word is dropped. */
function takeRefund(turn: Turn, word: OrderRefunded): void {
  const { state } = turn;
  const before = state.shopRefund;
  state.unsaid = word.word;
  if (state.origin !== null && state.origin !== 'refund') return;
  if (before !== null && isOlder(word, before)) return;
  const { refund, gone } = word;
  state.origin = 'refund';
  // Of a deleted refund little is left: what it was stays known.
  state.shopRefund = gone && before !== null ? { ...before, incarnation: word.incarnation, rev: word.rev, gone } : word;
  state.order = { subject: word.order, externalId: word.externalId, erpNumber: word.erpNumber };
  state.externalId ??= returnExternalId(state.subject, word.externalId);
  if (before === null && !gone) {
    turn.say(`Refund ${refund.id} made in WooCommerce: ${refund.amount} ${word.currency}`, 'info', 'shop');
    turn.reach('refunded');
  }
  if (before === null) mayBeKnownElsewhere(turn, Date.parse(refund.created_at));
  // Taken up again, the order may reach the ERP after all.
  if (before?.ended === true && !word.ended && state.final === 'closed') state.final = null;
  if (gone === (before?.gone ?? false)) return;
  turn.say(
    gone ? `Refund ${refund.id} was deleted in WooCommerce` : `Refund ${refund.id} is there again`,
    'warning',
    'shop',
  );
  state.final = null;
  if (gone) doubt(state.memo);
  else startAnew(state.memo);
}

/** An engine that is gone may have sent a credit memo which the ERP is still to commit. */
function mayBeKnownElsewhere({ state, now, settings }: Turn, since: number): void {
  if (now - since < LEASE_MS) return;
  doubt(state.memo);
  state.memo.settlesAt = Math.max(state.memo.settlesAt, now + settings.settleMs);
}

function takeOrder({ state }: Turn, word: OrderForReturn): void {
  state.orderAnswered = true;
  const erpNumber = word.erpNumber ?? state.order?.erpNumber ?? null;
  if (state.origin === 'shop' || state.order === null) {
    if (state.order !== null) state.order = { ...state.order, erpNumber };
    return;
  }
  state.order = { subject: word.order, externalId: word.externalId, erpNumber };
  if (state.origin !== 'refund') state.goods = word.goods ?? state.goods;
}

function takeBegun(turn: Turn, word: ReturnBegun): void {
  const { state } = turn;
  if (state.begun !== null && state.begun.id !== word.id) {
    state.unreadable = raise('conflict', {
      about: ['return_number'],
      title: 'Two returns of a system meet under one number',
      nextStep: 'Enter the second one in the shop by hand, then Resolve with a reason.',
      detail: `${state.begun.id} and ${word.id}`,
    });
    return;
  }
  if (state.origin === null) {
    state.origin = word.role;
    state.begun = word;
    state.order = { subject: orderOf(word.orderExternalId), externalId: word.orderExternalId, erpNumber: null };
    state.externalId = returnExternalId(state.subject, word.orderExternalId);
    turn.say(`Begun in ${word.role === 'erp' ? 'the ERP' : 'the warehouse'} as ${word.id}`, 'info', word.role);
    turn.reach('requested');
  }
  const errand = word.role === 'erp' ? state.rma : state.receipt;
  errand.look = true;
}

/** At the same revision of the order more may be known: the ERP's number, say. */
function isOlder(word: OrderRefunded, before: OrderRefunded): boolean {
  if (word.incarnation !== before.incarnation) return word.incarnation < before.incarnation;
  return word.rev < before.rev;
}
