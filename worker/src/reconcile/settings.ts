import * as z from 'zod';

/** When a shop is compared with its back office without anybody asking. */
export const ReconciliationSettings = z.strictObject({
  /** Hours between two runs; 0: only when somebody asks. */
  everyHours: z.number().min(0).max(168).default(24),
  /** How far back the orders go that are compared, in days. */
  days: z.int().min(1).max(90).default(7),
});

export type ReconciliationSettings = z.infer<typeof ReconciliationSettings>;
