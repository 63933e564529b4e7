import type {
  DeliveryAmendment,
  FreeStock,
  InventoryPage,
  ReturnAuthorization,
  WarehouseOrder,
  WarehouseRelease,
  WarehouseReturn,
} from '@causeway/contracts';
import type { Changes } from '../changes.ts';

/** What Causeway asks of a warehouse; throws as `Erp` does. */
export interface Wms {
  /** From `release.node` where one is given: only of a warehouse that tells `freeStock` of it. */
  createRelease(release: WarehouseRelease, signal: AbortSignal): Promise<WarehouseOrder>;
  /** Every release under this external id, oldest first, cancelled ones too. */
  findReleases(externalId: string, signal: AbortSignal): Promise<readonly WarehouseOrder[]>;
  /** Refused with category `conflict` once picked. The same amendment twice is one. */
  amendRelease(id: string, amendment: DeliveryAmendment, signal: AbortSignal): Promise<WarehouseOrder>;
  /** Refused with category `conflict` once picked; cancelled already is success. */
  cancelRelease(id: string, signal: AbortSignal): Promise<WarehouseOrder>;
  /** External ids that changed after `cursor` (null: from the start). */
  changedSince(cursor: string | null, signal: AbortSignal): Promise<Changes>;
  /** As `Erp.inventory`. */
  inventory(cursor: string | null, signal: AbortSignal): Promise<InventoryPage>;
  /**
   * What it could send at once of these SKUs, from each of its places that works; a SKU that it doesn't have is left out. Left
   * out altogether: it doesn't tell. Then the rest of a short release waits for the ERP's allocation (a shop that splits can't use the adapter).
   */
  freeStock?(skus: readonly string[], signal: AbortSignal): Promise<readonly FreeStock[]>;
  /** Receipts of returns; left out: this warehouse's adapter doesn't do them. */
  readonly returns?: WmsReturns;
}

export interface WmsReturns {
  /** Tells the warehouse what will come back. */
  announceReturn(authorization: ReturnAuthorization, signal: AbortSignal): Promise<WarehouseReturn>;
  /** Every receipt under this external id, oldest first, cancelled ones too. */
  findReturns(externalId: string, signal: AbortSignal): Promise<readonly WarehouseReturn[]>;
  /** Every receipt of the order's goods, announced or not, oldest first; external id "" where it has none of ours. */
  findReturnsOfOrder(orderExternalId: string, signal: AbortSignal): Promise<readonly WarehouseReturn[]>;
  /** Refused with category `conflict` once goods were received; cancelled already is success. */
  cancelReturn(id: string, signal: AbortSignal): Promise<WarehouseReturn>;
}
