import type { ErpOrder, SalesOrder } from '@causeway/contracts';

/** What Causeway asks of an ERP. Every method throws `SystemFailure` and nothing else. */
export interface Erp {
  /** Creates the order once; whether it is unique is the flow's business (it looks before and after). */
  createOrder(order: SalesOrder, signal: AbortSignal): Promise<ErpOrder>;
  /** Every document under this external id, oldest first, cancelled ones too. */
  findOrders(externalId: string, signal: AbortSignal): Promise<readonly ErpOrder[]>;
  cancelOrder(id: string, signal: AbortSignal): Promise<ErpOrder>;
  /** External ids that changed after `cursor` (null: from the start), for the poll that catches up on lost webhooks. */
  changedSince(
    cursor: string | null,
    signal: AbortSignal,
  ): Promise<{ readonly externalIds: readonly string[]; readonly cursor: string }>;
}
