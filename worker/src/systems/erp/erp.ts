import type {
  CreditMemo,
  DeliveryAmendment,
  ErpCreditMemo,
  ErpOrderInFull,
  ErpReturn,
  InventoryPage,
  ReturnAuthorization,
  SalesOrder,
  Shipment,
  Substitution,
  WarehouseReturn,
} from '@causeway/contracts';
import type { Changes } from '../changes.ts';

/**
 * What Causeway asks of an ERP. Every method throws `SystemFailure`, or the signal's reason once it is aborted, and
 * nothing else. docs/adapters.md tells each in prose; `conformance.ts` beside this file holds every adapter to it.
 */
export interface Erp {
  /** Creates the order once; whether it is unique is the flow's business (it looks before and after). */
  createOrder(order: SalesOrder, signal: AbortSignal): Promise<ErpOrderInFull>;
  /** Every document under this external id, oldest first, cancelled ones too. */
  findOrders(externalId: string, signal: AbortSignal): Promise<readonly ErpOrderInFull[]>;
  /** Refused with category `conflict` once the ERP lets it be changed no more. The same amendment twice is one. */
  amendOrder(id: string, amendment: DeliveryAmendment, signal: AbortSignal): Promise<ErpOrderInFull>;
  /** Refused with category `conflict` once it can't be called back; cancelled already is success. */
  cancelOrder(id: string, signal: AbortSignal): Promise<ErpOrderInFull>;
  /** External ids that changed after `cursor` (null: from the start), for the poll that catches up on lost webhooks. */
  changedSince(cursor: string | null, signal: AbortSignal): Promise<Changes>;
  /**
   * Stock: `cursor` null begins a snapshot of every position; its pages follow by their cursors, and after the last
   * (`more: false`) the same cursor brings what changed since the snapshot began. Nothing is skipped; repeats are allowed.
   */
  inventory(cursor: string | null, signal: AbortSignal): Promise<InventoryPage>;
  /**
   * Tells what left the warehouse; the same shipment twice is one. Refused with category `validation` above what is open.
   * Left out: this ERP learns it elsewhere (a shop that has it told can't use the adapter).
   */
  reportShipment?(id: string, shipment: Shipment, signal: AbortSignal): Promise<ErpOrderInFull>;
  /**
   * Puts another SKU in the place of units that have not shipped, at the same price; read back in `substitutions`. The same one
   * twice is one. Refused with category `conflict` or `validation` where the ERP doesn't let it be. Left out: this ERP's adapter
   * can't (a shop that sends substitutes can't use it).
   */
  substitute?(id: string, substitution: Substitution, signal: AbortSignal): Promise<ErpOrderInFull>;
  /** Returns and credit memos; left out: this ERP's adapter doesn't do them (a shop with returns on can't use it). */
  readonly returns?: ErpReturns;
}

/** Uniqueness is the flow's business here too: it looks before and after it creates. */
export interface ErpReturns {
  createReturn(authorization: ReturnAuthorization, signal: AbortSignal): Promise<ErpReturn>;
  /** Every return under this external id, oldest first, cancelled ones too. */
  findReturns(externalId: string, signal: AbortSignal): Promise<readonly ErpReturn[]>;
  /** Every return of the order, whoever began it, oldest first; external id "" where it has none of ours. */
  findReturnsOfOrder(orderExternalId: string, signal: AbortSignal): Promise<readonly ErpReturn[]>;
  /** Refused with category `conflict` once goods were received; cancelled already is success. */
  cancelReturn(id: string, signal: AbortSignal): Promise<ErpReturn>;
  /**
   * Tells what came back and what became of it, once the warehouse has looked at all of it; the same receipt (by its id)
   * twice is one. Left out: this ERP learns it elsewhere (a shop that has it told can't use the adapter).
   */
  reportReturn?(id: string, receipt: WarehouseReturn, signal: AbortSignal): Promise<ErpReturn>;
  /** Refused with category `validation` above what the order was invoiced for. */
  createCreditMemo(memo: CreditMemo, signal: AbortSignal): Promise<ErpCreditMemo>;
  findCreditMemos(externalId: string, signal: AbortSignal): Promise<readonly ErpCreditMemo[]>;
  /** Reverses it: its refund was deleted. Refused with category `conflict` where the period is closed. */
  cancelCreditMemo(id: string, signal: AbortSignal): Promise<ErpCreditMemo>;
}
