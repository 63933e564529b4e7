import { Decimal } from '@causeway/contracts';
import * as z from 'zod';

/** When a shop is compared with its back office without anybody asking. */
export const ReconciliationSettings = z.strictObject({
  /** Hours between two runs; 0: only when somebody asks. */
  everyHours: z.number().min(0).max(168).default(24),
  /** How far back the orders go that are compared, in days. */
  days: z.int().min(1).max(90).default(7),
  /** By how much the totals of shop and ERP (minor units of their currency) may differ, and the stock of a SKU (units), before it is a variance. */
  toleranceMinor: z.int().min(0).max(10_000).default(0),
  toleranceUnits: Decimal.refine((units) => !units.startsWith('-'), 'no negative number of units').default('0'),
});

export type ReconciliationSettings = z.infer<typeof ReconciliationSettings>;
