import type { WarehouseOrder, WarehouseRelease } from '@causeway/contracts';

/** What Causeway asks of a warehouse. Every method throws `SystemFailure` and nothing else. */
export interface Wms {
  createRelease(release: WarehouseRelease, signal: AbortSignal): Promise<WarehouseOrder>;
  /** Every release under this external id, oldest first, cancelled ones too. */
  findReleases(externalId: string, signal: AbortSignal): Promise<readonly WarehouseOrder[]>;
  /** Refused with category `conflict` once picked. */
  cancelRelease(id: string, signal: AbortSignal): Promise<WarehouseOrder>;
  changedSince(
    cursor: string | null,
    signal: AbortSignal,
  ): Promise<{ readonly externalIds: readonly string[]; readonly cursor: string }>;
}
