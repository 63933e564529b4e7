import type { WarehouseRelease } from '@causeway/contracts';
import type { Errand } from '../../tryton/errand.ts';
import { addNote, notesOn } from '../../tryton/notes.ts';
import { address, party } from '../../tryton/parties.ts';
import { isOpen, SHIPMENT, type Shipment, shipmentsBy } from '../../tryton/shipments.ts';
import { type Lines, leftOf, noteOf, shared, type Told, toldIn } from './order-lines.ts';
import { parcelsOf, statusOf } from './parcels.ts';
import { type Found, missing, type Releases, type Surroundings } from './releases.ts';
import { unpricedMoves } from './unpriced-moves.ts';

/** A shipment and its note; null: it has none of ours. */
interface Part {
  readonly shipment: Shipment;
  readonly told: Told | null;
}

/** What a shipment to be made is for. */
interface Sending {
  readonly reference: string;
  readonly customer: number;
  readonly address: number;
  readonly told: Told;
}

/**
 * The order is in another ERP: a release is a shipment of its own, with the external id as its `reference`. What is left
 * out of it becomes a second shipment, as Tryton itself does it for its own sales.
 */
export class ReleasesElsewhere implements Releases {
  readonly #by: Surroundings;

  constructor(by: Surroundings) {
    this.#by = by;
  }

  async create(errand: Errand, release: WarehouseRelease): Promise<Found> {
    const { directory } = this.#by;
    const { shipTo, email, externalId } = release;
    const products = await directory.products(
      errand,
      release.lines.map(({ sku }) => sku),
    );
    const lines = release.lines.map(({ lineId, sku, quantity }) => [lineId, products.get(sku)?.id ?? 0, quantity]);
    const customer = await party(errand, directory, { accountId: null, email, name: shipTo.name, phone: shipTo.phone });
    const id = await this.#send(errand, {
      reference: externalId,
      customer: customer.id,
      address: await address(errand, directory, customer, shipTo),
      told: { lines: lines as Lines, restOf: null },
    });
    const found = await this.#read(errand, [['reference', '=', externalId]]);
    return found.find(({ shipments }) => shipments[0]?.id === id) as Found;
  }

  async find(errand: Errand, externalId: string): Promise<readonly Found[]> {
    return await this.#read(errand, [['reference', '=', externalId]]);
  }

  async get(errand: Errand, id: string): Promise<Found> {
    const [shipment] = await shipmentsBy(errand, [
      ['number', '=', id],
      ['reference', '!=', null],
    ]);
    const all = shipment === undefined ? [] : await this.find(errand, shipment.reference ?? '');
    const found = all.find(({ order }) => order.id === id);
    if (found === undefined) throw missing(errand, id);
    return found;
  }

  async callBack(errand: Errand, { shipments }: Found): Promise<void> {
    await errand.press(
      SHIPMENT,
      'cancel',
      shipments.filter(isOpen).map(({ id }) => id),
    );
  }

  async #send(errand: Errand, { reference, customer, address: to, told }: Sending): Promise<number> {
    const warehouse = await this.#by.directory.warehouse(errand, this.#by.warehouse);
    const head = { company: await errand.company(), customer, delivery_address: to, warehouse, reference };
    const moves = await unpricedMoves(errand, head, told.lines, 'out');
    const id = await errand.create(SHIPMENT, { ...head, outgoing_moves: [['create', moves]] });
    // Until it has this note it is unfinished: nobody could tell our lines in it.
    await addNote(errand, SHIPMENT, id, noteOf(told));
    await errand.press(SHIPMENT, 'wait', [id]);
    return id;
  }

  async #read(errand: Errand, domain: readonly unknown[]): Promise<Found[]> {
    let parts = await this.#parts(errand, domain);
    if (await finished(errand, parts)) parts = await this.#parts(errand, domain);
    let releases = grouped(parts);
    if (await this.#followed(errand, releases)) {
      parts = await this.#parts(errand, domain);
      releases = grouped(parts);
    }
    const all = parts.map(({ shipment }) => shipment);
    if (await this.#by.assigner?.retry(errand, all)) releases = grouped(await this.#parts(errand, domain));
    return releases.map(toFound);
  }

  async #parts(errand: Errand, domain: readonly unknown[]): Promise<Part[]> {
    const shipments = await shipmentsBy(errand, [...domain, ['company', '=', await errand.company()]]);
    const notes = await notesOn(
      errand,
      SHIPMENT,
      shipments.map(({ id }) => id),
    );
    return shipments.map((shipment) => ({ shipment, told: toldIn(notes.get(shipment.id) ?? []) }));
  }

  /** What did not leave with a release's last shipment is sent by another one, unless somebody cancelled that. */
  async #followed(errand: Errand, releases: readonly (readonly Part[])[]): Promise<boolean> {
    let sent = false;
    for (const parts of releases) {
      const last = parts.filter(({ told }) => told !== null).at(-1);
      if (last?.told == null || last.shipment.state !== 'done') continue;
      const lines = leftOf(last.shipment, last.told.lines);
      if (lines.length === 0) continue;
      const { reference, customer, delivery_address } = last.shipment;
      const restOf = parts[0]?.shipment.number ?? '';
      const told = { lines, restOf };
      await this.#send(errand, { reference: reference ?? '', customer, address: delivery_address, told });
      sent = true;
    }
    return sent;
  }
}

/** A crash in the making leaves a draft: with its note it goes on, without it is cancelled and made anew. */
async function finished(errand: Errand, parts: readonly Part[]): Promise<boolean> {
  const drafts = parts.filter(({ shipment }) => shipment.state === 'draft');
  for (const { shipment, told } of drafts) {
    await errand.press(SHIPMENT, told === null ? 'cancel' : 'wait', [shipment.id]);
  }
  return drafts.length > 0;
}

/** Each release's shipments, the first one first. */
function grouped(parts: readonly Part[]): Part[][] {
  const heads = new Map<string, Part[]>();
  for (const part of parts) {
    const of = heads.get(part.told?.restOf ?? '');
    if (of === undefined) heads.set(part.shipment.number, [part]);
    else of.push(part);
  }
  return [...heads.values()];
}

function toFound(parts: readonly Part[]): Found {
  const shipments = parts.map(({ shipment }) => shipment);
  const parcels = parts.flatMap(({ shipment, told }) => parcelsOf([shipment], shared(told?.lines ?? []).linesOf));
  const { number = '', reference = '' } = shipments[0] ?? {};
  const order = { id: number, externalId: reference ?? '', status: statusOf(shipments), shipments: parcels };
  return { order, shipments };
}
