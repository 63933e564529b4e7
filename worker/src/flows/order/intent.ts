import { row } from './canonical/row.ts';
import { isNothingDue } from './goods/due.ts';
import type { OrderSettings } from './settings.ts';
import type { OrderState } from './state.ts';

/** What the shop wants of the order now. `unknown`: another plugin's status without a row in the mapping. */
export type Intent = 'send' | 'await_payment' | 'pause' | 'cancel' | 'unknown';

const BY_STATUS: Readonly<Record<string, Intent>> = {
  processing: 'send',
  // A person who completes an order before we shipped it is not fought: the goods still go out.
  completed: 'send',
  pending: 'await_payment',
  failed: 'await_payment',
  'checkout-draft': 'await_payment',
  'auto-draft': 'await_payment',
  cancelled: 'cancel',
  refunded: 'cancel',
  trash: 'cancel',
};

/** Null: the shop has not been heard yet. */
export function intentOf(state: OrderState, settings: OrderSettings): Intent | null {
  const { status, deleted, order } = state.shop;
  if (deleted) return 'cancel';
  if (status === null || order === null) return null;
  if (isNothingDue(state) && meaningOf(status, settings) === 'send') return 'cancel';
  if (status === 'on-hold') {
    const rule = row(settings.mapping.paymentMethods, order.payment_method || 'none');
    return rule?.sendOnHold === true ? 'send' : 'pause';
  }
  return meaningOf(status, settings);
}

/** What a status says by itself; `on-hold` also asks for the payment method. */
export function meaningOf(status: string, settings: OrderSettings): Intent {
  return row(BY_STATUS, status) ?? row(settings.mapping.orderStatuses, status) ?? 'unknown';
}

/** Statuses in which the shop's order may still be marked completed; a cancelled one never is. */
export function completable(state: OrderState, settings: OrderSettings): string[] {
  const rule = row(settings.mapping.paymentMethods, state.shop.order?.payment_method || 'none');
  const own = Object.entries(settings.mapping.orderStatuses).flatMap(([status, word]) =>
    word === 'send' ? [status] : [],
  );
  return ['processing', ...(rule?.sendOnHold === true ? ['on-hold'] : []), ...own];
}

/** Statuses in which ERP number and tracking are still news for the order. */
export function noteworthy(settings: OrderSettings): string[] {
  const own = Object.entries(settings.mapping.orderStatuses).flatMap(([status, word]) =>
    word === 'cancel' ? [] : [status],
  );
  return ['processing', 'on-hold', 'completed', 'pending', 'failed', ...own];
}

/** Created before the shop went live (or in a shop that isn't live): listed, never sent. */
export function isBeforeGoLive(state: OrderState, goLiveAt: number | null): boolean {
  const { order } = state.shop;
  if (order === null || state.erp.tried || state.erp.doc !== null || state.accepted) return false;
  return goLiveAt === null || (Date.parse(order.created_at) < goLiveAt && !state.backfilled);
}
