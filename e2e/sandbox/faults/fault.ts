import * as z from 'zod';

const lifetime = {
  probability: z.number().gt(0).max(1).optional(),
  seed: z.int().optional(),
  count: z.int().min(1).optional(),
  for_ms: z.int().min(1).optional(),
};
const where = {
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  path: z.string().startsWith('/').optional(),
};
const any = { ...lifetime, ...where };
const late = { after_commit: z.boolean().optional() };
const pause = { retry_after_s: z.int().min(0).max(3_600).optional() };
const milliseconds = z.int().min(1).max(600_000);

/** A fault as it is asked for: what goes wrong, where, how often and how long. */
export const Fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('latency'), ms: milliseconds, ...late, ...any }),
  /** With `per_s` only what goes beyond so many a second. */
  z.strictObject({ kind: z.literal('rate_limit'), per_s: z.int().min(1).max(1_000).optional(), ...pause, ...any }),
  z.strictObject({ kind: z.literal('error'), status: z.int().min(500).max(599).optional(), ...pause, ...late, ...any }),
  z.strictObject({ kind: z.literal('html'), ...late, ...any }),
  z.strictObject({ kind: z.literal('reset_before'), ...any }),
  z.strictObject({ kind: z.literal('reset_after_commit'), ...any }),
  z.strictObject({ kind: z.literal('truncate'), ...any }),
  z.strictObject({ kind: z.literal('expired_sign_in'), ...any }),
  z.strictObject({ kind: z.literal('refuse_everything'), ...any }),
  z.strictObject({ kind: z.literal('down'), for_ms: lifetime.for_ms }),
  z.strictObject({ kind: z.literal('delay_webhooks'), ms: milliseconds, ...lifetime }),
  z.strictObject({ kind: z.literal('drop_webhooks'), ...lifetime }),
  z.strictObject({ kind: z.literal('duplicate_webhooks'), ...lifetime }),
]);

export type Fault = z.infer<typeof Fault>;

/** The faults that decide how a request ends. */
export type EndingFault = Exclude<
  Fault,
  { kind: 'latency' | 'down' | 'delay_webhooks' | 'drop_webhooks' | 'duplicate_webhooks' }
>;

export function endsRequest(fault: Fault): fault is EndingFault {
  return fault.kind !== 'latency' && fault.kind !== 'down' && !fault.kind.endsWith('_webhooks');
}
