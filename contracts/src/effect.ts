import * as z from 'zod';
import { AUDIT_ENTRIES_MAX, AuditEntry } from './audit.ts';
import { Checkpoint } from './checkpoint.ts';
import { SubjectException } from './exception.ts';
import { Decimal, EpochMs, ExternalId, Instant, Sha256, SubjectKey, TraceId, Unread } from './primitives.ts';
import { Stage } from './stage.ts';
import { ShopStock, StockTriple } from './stock.ts';

/**
 * One thing that an order must get past, in order: "where are you, and why?" in full. `passed`: since `at`. `waiting`:
 * for what `detail` says, until `until` where that is known (epoch ms). `held`: a person decides. `ahead`: not yet asked.
 */
export const Gate = z.object({
  name: z.string().regex(/^[a-z_]{1,32}$/),
  label: z.string().min(1).max(60),
  status: z.enum(['passed', 'waiting', 'held', 'ahead', 'skipped']),
  at: EpochMs.nullable(),
  until: EpochMs.nullable(),
  detail: z.string().max(200),
});

export const GATES_MAX = 24;

/** One line of a subject's story. `actor` is `shop`, `causeway`, a system's name or `user:<id>`; no personal data. */
export const TimelineEntry = z.object({
  at: EpochMs,
  actor: z.string().max(40),
  text: z.string().max(200),
  level: z.enum(['info', 'warning', 'error']),
});

export const TIMELINE_ENTRIES_MAX = 50;
export const MIRROR_BYTES_MAX = 16 * 1024;

/**
 * Everything that the shop shows of a subject, whole each time: the newest replaces what was there.
 * `exceptions` are all that the subject has now: the shop opens what is new and closes what is gone.
 */
export const Mirror = z.object({
  state: z.string().regex(/^[a-z_]{1,32}$/),
  reason: z.string().max(255),
  /** What it waits for, in words for staff: "the ERP's answer", "a person"; empty where nothing is awaited. */
  waiting_for: z.string().max(120),
  since: EpochMs,
  attempt: z.object({ n: z.int().positive(), of: z.int().positive(), next_at: EpochMs.nullable() }).nullable(),
  open: z.boolean(),
  external_id: ExternalId.nullable(),
  erp_number: z.string().max(64).nullable(),
  trace_id: TraceId.nullable(),
  /** Of a return: its order in the shop, where that is known. */
  order_id: z.int().positive().nullable().optional(),
  stages: z.array(Stage).max(12),
  gates: z.array(Gate).max(GATES_MAX),
  timeline: z.array(TimelineEntry).max(TIMELINE_ENTRIES_MAX),
  exceptions: z.array(SubjectException).max(10),
  checkpoint: Checkpoint.nullable(),
  /** Decisions that the shop has not confirmed to have yet; left out: none. */
  audit: z.array(AuditEntry).max(AUDIT_ENTRIES_MAX).optional(),
});

/**
 * Money back for a return, at most once: the shop writes its intent down before it touches the gateway. `payment`:
 * `gateway` pays back by the order's own gateway, `none` only records. Goods are restocked by the stock's own road.
 */
export const RefundOrder = z.object({
  order_id: z.int().positive(),
  return_id: z.string().min(1).max(64),
  amount: Decimal,
  reason: z.string().max(500),
  payment: z.enum(['gateway', 'none']),
  lines: z.array(z.object({ item_id: z.int().positive(), quantity: Decimal, total: Decimal, total_tax: Decimal })),
});

/** The refund that an effect made, as the shop has it. */
export const MadeRefund = z.object({
  id: z.int().positive(),
  amount: Decimal,
  payment_refunded: z.boolean(),
  created_at: Instant,
});

/** One parcel that left the warehouse, as the customer will see it. */
export const ShipmentNotice = z.object({
  shipment_id: z.string().min(1).max(64),
  carrier: z.string().max(64),
  tracking_number: z.string().max(64),
  tracking_url: z.union([z.literal(''), z.url()]),
  shipped_at: Instant,
  lines: z.array(z.object({ item_id: z.int().positive(), quantity: Decimal })).min(1),
});

const addressed = {
  id: z.string().min(1).max(96),
  subject: SubjectKey,
  epoch: z.int().positive(),
  n: z.int().positive(),
};

/** The revision it was decided on, and the statuses (without `wc-`) in which it may still be applied. */
const guarded = {
  decided_on: z.object({ incarnation: z.int().positive(), rev: z.int().positive() }),
  accepts: z.array(z.string()).min(1),
};

/** What the worker tells the shop. `mirror` touches Causeway's tables alone; the others change the shop. */
export const Effect = z.discriminatedUnion('kind', [
  z.object({ ...addressed, kind: z.literal('mirror'), body: Mirror }),
  z.object({
    ...addressed,
    ...guarded,
    kind: z.literal('status'),
    body: z.object({ to: z.string(), note: z.string() }),
  }),
  z.object({
    ...addressed,
    ...guarded,
    kind: z.literal('erp_number'),
    body: z.object({ number: z.string().min(1).max(64), external_id: ExternalId }),
  }),
  z.object({ ...addressed, ...guarded, kind: z.literal('shipment'), body: ShipmentNotice }),
  z.object({
    ...addressed,
    ...guarded,
    kind: z.literal('note'),
    body: z.object({
      text: z.string().min(1).max(2000),
      audience: z.enum(['staff', 'customer']),
      /** What it tells of: of the same it is written once, whatever the effect's number. Left out: once for its number. */
      about: z.string().min(1).max(80).optional(),
    }),
  }),
  /** Of a SKU: touches the product's stock and Causeway's table of triples. */
  z.object({ ...addressed, kind: z.literal('stock'), body: StockTriple }),
  /** Of a return: touches its order. */
  z.object({ ...addressed, kind: z.literal('refund'), body: RefundOrder }),
]);

/** The order as it is after (or instead of) an effect; given whenever the revision is not the one decided on. */
export const FreshLook = z.object({
  incarnation: z.int().positive(),
  rev: z.int().positive(),
  hash: Sha256,
  snapshot: Unread,
});

/**
 * applied: done now · already: it was so, or a higher number was applied · stale: someone changed the order since;
 * `look` says what it is now · failed: `message` says why · later: not tried (budget spent, or an earlier one failed) ·
 * unknown: begun before by a request that died, and nobody can tell whether money moved; never tried again by itself.
 * `stock`: what the shop holds, with every answer to a stock effect; null: it sells no such SKU, or keeps no stock of it.
 */
export const EffectAnswer = z.object({
  id: z.string(),
  subject: SubjectKey,
  epoch: z.int(),
  n: z.int(),
  result: z.enum(['applied', 'already', 'stale', 'failed', 'later', 'unknown']),
  message: z.string().max(500),
  look: FreshLook.nullable(),
  stock: ShopStock.nullable().optional(),
  refund: MadeRefund.nullable().optional(),
});

export type Gate = z.infer<typeof Gate>;
export type TimelineEntry = z.infer<typeof TimelineEntry>;
export type Mirror = z.infer<typeof Mirror>;
export type ShipmentNotice = z.infer<typeof ShipmentNotice>;
export type Effect = z.infer<typeof Effect>;
/** One that changes its subject, an order, and is decided on a revision of it. */
export type OrderEffect = Extract<Effect, { accepts: string[] }>;
export type EffectAnswer = z.infer<typeof EffectAnswer>;
export type RefundOrder = z.infer<typeof RefundOrder>;
export type MadeRefund = z.infer<typeof MadeRefund>;
export type FreshLook = z.infer<typeof FreshLook>;
