import type { PastOrder } from '@causeway/contracts';
import type { OrderSettings } from '../flows/order/settings.ts';
import { snapshotOf } from '../shop/past.ts';
import type { Errand } from './run-record.ts';

/** What a backfill takes by itself: orders that somebody still waits for. A completed one was shipped without us. */
const WAITING = ['processing', 'on-hold'];

/** Why an order is left out before anything is asked about it; null: it is not. */
export function leftOut(past: PastOrder, errand: Errand, goLiveAt: number, settings: OrderSettings): string | null {
  const order = snapshotOf(past);
  if (errand.kind === 'replay') {
    if (errand.statuses === null) return null;
    if (typeof order === 'string') return `left out: ${order}`;
    return errand.statuses.includes(order.status) ? null : `left out: ${order.status} in the shop`;
  }
  if (past.created_at >= goLiveAt) return 'left out: not older than go-live, so that it is sent by itself';
  const state = past.known?.state ?? '';
  if (!['', 'before_go_live'].includes(state)) return `left out: ${state.replaceAll('_', ' ')} already`;
  if (typeof order === 'string') return `left out: ${order}`;
  const own = Object.entries(settings.mapping.orderStatuses).flatMap(([status, means]) =>
    means === 'send' ? [status] : [],
  );
  if ((errand.statuses ?? [...WAITING, ...own]).includes(order.status)) return null;
  const hint = order.status === 'completed' ? ', shipped without us (--status completed sends it all the same)' : '';
  return `left out: ${order.status} in the shop${hint}`;
}
