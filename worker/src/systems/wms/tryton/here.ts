import type { WarehouseOrder, WarehouseRelease } from '@causeway/contracts';
import * as z from 'zod';
import { SystemFailure } from '../../../policy/system-failure.ts';
import type { Errand } from '../../tryton/errand.ts';
import { addNote, notesOn } from '../../tryton/notes.ts';
import { allocationOf, isOpen, SHIPMENT, type Shipment, shipmentsBy } from '../../tryton/shipments.ts';
import { byOrigin, parcelsOf, statusOf } from './parcels.ts';
import { type Found, missing, type Releases, type Surroundings } from './releases.ts';

const SALE = 'sale.sale';
const Sale = z.object({
  id: z.int(),
  number: z.string().nullable(),
  reference: z.string().nullable(),
  shipments: z.array(z.int()),
  'lines.': z.array(z.object({ id: z.int(), note: z.string().nullable() })),
});
type Sale = z.infer<typeof Sale>;

const calledBack = (externalId: string): string => `The shop called the release ${externalId} back.`;

/**
 * The order is a sale of this very Tryton, and has its shipments already: releasing is to write the external id into
 * their `reference`. Whoever picks takes only shipments with a reference.
 */
export class ReleasesHere implements Releases {
  readonly #by: Surroundings;

  constructor(by: Surroundings) {
    this.#by = by;
  }

  async create(errand: Errand, release: WarehouseRelease): Promise<Found> {
    const { externalId, erpNumber } = release;
    const [sale] = await this.#sales(errand, [['number', '=', erpNumber]]);
    if (sale === undefined) {
      throw new SystemFailure('missing_reference', 'before_send', `${errand.system} has no sale ${erpNumber}`);
    }
    if (sale.reference !== externalId) {
      const message = `${errand.system}: sale ${erpNumber} has another reference than ${externalId}`;
      throw new SystemFailure('conflict', 'before_send', message);
    }
    const open = (await this.#shipments(errand, sale)).filter(({ state }) => state !== 'cancelled');
    refuseUnallocated(errand, erpNumber, open);
    await mark(errand, externalId, open);
    return await this.#read(errand, sale, externalId);
  }

  async find(errand: Errand, externalId: string): Promise<readonly Found[]> {
    const found: Found[] = [];
    for (const sale of await this.#sales(errand, [['reference', '=', externalId]])) {
      const release = await this.#read(errand, sale, externalId);
      if (release.shipments.length > 0) found.push(release);
    }
    return found;
  }

  async get(errand: Errand, id: string): Promise<Found> {
    const [shipment] = await shipmentsBy(errand, [['number', '=', id]]);
    const [sale] = shipment === undefined ? [] : await this.#sales(errand, [['shipments', 'in', [shipment.id]]]);
    if (sale?.reference == null) throw missing(errand, id);
    const found = await this.#read(errand, sale, sale.reference);
    if (found.shipments.length === 0) throw missing(errand, id);
    return found;
  }

  /** The sale keeps its stock; a note remembers the release, because without its reference the shipment can't. */
  async callBack(errand: Errand, { order, shipments }: Found): Promise<void> {
    const open = shipments.filter(isOpen);
    for (const { id } of open) await addNote(errand, SHIPMENT, id, calledBack(order.externalId));
    await errand.write(
      SHIPMENT,
      open.map(({ id }) => id),
      { reference: null },
    );
  }

  async #sales(errand: Errand, domain: readonly unknown[]): Promise<Sale[]> {
    const company = ['company', '=', await errand.company()];
    return await errand.read(SALE, Sale, [...domain, company, ['origin', '=', null]]);
  }

  #shipments(errand: Errand, sale: Sale): Promise<Shipment[]> {
    return shipmentsBy(errand, [['id', 'in', sale.shipments]]);
  }

  /** Nothing of it was ever released: no shipments. */
  async #read(errand: Errand, sale: Sale, externalId: string): Promise<Found> {
    let shipments = await this.#shipments(errand, sale);
    const released = shipments.some(({ reference }) => reference === externalId);
    if (released && (await this.#followed(errand, externalId, shipments))) {
      shipments = await this.#shipments(errand, sale);
    }
    const first = released
      ? shipments.find(({ reference }) => reference === externalId)
      : await firstCalledBack(errand, externalId, shipments);
    const order = { id: first?.number ?? '', externalId, shipments: [] };
    if (first === undefined) return { order: { ...order, status: 'cancelled' }, shipments: [] };
    if (!released) return { order: { ...order, status: 'cancelled' }, shipments };
    const lineIds = new Map(sale['lines.'].map(({ id, note }) => [`sale.line,${id}`, note ?? '']));
    const parcels = parcelsOf(shipments, byOrigin(lineIds));
    return { order: { ...order, status: statusOf(shipments), shipments: parcels } satisfies WarehouseOrder, shipments };
  }

  /** What was left out of a shipment Tryton puts into a new one: it belongs to the release as well. */
  async #followed(errand: Errand, externalId: string, shipments: readonly Shipment[]): Promise<boolean> {
    const rest = shipments.filter((shipment) => isOpen(shipment) && shipment.reference !== externalId);
    await mark(errand, externalId, rest);
    const assigned = (await this.#by.assigner?.retry(errand, shipments)) ?? false;
    return rest.length > 0 || assigned;
  }
}

/** The gate: only what has its stock is released, and nothing that has none to send. */
function refuseUnallocated(errand: Errand, erpNumber: string, shipments: readonly Shipment[]): void {
  if (shipments.length === 0) {
    throw new SystemFailure('conflict', 'before_send', `${errand.system}: sale ${erpNumber} has nothing to ship`);
  }
  if (allocationOf(shipments) === 'full') return;
  throw new SystemFailure('stock', 'before_send', `${errand.system}: sale ${erpNumber} is not assigned in full`);
}

async function mark(errand: Errand, externalId: string, shipments: readonly Shipment[]): Promise<void> {
  const without = shipments.filter(({ reference }) => reference !== externalId).map(({ id }) => id);
  await errand.write(SHIPMENT, without, { reference: externalId });
}

async function firstCalledBack(errand: Errand, externalId: string, shipments: readonly Shipment[]) {
  const notes = await notesOn(
    errand,
    SHIPMENT,
    shipments.map(({ id }) => id),
  );
  return shipments.find(({ id }) => notes.get(id)?.includes(calledBack(externalId)));
}
