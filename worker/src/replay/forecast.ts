import type { PastOrder } from '@causeway/contracts';
import type { Foresight } from '../flows/order/foresee.ts';
import type { Found } from './look-up.ts';

/** What is known of an order before anything is done. */
export interface Prospect {
  readonly past: PastOrder;
  readonly foresight: Foresight;
  readonly found: Found;
  readonly goLiveAt: number;
}

/** States that say: goods may have left. */
const LEFT = new Set(['picked', 'packed', 'partially_shipped', 'shipped', 'completed']);
const SETTLED: Readonly<Record<string, string>> = {
  skipped: 'left alone: a person left it out',
  closed_by_person: 'left alone: a person closed it',
  lost_in_restore: 'left alone: lost in a restore',
};

const live = <D extends { readonly status: string }>(documents: readonly D[]) =>
  documents.find(({ status }) => status !== 'cancelled');

/** What a replay would do, in words for people. The order's flow decides anew when it is done. */
export function forecastReplay({ past, foresight, found, goLiveAt }: Prospect): string {
  const state = past.known?.state ?? '';
  if (Object.hasOwn(SETTLED, state)) return SETTLED[state] ?? '';
  if (state === 'before_go_live' || (state === '' && past.created_at < goLiveAt)) {
    return 'left alone: older than go-live (causeway backfill sends such orders)';
  }
  if (typeof found.erp === 'string') return `not known, for the ERP can't be asked: ${found.erp}`;
  if (typeof found.wms === 'string') return `not known, for the warehouse can't be asked: ${found.wms}`;
  const [order, release] = [live(found.erp), live(found.wms)];
  if (foresight.intent === 'cancel' && state !== 'completed') return cancelled(order, release);
  if (foresight.intent !== 'send' && state !== 'completed') return 'nothing is missing: it waits in the shop';
  if (order === undefined) {
    if (LEFT.has(state)) return 'for a person: the ERP has no order of it, and goods may have left';
    if (found.erp.length > 0) return 'for a person: the ERP cancelled its order';
    const [hold] = foresight.holds;
    return hold === undefined ? 'would be sent to the ERP' : `held before the ERP: ${hold.title}`;
  }
  if (release !== undefined) return 'nothing is missing';
  if (LEFT.has(state)) return 'for a person: the warehouse has no release of it, and goods may have left';
  if (found.wms.length > 0) return 'for a person: the warehouse cancelled its release';
  return order.allocation === 'full' ? 'would be released to the warehouse' : 'nothing is missing: it waits for stock';
}

function cancelled(
  order: { readonly status: string } | undefined,
  release: { readonly status: string } | undefined,
): string {
  if (release !== undefined) return 'would be cancelled: the warehouse still has it';
  return order === undefined ? 'nothing is missing' : 'would be cancelled: the ERP still has it';
}

/** What a backfill would do with an order whose status in the shop was asked for. */
export function forecastBackfill({ foresight, found }: Prospect): string {
  if (typeof found.erp === 'string') return `not known, for the ERP can't be asked: ${found.erp}`;
  if (live(found.erp) !== undefined) return 'would be taken up: the ERP has it already';
  const [hold] = foresight.holds;
  return hold === undefined ? 'would be sent to the ERP' : `would be held: ${hold.title}`;
}
