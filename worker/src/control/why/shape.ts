import { EpochMs, Gate, ShopCode, SubjectException } from '@causeway/contracts';
import * as z from 'zod';

const told = {
  /** `worker`: by the one that runs. `file`: none runs, and the engine's file was read. */
  told_by: z.enum(['worker', 'file']),
  now: EpochMs,
  shop: ShopCode,
};

/** Where an order is, and why. Also what `causeway why --json` prints. Instants in epoch ms. */
const Known = z.object({
  found: z.literal(true),
  ...told,
  order_id: z.int().positive(),
  /** Its number in the shop, where another plugin gives it one. */
  number: z.string(),
  external_id: z.string().nullable(),
  erp_number: z.string().nullable(),
  state: z.string(),
  reason: z.string(),
  waiting_for: z.string(),
  since: EpochMs,
  gates: z.array(Gate),
  exceptions: z.array(SubjectException),
  /** Calls of this order that wait to leave: for what, and until when; null: until somebody says so. */
  held_calls: z.array(z.object({ system: z.string(), why: z.string(), until: EpochMs.nullable() })),
  /** How the worker stands with the shop; null: no worker runs. */
  exchange: z.object({ problem: z.string().nullable(), last_at: EpochMs.nullable() }).nullable(),
});

/** Nothing is known of it here. `reason` says why, in a sentence; `since`: the shop could not be asked since then. */
const Unknown = z.object({ found: z.literal(false), ...told, reason: z.string(), since: EpochMs.nullable() });

export const WhyAnswer = z.discriminatedUnion('found', [Known, Unknown]);

export type WhyAnswer = z.infer<typeof WhyAnswer>;
export type KnownWhy = z.infer<typeof Known>;
export type UnknownWhy = z.infer<typeof Unknown>;
