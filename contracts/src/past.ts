import * as z from 'zod';
import { EpochMs, SubjectKey, Unread } from './primitives.ts';

/** So many orders come in one page at the most. */
export const PAST_ORDERS_MAX = 200;

/** Where a page of past orders ended: the last order's `created_at` and id, as `1790000000000.1042`; `''` begins. */
export const PastPlace = z
  .string()
  .regex(/^(\d{1,16}\.[1-9]\d{0,17})?$/, 'an instant and an order, as "1790000000000.1042"');

/**
 * "What orders do you have of that time?": a page of those created from `from` (included) to `before` (excluded), by
 * instant and id rising, of the kinds that the shop captures, without drafts.
 */
export const PastQuestion = z.object({
  from: EpochMs,
  before: EpochMs,
  after: PastPlace,
  limit: z.int().min(1).max(PAST_ORDERS_MAX),
  /** These alone, where the shop has them. */
  only: z.array(SubjectKey).min(1).max(PAST_ORDERS_MAX).optional(),
  /** Those alone that the panel shows in this state (`Mirror.state`). */
  state: z.string().max(32).optional(),
});

/**
 * An order as the shop's database has it now; to tell of it writes nothing. `snapshot` stays unparsed here; null: larger
 * than `SNAPSHOT_BYTES_MAX` (`snapshot_bytes` says so), or it could not be read (`snapshot_bytes` 0). `known`: what the
 * worker last said of it; null: nothing, it was never captured.
 */
export const PastOrder = z.object({
  subject: SubjectKey,
  created_at: EpochMs,
  snapshot: Unread,
  snapshot_bytes: z.int().nonnegative(),
  /** Shipments that the shop shows: of each the MD5 of `causeway:` and its id, in hex. Left out: a shop too old to tell. */
  shipments: z.array(z.string()).optional(),
  known: z
    .object({
      external_id: z.string().nullable(),
      erp_number: z.string().nullable(),
      /** `''`: captured, and the worker has said nothing yet. */
      state: z.string(),
      open: z.boolean(),
      epoch: z.int().nonnegative(),
      n: z.int().nonnegative(),
    })
    .nullable(),
});

/** `next`: the next page's `after` (the page's own where its time was over before the first order); null: that was all. */
export const PastAnswer = z.object({ orders: z.array(PastOrder), next: PastPlace.nullable() });

export type PastQuestion = z.infer<typeof PastQuestion>;
export type PastOrder = z.infer<typeof PastOrder>;
export type PastAnswer = z.infer<typeof PastAnswer>;
