import type { SubjectException } from '@causeway/contracts';
import { raise } from '../../policy/raise.ts';
import { externalIdOf } from './external-id.ts';
import type { Intent } from './intent.ts';
import type { OrderState } from './state.ts';

/** Refunds that no person has settled. */
export function refunded(state: OrderState, beforeGoLive: boolean): SubjectException[] {
  const open = state.shop.refunds.filter((id) => !state.settled.refunds.includes(id));
  if (open.length === 0 || state.final === 'cancelled') return [];
  if (!beforeGoLive && !state.accepted && !state.erp.tried && state.final === null) return [partlyRefunded(open)];
  return [
    raise('conflict', {
      about: [beforeGoLive ? 'refund_before_go_live' : 'refund'],
      title: beforeGoLive
        ? 'An order from before go-live was refunded'
        : 'An order was refunded after the ERP accepted it',
      nextStep: 'Book the refund in the ERP by hand, then Resolve with a reason.',
      detail: `Refund ${open.join(', ')} in the shop${state.erp.doc === null ? '' : ` for ${state.erp.doc.number}`}.`,
      owner: 'finance',
      system: 'the ERP',
    }),
  ];
}

function partlyRefunded(refunds: readonly number[]): SubjectException {
  return raise('conflict', {
    about: ['refund_before_sending'],
    title: 'An order was refunded in part before it was sent',
    nextStep: 'Enter the order in the ERP by hand without what was refunded, then Resolve with a reason.',
    detail: `Refund ${refunds.join(', ')} in the shop.`,
    owner: 'finance',
  });
}

/** Cancelled once with the ERP involved, and now wanted again. */
export function reopened(state: OrderState, intent: Intent | null): SubjectException[] {
  if (state.final !== 'cancelled' || intent !== 'send') return [];
  return [
    raise('conflict', {
      about: ['reopened'],
      title: 'A cancelled order was opened again in the shop',
      nextStep: 'Press Retry to send it to the ERP anew, or cancel it in the shop.',
      detail: 'Its ERP order is cancelled; nothing is sent until someone decides.',
    }),
  ];
}

/** Cancelled in the shop when everything had left. A trashed or deleted completed order is housekeeping. */
export function closedAgain(state: OrderState, intent: Intent | null): SubjectException[] {
  const { status, deleted } = state.shop;
  if (state.final !== 'completed' || intent !== 'cancel' || deleted || status === 'trash') return [];
  if (status === 'refunded') return [];
  return [
    raise('conflict', {
      about: ['cancelled_after_shipping'],
      title: 'An order was cancelled in the shop after it was shipped',
      nextStep: 'Arrange the return with the customer, correct the ERP by hand, then Resolve with a reason.',
      detail: 'All lines had left the warehouse.',
    }),
  ];
}

/** A status of another plugin that nobody has told us the meaning of. */
export function unknownStatus(state: OrderState): SubjectException[] {
  const status = state.shop.status ?? '';
  if (state.final !== null) return [];
  return [
    raise('mapping', {
      about: ['order_status', status],
      title: `Order status "${status}" is not mapped`,
      nextStep: `Add order status \`${status}\` to mapping.orderStatuses in the worker's configuration (send, pause or cancel).`,
      detail: `mapping.orderStatuses has no row "${status}".`,
    }),
  ];
}

/** The id now belongs to another order (a restored shop): the external id would lie. */
export function changedKey(state: OrderState, shopCode: string): SubjectException[] {
  const { order } = state.shop;
  if (order === null || state.externalId === null || externalIdOf(shopCode, order) === state.externalId) return [];
  return [
    raise('conflict', {
      about: ['order_key'],
      title: 'An order id of the shop now means another order',
      nextStep: 'Was the shop restored? Enter the new order by hand and Resolve with a reason.',
      detail: `${state.externalId} was made from another order key.`,
      owner: 'it',
      severity: 'critical',
    }),
  ];
}
