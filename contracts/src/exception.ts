import * as z from 'zod';

/** Why something needs attention; each has a default owner, severity and retry policy (`worker/src/policy`). */
export const Category = z.enum([
  'connection',
  'timeout',
  'unknown_outcome',
  'rate_limit',
  'authentication',
  'mapping',
  'missing_reference',
  'validation',
  'duplicate',
  'conflict',
  'stock',
  'total_mismatch',
  'too_large',
  'parse',
  'internal',
]);

export const Severity = z.enum(['info', 'warning', 'error', 'critical']);
export const Owner = z.enum(['it', 'fulfilment', 'finance', 'support']);

/** open → acknowledged → resolved / ignored; a recurrence opens it again. */
export const ExceptionStatus = z.enum(['open', 'acknowledged', 'resolved', 'ignored']);

/**
 * What one subject contributes to an exception. `cause` groups: one cause, one exception with many subjects,
 * e.g. `mapping:payment_method:klarna`. `title` and `next_step` are plain language, without personal data;
 * `detail` says what is special about this subject.
 */
export const SubjectException = z.object({
  cause: z
    .string()
    .regex(/^[a-z_]+(:[A-Za-z0-9._/-]{1,60}){0,3}$/)
    .max(96),
  category: Category,
  severity: Severity,
  owner: Owner,
  title: z.string().min(1).max(255),
  next_step: z.string().min(1).max(1000),
  detail: z.string().max(1000),
});

export type Category = z.infer<typeof Category>;
export type Severity = z.infer<typeof Severity>;
export type Owner = z.infer<typeof Owner>;
export type SubjectException = z.infer<typeof SubjectException>;
