import type {
  ErpCreditMemo,
  ErpReturn,
  MadeRefund,
  OrderRefunded,
  RefundOrder,
  ReturnBegun,
  ReturnedOrder,
  Stage,
  SubjectException,
  TimelineEntry,
  WarehouseReturn,
} from '@causeway/contracts';
import type { ReturnVarianceKind } from '../../policy/variances.ts';
import { NO_AUDIT, type PendingAudit } from '../audit/pending.ts';
import { type Errand, newErrand } from '../errand/errand.ts';
import type { KeptVariance } from '../variances.ts';

export type StageName = Stage['name'];

/** Where it began: `shop` was asked for there, `refund` is money given back in WooCommerce itself. */
export type Origin = 'shop' | 'refund' | 'erp' | 'wms';

export type Final = 'closed' | 'withdrawn' | 'refund_deleted' | 'closed_by_person' | 'lost_in_restore';

export interface Asked {
  readonly by: 'staff' | 'customer';
  readonly reason: string;
  readonly createdAt: string;
  readonly exchange: boolean;
  readonly withdrawn: boolean;
  readonly deleted: boolean;
  readonly lines: readonly { readonly lineId: string; readonly quantity: string }[];
}

/**
 * Money back, at most once. `out`: the shop was asked; `again`: it did not try, ask anew; `made`: it paid; `unknown`: it
 * began and nobody can tell; `failed`: it did not pay; `by_hand`: a person says that it was paid.
 */
export interface Refund {
  readonly amount: string;
  readonly lines: RefundOrder['lines'];
  readonly status: 'out' | 'again' | 'made' | 'unknown' | 'failed' | 'by_hand';
  readonly key: string;
  readonly asked: number;
  readonly fails: number;
  readonly notBefore: number | null;
  readonly message: string;
  readonly made: MadeRefund | null;
}

/** What its order says of itself: under what ERP and warehouse know it. */
export interface KnownOrder {
  readonly subject: string;
  readonly externalId: string;
  readonly erpNumber: string | null;
}

export interface ReturnState {
  subject: string;
  origin: Origin | null;
  traceId: string | null;
  externalId: string | null;
  /** The newest revision of the shop's return that was taken. */
  seen: { readonly incarnation: number; readonly rev: number };
  /** Begun from a checkpoint: the same revision may be taken once more, for what it says. */
  resumed: boolean;
  asked: Asked | null;
  /** When it was asked for, as an engine before this one knew. */
  askedAt: string | null;
  goods: ReturnedOrder | null;
  order: KnownOrder | null;
  shopRefund: OrderRefunded | null;
  /** Which telling of the refund the order is to hear of once the shop keeps what it said; null (or left out, by a version before this one): of none. */
  unsaid?: string | null;
  begun: ReturnBegun | null;
  /** When the order was last asked what it knows (epoch ms), and whether it has answered. */
  askedOrderAt: number | null;
  orderAnswered: boolean;
  rma: Errand<ErpReturn>;
  receipt: Errand<WarehouseReturn>;
  memo: Errand<ErpCreditMemo>;
  /** Which receipt the ERP was told, and of which authorisation: their ids. */
  reported: string | null;
  /** Of which amount a person approved the refund. */
  approved: { readonly amount: string; readonly by: string } | null;
  /** Why a person refused the refund. */
  rejected: string | null;
  refund: Refund | null;
  /** Causes that a person settled while the return goes on. */
  settled: readonly string[];
  final: Final | null;
  /** What reconciliation last found of it. */
  variances: readonly KeptVariance<ReturnVarianceKind>[];
  unreadable: SubjectException | null;
  reached: Partial<Record<StageName, number>>;
  shown: { state: string; since: number };
  timeline: TimelineEntry[];
  audit: PendingAudit;
  mirror: Shown;
  timers: Record<string, number | null>;
}

/**
 * What the shop was shown. `opened`: by cause, from which mirror on, that one's number in the shop, and what is asked of a person where
 * their answer is about the very words (an amount to approve).
 */
export interface Shown {
  asked: number;
  digest: string | null;
  answered: boolean;
  last: { readonly epoch: number; readonly n: number } | null;
  fails: number;
  notBefore: number | null;
  opened: Record<
    string,
    { mirror: number; version: { readonly epoch: number; readonly n: number } | null; asks?: string }
  >;
}

export function newState(subject: string): ReturnState {
  return {
    subject,
    origin: null,
    traceId: null,
    externalId: null,
    seen: { incarnation: 0, rev: 0 },
    resumed: false,
    asked: null,
    askedAt: null,
    goods: null,
    order: null,
    shopRefund: null,
    unsaid: null,
    begun: null,
    askedOrderAt: null,
    orderAnswered: false,
    rma: newErrand(),
    receipt: newErrand(),
    memo: newErrand(),
    reported: null,
    approved: null,
    rejected: null,
    refund: null,
    settled: [],
    final: null,
    variances: [],
    unreadable: null,
    reached: {},
    shown: { state: 'captured', since: 0 },
    timeline: [],
    audit: NO_AUDIT,
    mirror: { asked: 0, digest: null, answered: false, last: null, fails: 0, notBefore: null, opened: {} },
    timers: {},
  };
}

export const ERRANDS = ['rma', 'receipt', 'memo'] as const;
