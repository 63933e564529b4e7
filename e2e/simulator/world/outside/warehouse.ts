import type {
  DeliveryAmendment,
  Disposition,
  ReturnAuthorization,
  Shipment,
  WarehouseOrder,
  WarehouseRelease,
  WarehouseReturn,
} from '@causeway/contracts';
import { SystemFailure } from '../../../../worker/src/policy/system-failure.ts';
import type { Wms, WmsReturns } from '../../../../worker/src/systems/wms/wms.ts';
import type { Kept } from './documents.ts';
import type { Caller, SystemLine } from './line.ts';
import { cancelled, type Dialogue, SimulatedSystem, unasked } from './simulated-system.ts';

const DISPOSITIONS: readonly Disposition[] = ['restock', 'damaged', 'quarantine', 'scrap'];

/** A warehouse that all shops of the world use. */
export class SimulatedWarehouse extends SimulatedSystem {
  readonly releases = this.documents<WarehouseOrder>();
  readonly receipts = this.documents<WarehouseReturn>();
  #misplaced = 0;

  adapter(line: SystemLine, caller: Caller): Wms {
    const { releases } = this;
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
        return this.create(releases, to, 'create_release', { externalId, asked, make }, signal);
      },
      findReleases: (externalId, signal) => this.find(releases, to, 'find_releases', externalId, signal),
      cancelRelease: (id, signal) => {
        const perform = () => cancelled(releases, id, ['received']);
        return this.alter(releases, to, 'cancel_release', { id, perform }, signal);
      },
      amendRelease: (id, amendment, signal) => {
        const perform = () => this.#amend(id, amendment);
        return this.alter(releases, to, 'amend_release', { id, perform }, signal);
      },
      changedSince: unasked('nobody polls here'),
      inventory: (cursor, signal) => this.tellStock(to, cursor, signal),
      returns: this.#returns(to),
    };
  }

  #returns(to: Dialogue): WmsReturns {
    const { receipts } = this;
    return {
      announceReturn: (asked, signal) => {
        const { externalId, orderExternalId } = asked;
        const lines = asked.lines.map(({ lineId, sku }) => ({ lineId, sku, received: '0', dispositions: [] }));
        const make = (nr: number): WarehouseReturn => {
          return { id: `RR-${nr}`, externalId, orderExternalId, status: 'expected', lines };
        };
        return this.create(receipts, to, 'announce_return', { externalId, asked, make }, signal);
      },
      findReturns: (externalId, signal) => this.find(receipts, to, 'find_returns', externalId, signal),
      findReturnsOfOrder: (orderExternalId, signal) => this.findOfOrder(receipts, to, orderExternalId, signal),
      cancelReturn: (id, signal) =>
        this.alter(receipts, to, 'cancel_return', { id, perform: () => cancelled(receipts, id, ['expected']) }, signal),
    };
  }

  #amend(id: string, amendment: DeliveryAmendment): WarehouseOrder {
    const kept = this.releases.get(id);
    if (kept === undefined) throw new SystemFailure('missing_reference', 'before_send', `There is no ${id}.`);
    if (kept.doc.status !== 'received') throw new SystemFailure('conflict', 'before_send', `${id} is picked already.`);
    const { shipTo } = kept.asked as WarehouseRelease;
    this.releases.change(kept, {}, { ...(kept.asked as WarehouseRelease), shipTo: amendment.shipTo ?? shipTo });
    return kept.doc;
  }

  /** The next pick finds one unit less of its first line than it should. */
  misplace(): void {
    this.#misplaced += 1;
  }

  /** Every parcel that is on its way gets there. */
  deliver(): void {
    const deliveredAt = new Date(this.ports.now()).toISOString();
    for (const kept of this.releases.all()) {
      const { shipments } = kept.doc;
      if (shipments.every((parcel) => parcel.deliveredAt)) continue;
      this.releases.change(kept, {
        shipments: shipments.map((parcel) => ({ ...parcel, deliveredAt: parcel.deliveredAt ?? deliveredAt })),
      });
    }
  }

  /** The next move with every release; every third goes in two parcels. */
  work(): void {
    for (const kept of this.releases.all()) this.#advance(kept);
  }

  /** Whatever was announced comes back, in full. */
  receive(): void {
    for (const kept of this.receipts.all()) {
      if (kept.doc.status !== 'expected') continue;
      const asked = (kept.asked as ReturnAuthorization).lines;
      const lines = asked.map(({ lineId, sku, quantity }) => ({ lineId, sku, received: quantity, dispositions: [] }));
      this.receipts.change(kept, { status: 'received', lines });
    }
  }

  /** What came back is looked at; `nr`: what becomes of it. */
  inspect(nr: number): void {
    const disposition = DISPOSITIONS[nr % DISPOSITIONS.length] ?? 'restock';
    for (const kept of this.receipts.all()) {
      if (kept.doc.status !== 'received') continue;
      const lines = kept.doc.lines.map((line) => ({
        ...line,
        dispositions: [{ disposition, quantity: line.received }],
      }));
      if (disposition === 'restock') for (const { sku, received } of lines) this.ports.shipped(sku, -Number(received));
      this.receipts.change(kept, { status: 'inspected', lines });
    }
  }

  #advance(kept: Kept<WarehouseOrder>): void {
    const { doc } = kept;
    const lines = found(kept);
    const splits = lines.length > 1 && Number(doc.id.slice('WR-'.length)) % 3 === 0;
    if (doc.status === 'received') this.#pick(kept);
    else if (doc.status === 'picked') this.releases.change(kept, { status: 'packed' });
    else if (doc.status === 'packed' && splits) this.#ship(kept, 'partially_shipped', lines.slice(0, 1));
    else if (doc.status === 'packed') this.#ship(kept, 'shipped', lines);
    else if (doc.status === 'partially_shipped') this.#ship(kept, 'shipped', lines.slice(1));
  }

  /** What is not found is not there: the goods are one less. */
  #pick(kept: Kept<WarehouseOrder>): void {
    const [first] = (kept.asked as WarehouseRelease).lines;
    const isShort = this.#misplaced > 0 && first !== undefined && Number(first.quantity) > 1;
    if (isShort) {
      this.#misplaced -= 1;
      this.ports.shipped(first.sku, 1);
    }
    const shorts = isShort ? { shorts: [{ lineId: first.lineId, quantity: '1' }] } : {};
    this.releases.change(kept, { status: 'picked', ...shorts });
  }

  #ship(kept: Kept<WarehouseOrder>, status: WarehouseOrder['status'], lines: Shipment['lines']): void {
    const id = `${kept.doc.id}-${kept.doc.shipments.length + 1}`;
    const shipment: Shipment = {
      id,
      carrier: 'PARCELHOUSE',
      trackingNumber: id,
      trackingUrl: 'https://wms.example/t',
      shippedAt: new Date(this.ports.now()).toISOString(),
      lines,
    };
    const asked = (kept.asked as WarehouseRelease).lines;
    for (const { lineId, quantity } of lines)
      this.ports.shipped(asked.find((line) => line.lineId === lineId)?.sku ?? '', Number(quantity));
    this.releases.change(kept, { status, shipments: [...kept.doc.shipments, shipment] });
  }
}

/** What of a release can leave: what was asked, less what was not found. */
function found({ doc, asked }: Kept<WarehouseOrder>): Shipment['lines'] {
  return (asked as WarehouseRelease).lines.map(({ lineId, quantity }) => {
    const short = doc.shorts?.find((each) => each.lineId === lineId)?.quantity ?? '0';
    return { lineId, quantity: String(Number(quantity) - Number(short)) };
  });
}
