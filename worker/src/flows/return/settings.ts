import { Decimal } from '@causeway/contracts';
import * as z from 'zod';
import type { OrderSettings } from '../order/settings.ts';

/** How a shop's returns and refunds are dealt with. Part of the configuration file. */
export const ReturnSettings = z.strictObject({
  /**
   * `off`: a refund in the shop is an exception for finance. `export`: refunds made in WooCommerce are booked in the ERP, and
   * returns followed; Causeway pays nothing back itself. `automatic`: it also refunds what was inspected and approved.
   */
  mode: z.enum(['off', 'export', 'automatic']).default('off'),
  /** A refund of at most this much (in the order's currency) needs no approval by a person. */
  approveUpTo: Decimal.default('0'),
  /** Whether Causeway's refunds pay back by the order's gateway, or only record. */
  payment: z.enum(['gateway', 'none']).default('none'),
  /** Dispositions for which the customer gets the money back. */
  refundable: z
    .array(z.enum(['restock', 'damaged', 'quarantine', 'scrap']))
    .default(['restock', 'damaged', 'quarantine', 'scrap']),
  /** Whether the ERP is told what came back; off where it learns that elsewhere, as from a warehouse of its own. */
  reportReceipts: z.boolean().default(false),
  /** Days after the order within which customers may ask for a return in My Account; 0: never. */
  customerDays: z.int().min(0).max(3650).default(30),
});

/** `mapping`, `orders`: the order flow's, of the same shop: SKUs, tax codes, schedules of retries. */
export type ReturnSettings = z.infer<typeof ReturnSettings> & {
  readonly mapping: OrderSettings['mapping'];
  readonly orders: OrderSettings;
};
