import type {
  DeliveryAmendment,
  Disposition,
  FreeStock,
  ReturnAuthorization,
  Shipment,
  WarehouseOrder,
  WarehouseRelease,
  WarehouseReturn,
} from '@causeway/contracts';
import { SystemFailure } from '../../../../worker/src/policy/system-failure.ts';
import type { Wms, WmsReturns } from '../../../../worker/src/systems/wms/wms.ts';
import { namedBy, orderIdOf } from '../names.ts';
import { openUnits } from './allocations.ts';
import type { Kept } from './documents.ts';
import type { NodeName } from './goods.ts';
import type { Caller, SystemLine } from './line.ts';
import { cancelled, type Dialogue, SimulatedSystem, type SystemPorts, unasked } from './simulated-system.ts';

const PLACES: readonly NodeName[] = ['MAIN', 'EAST'];
/** States of a release that is still to send something. */
const OPEN: readonly WarehouseOrder['status'][] = ['received', 'picked', 'packed', 'partially_shipped'];
const DISPOSITIONS: readonly Disposition[] = ['restock', 'damaged', 'quarantine', 'scrap'];

export interface WarehousePorts extends SystemPorts {
  /** Told of goods as they leave a place and (`units` below zero) come back to be sold again. */
  readonly shipped: (sku: string, units: number, node: NodeName) => void;
  /** What lies at a place that works; null: it doesn't. */
  readonly onHand: (node: NodeName, sku: string) => number | null;
  /** It says what it could send at once. */
  readonly tellsFree: boolean;
  /** Told where units of an order were not found that are still to be sent; null: nobody sends those here. */
  readonly rest: ((orderId: string) => void) | null;
}

/** What it said that it could send at once. */
export interface ToldFree {
  readonly at: number;
  readonly node: string;
  readonly sku: string;
  readonly units: string;
}

/** A warehouse that all shops of the world use. */
export class SimulatedWarehouse extends SimulatedSystem<WarehousePorts> {
  readonly releases = this.documents<WarehouseOrder>();
  readonly receipts = this.documents<WarehouseReturn>();
  readonly toldFree: ToldFree[] = [];
  /** When it was through with a release, by its id. */
  readonly closedAt = new Map<string, number>();
  #misplaced = 0;

  adapter(line: SystemLine, caller: Caller): Wms {
    const { releases } = this;
    const to = { line, caller };
    /** Which order is looked up in one go with the stock for its rest. */
    const lookedUp = new WeakMap<AbortSignal, string>();
    const freeStock = (skus: readonly string[], signal: AbortSignal) => {
      const about = namedBy(lookedUp.get(signal) ?? '');
      const perform = () => this.#freeOf(skus);
      return line.call(caller, { operation: 'free_stock', about, acts: false, perform }, signal);
    };
    return {
      createRelease: (asked, signal) => {
        const { externalId } = asked;
        const { node = 'MAIN' } = asked;
        const make = (nr: number): WarehouseOrder => {
          return { id: `WR-${nr}`, externalId, status: 'received', node, shipments: [] };
        };
        return this.create(releases, to, 'create_release', { externalId, asked, make }, signal);
      },
      findReleases: (externalId, signal) => {
        lookedUp.set(signal, externalId);
        return this.find(releases, to, 'find_releases', externalId, signal);
      },
      ...(this.ports.tellsFree ? { freeStock } : {}),
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
      if (disposition === 'restock')
        for (const { sku, received } of lines) this.ports.shipped(sku, -Number(received), 'MAIN');
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
    const { lines } = kept.asked as WarehouseRelease;
    const { rest } = this.ports;
    const [first] = lines;
    const isShort = this.#misplaced > 0 && first !== undefined && (rest !== null || Number(first.quantity) > 1);
    if (isShort) {
      this.#misplaced -= 1;
      this.ports.shipped(first.sku, 1, placeOf(kept));
    }
    const shorts = lines.flatMap((line) => {
      const misplaced = isShort && line === first ? 1 : 0;
      const missing = rest === null ? misplaced : Math.max(misplaced, this.#missing(kept, line));
      return missing > 0 ? [{ lineId: line.lineId, quantity: String(missing) }] : [];
    });
    this.releases.change(kept, { status: 'picked', ...(shorts.length > 0 || rest !== null ? { shorts } : {}) });
    if (shorts.length > 0 && this.ports.tellsFree) rest?.(orderIdOf(kept.doc.externalId));
  }

  /** Units of a line that others took meanwhile: they are in nobody's hands but theirs. */
  #missing(kept: Kept<WarehouseOrder>, { sku, quantity }: WarehouseRelease['lines'][number]): number {
    const node = placeOf(kept);
    const there =
      (this.ports.onHand(node, sku) ?? 0) - this.#promised(node, sku, ['picked', 'packed', 'partially_shipped']);
    return Math.min(Number(quantity), Math.max(0, Number(quantity) - there));
  }

  /** Units of a SKU at a place that releases in these states are still to send. */
  #promised(node: NodeName, sku: string, states: readonly WarehouseOrder['status'][]): number {
    let units = 0;
    for (const kept of this.releases.all())
      if (placeOf(kept) === node && states.includes(kept.doc.status)) units += openUnits(kept, sku);
    return units;
  }

  /** What no release is about to send, at each place that works. */
  #freeOf(skus: readonly string[]): FreeStock[] {
    const at = this.ports.now();
    const free = PLACES.flatMap((node) =>
      skus.flatMap((sku) => {
        const units = (this.ports.onHand(node, sku) ?? 0) - this.#promised(node, sku, OPEN);
        return units > 0 ? [{ node, sku, units: String(units) }] : [];
      }),
    );
    this.toldFree.push(...free.map((each) => ({ at, ...each })));
    return free;
  }

  /** One that doesn't tell its stock books what it did not find only now. */
  #close({ doc }: Kept<WarehouseOrder>): void {
    const { tellsFree, rest, now } = this.ports;
    this.closedAt.set(doc.id, now());
    if (!tellsFree && (doc.shorts ?? []).length > 0) rest?.(orderIdOf(doc.externalId));
  }

  #ship(kept: Kept<WarehouseOrder>, status: WarehouseOrder['status'], lines: Shipment['lines']): void {
    if (status === 'shipped') this.#close(kept);
    if (lines.length === 0) {
      this.releases.change(kept, { status });
      return;
    }
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
      this.ports.shipped(asked.find((line) => line.lineId === lineId)?.sku ?? '', Number(quantity), placeOf(kept));
    this.releases.change(kept, { status, shipments: [...kept.doc.shipments, shipment] });
  }
}

/** What of a release can leave: what was asked, less what was not found. */
function found({ doc, asked }: Kept<WarehouseOrder>): Shipment['lines'] {
  return (asked as WarehouseRelease).lines.flatMap(({ lineId, quantity }) => {
    const short = doc.shorts?.find((each) => each.lineId === lineId)?.quantity ?? '0';
    const units = Number(quantity) - Number(short);
    return units > 0 ? [{ lineId, quantity: String(units) }] : [];
  });
}

const placeOf = ({ doc }: Kept<WarehouseOrder>): NodeName => (doc.node === 'EAST' ? 'EAST' : 'MAIN');
