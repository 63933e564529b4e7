import type {
  DeliveryAmendment,
  InventoryPage,
  ReturnAuthorization,
  WarehouseOrder,
  WarehouseRelease,
  WarehouseReturn,
} from '@causeway/contracts';
import type { Changes } from '../changes.ts';

/** What Causeway asks of a warehouse; throws as `Erp` does. */
export interface Wms {
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
