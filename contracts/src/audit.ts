import * as z from 'zod';
import { EpochMs } from './primitives.ts';

/** So many entries one mirror carries; their words are short, because a mirror is. */
export const AUDIT_ENTRIES_MAX = 12;

/**
 * What changed money, goods or what a customer sees, told once with the mirror that shows it. `actor` is `causeway`,
 * `operator` or `user:<id>`; `about`: an exception's cause or a document; `before` and `after`: what it was and is.
 * No personal data. The shop keeps an entry once, however often it is told: subject, instant, action and words name it.
 */
export const AuditEntry = z.object({
  at: EpochMs,
  actor: z.string().max(40),
  action: z.string().regex(/^[a-z_]{1,32}$/),
  about: z.string().max(96),
  before: z.string().max(96),
  after: z.string().max(96),
  why: z.string().max(200),
});

export type AuditEntry = z.infer<typeof AuditEntry>;
