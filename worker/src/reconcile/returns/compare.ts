import type { ErpCreditMemo, ErpReturn, WarehouseReturn } from '@causeway/contracts';
import { readable } from '../../policy/rounding/currency.ts';
import { scaled } from '../../policy/rounding/money.ts';
import type { ReturnVariance, ReturnVarianceKind } from '../../policy/variances.ts';

/** One return, or one refund made in WooCommerce itself, as each system of record has it. */
export interface ReturnSides {
  /** What the shop paid back for it, as its orders say now; null: nothing. Minor units. */
  readonly refund: { readonly totalMinor: number; readonly currency: string } | null;
  /** Which documents its flow has brought about, so that they must be there. */
  readonly had: { readonly rma: boolean; readonly receipt: boolean; readonly memo: boolean };
  /** The flow is through with it. */
  readonly over: boolean;
  /** It was called off: nothing of it may still be expected anywhere. */
  readonly withdrawn: boolean;
  /** All documents under its external id. */
  readonly rmas: readonly ErpReturn[];
  readonly receipts: readonly WarehouseReturn[];
  readonly memos: readonly ErpCreditMemo[];
  /** So many minor units are no difference. */
  readonly toleranceMinor: number;
}

/** Where the systems of record disagree about one return. */
export function compareReturn(sides: ReturnSides): ReturnVariance[] {
  return [...atErp(sides), ...atWarehouse(sides), ...inTheBooks(sides)];
}

function atErp({ had, over, withdrawn, rmas }: ReturnSides): ReturnVariance[] {
  const live = rmas.filter(isLive);
  if (live.length > 1) return [said('rma_doubled', `Live in the ERP: ${list(live.map(({ number }) => number))}.`)];
  const [rma] = live;
  if (rma === undefined) return had.rma && !over ? [said('rma_missing', 'A look-up finds none.')] : [];
  // Of goods that came back many an ERP is never told: its authorisation then stays open.
  return withdrawn && rma.status === 'open' ? [said('rma_alive', `${rma.number} is still open.`)] : [];
}

function atWarehouse({ had, over, receipts }: ReturnSides): ReturnVariance[] {
  const live = receipts.filter(isLive);
  if (live.length > 1) return [said('receipt_doubled', `Live in the warehouse: ${list(live.map(({ id }) => id))}.`)];
  const [receipt] = live;
  if (receipt === undefined) return had.receipt && !over ? [said('receipt_missing', 'A look-up finds none.')] : [];
  const odd = receipt.lines.filter(({ received, dispositions }) => {
    return dispositions.reduce((sum, { quantity }) => sum + scaled(quantity), 0n) > scaled(received);
  });
  if (odd.length === 0) return [];
  return [said('receipt_units', `More was inspected than received of line ${list(odd.map(({ lineId }) => lineId))}.`)];
}

function inTheBooks({ refund, had, over, memos, toleranceMinor }: ReturnSides): ReturnVariance[] {
  const posted = memos.filter(({ status }) => status === 'posted');
  if (posted.length > 1) return [said('memo_doubled', `Posted: ${list(posted.map(({ number }) => number))}.`)];
  const [memo] = posted;
  if (memo === undefined) {
    const missing = refund !== null && (had.memo || over);
    return missing ? [said('memo_missing', `${readable(refund.totalMinor, refund.currency)} were paid back.`)] : [];
  }
  if (refund === null) return over ? [said('memo_alone', `${memo.number} is posted.`)] : [];
  const difference = Math.abs(memo.totalMinor - refund.totalMinor);
  if (memo.currency === refund.currency && difference <= toleranceMinor) return [];
  const [ours, theirs] = [readable(refund.totalMinor, refund.currency), readable(memo.totalMinor, memo.currency)];
  return [said('memo_total', `The shop paid back ${ours}, ${memo.number} says ${theirs}.`)];
}

const said = (kind: ReturnVarianceKind, detail: string): ReturnVariance => ({ kind, detail });
const isLive = ({ status }: { readonly status: string }): boolean => status !== 'cancelled';
const list = (words: readonly string[]): string => words.slice(0, 5).join(', ');
