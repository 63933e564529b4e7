import * as z from 'zod';
import { EpochMs } from './primitives.ts';

/** The stages of an order's road, in order. */
export const ORDER_STAGES = [
  'received',
  'checks',
  'accepted',
  'allocated',
  'released',
  'picked',
  'packed',
  'shipped',
  'delivered',
  'completed',
] as const;

/** Those of a return's. */
export const RETURN_STAGES = [
  'requested',
  'authorised',
  'goods_received',
  'inspected',
  'approved',
  'refunded',
  'credited',
  'closed',
] as const;

/** One stage of an order's or a return's road: what the stage bar shows. */
export const Stage = z.object({
  name: z.enum([...ORDER_STAGES, ...RETURN_STAGES]),
  status: z.enum(['done', 'active', 'waiting', 'held', 'failed', 'skipped']),
  at: EpochMs.nullable(),
  detail: z.string().max(200),
});
export type Stage = z.infer<typeof Stage>;
