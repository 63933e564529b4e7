import type { Shipment, WarehouseOrder, WarehouseRelease } from '@causeway/contracts';
import { SystemFailure } from '../../../../worker/src/policy/system-failure.ts';
import type { Wms } from '../../../../worker/src/systems/wms/wms.ts';
import type { Kept } from './documents.ts';
import type { Caller, SystemLine } from './line.ts';
import { SimulatedSystem, unasked } from './simulated-system.ts';

/** A warehouse that all shops of the world use. */
export class SimulatedWarehouse extends SimulatedSystem<WarehouseOrder> {
  readonly releases = this.documents;

  adapter(line: SystemLine, caller: Caller): Wms {
    const to = { line, caller };
    return {
      createRelease: (asked, signal) => {
        const { externalId } = asked;
        const make = (nr: number): WarehouseOrder => ({
          id: `WR-${nr}`,
          externalId,
          status: 'received',
          shipments: [],
        });
        return this.create(to, 'create_release', { externalId, asked, make }, signal);
      },
      findReleases: (externalId, signal) => this.find(to, 'find_releases', externalId, signal),
      cancelRelease: (id, signal) => this.cancel(to, 'cancel_release', id, () => this.#cancel(id), signal),
      amendRelease: unasked('no flow amends a release'),
      changedSince: unasked('nobody polls here'),
      inventory: unasked('no flow asks for stock'),
    };
  }

  #cancel(id: string): WarehouseOrder {
    const kept = this.releases.get(id);
    if (kept === undefined) throw new SystemFailure('missing_reference', 'before_send', 'No such release.');
    const { status } = kept.doc;
    if (status !== 'received' && status !== 'cancelled') {
      throw new SystemFailure('conflict', 'before_send', 'Already picked.');
    }
    if (status === 'received') this.releases.change(kept, { status: 'cancelled' });
    return kept.doc;
  }

  /** The next move with every release; every third goes in two parcels. */
  work(): void {
    for (const kept of this.releases.all()) this.#advance(kept);
  }

  #advance(kept: Kept<WarehouseOrder>): void {
    const { doc } = kept;
    const lines = (kept.asked as WarehouseRelease).lines.map(({ lineId, quantity }) => ({ lineId, quantity }));
    const splits = lines.length > 1 && Number(doc.id.slice('WR-'.length)) % 3 === 0;
    if (doc.status === 'received') this.releases.change(kept, { status: 'picked' });
    else if (doc.status === 'picked') this.releases.change(kept, { status: 'packed' });
    else if (doc.status === 'packed' && splits) this.#ship(kept, 'partially_shipped', lines.slice(0, 1));
    else if (doc.status === 'packed') this.#ship(kept, 'shipped', lines);
    else if (doc.status === 'partially_shipped') this.#ship(kept, 'shipped', lines.slice(1));
  }

  #ship(kept: Kept<WarehouseOrder>, status: WarehouseOrder['status'], lines: Shipment['lines']): void {
    const id = `${kept.doc.id}-${kept.doc.shipments.length + 1}`;
    const shipment: Shipment = {
      id,
      carrier: 'PARCELHOUSE',
      trackingNumber: id,
      trackingUrl: 'https://wms.example/t',
      shippedAt: '2026-11-28T10:00:00Z',
      lines,
    };
    this.releases.change(kept, { status, shipments: [...kept.doc.shipments, shipment] });
  }
}
