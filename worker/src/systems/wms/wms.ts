import type { DeliveryAmendment, InventoryPage, WarehouseOrder, WarehouseRelease } from '@causeway/contracts';
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
}
