import type { Shipment, WarehouseOrder, WarehouseRelease } from '@causeway/contracts';
import { SystemFailure } from '../../../../worker/src/policy/system-failure.ts';
import type { Wms } from '../../../../worker/src/systems/wms/wms.ts';
import { namedBy } from '../names.ts';
import { Documents, type Kept } from './documents.ts';
import type { Caller, Sent, SystemLine } from './line.ts';

/** A warehouse that all shops of the world use. */
export class SimulatedWarehouse {
  readonly releases: Documents<WarehouseOrder>;
  readonly #now: () => number;
  readonly #committed: (externalId: string) => void;

  constructor(
    enforcesUniqueIds: boolean,
    now: () => number,
    changed: (externalId: string) => void,
    committed: (externalId: string) => void,
  ) {
    this.releases = new Documents(enforcesUniqueIds, ({ externalId }) => changed(externalId));
    this.#now = now;
    this.#committed = committed;
  }

  adapter(line: SystemLine, caller: Caller): Wms {
    return {
      createRelease: (release, signal) => {
        const errand = { operation: 'create_release', about: namedBy(release.externalId), acts: true };
        return line.call(caller, { ...errand, perform: (sent) => this.#create(release, sent) }, signal);
      },
      findReleases: (externalId, signal) => {
        const errand = { operation: 'find_releases', about: namedBy(externalId), acts: false };
        return line.call(
          caller,
          { ...errand, perform: () => this.releases.of(externalId).map(({ doc }) => doc) },
          signal,
        );
      },
      cancelRelease: (id, signal) => {
        const about = namedBy(this.releases.get(id)?.doc.externalId ?? '');
        const errand = { operation: 'cancel_release', about, acts: true };
        return line.call(caller, { ...errand, perform: () => this.#cancel(id) }, signal);
      },
      amendRelease: () => Promise.reject(new Error('no flow amends a release')),
      changedSince: () => Promise.reject(new Error('nobody polls here')),
      inventory: () => Promise.reject(new Error('no flow asks for stock')),
    };
  }

  #create(release: WarehouseRelease, sent: Sent): WarehouseOrder {
    const { externalId } = release;
    if (this.releases.enforcesUniqueIds && this.releases.live(externalId).length > 0) {
      throw new SystemFailure('duplicate', 'before_send', `${externalId} exists already.`);
    }
    const doc: WarehouseOrder = { id: `WR-${this.releases.count + 1}`, externalId, status: 'received', shipments: [] };
    this.releases.add({ doc, sent, committedAt: this.#now(), asked: release });
    this.#committed(externalId);
    return doc;
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
