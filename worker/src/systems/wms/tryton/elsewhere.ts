import type { WarehouseRelease } from '@causeway/contracts';
import * as z from 'zod';
import { scaled } from '../../../policy/rounding/money.ts';
import type { Product } from '../../tryton/directory.ts';
import type { Errand } from '../../tryton/errand.ts';
import { addNote, notesOn } from '../../tryton/notes.ts';
import { address, party } from '../../tryton/parties.ts';
import { isOpen, SHIPMENT, type Shipment, shipmentsBy } from '../../tryton/shipments.ts';
import { decimal, negative, quantity, sum } from '../../tryton/values.ts';
import { type LinesOf, parcelsOf, statusOf } from './parcels.ts';
import { type Found, missing, type Releases, type Surroundings } from './releases.ts';

const Warehouse = z.object({ id: z.int(), output_location: z.int() });
const Customer = z.object({ id: z.int(), customer_location: z.int() });
const Company = z.object({ id: z.int(), currency: z.int() });

/** `[our line, Tryton's product, quantity]` of every line. */
const Lines = z.array(z.tuple([z.string(), z.int(), z.string()]));
type Lines = z.infer<typeof Lines>;
const LINES = 'Order lines of the shop: ';

/** The order is in another ERP: a release is a shipment of its own, with the external id as its `reference`. */
export class ReleasesElsewhere implements Releases {
  readonly #by: Surroundings;

  constructor(by: Surroundings) {
    this.#by = by;
  }

  async create(errand: Errand, release: WarehouseRelease): Promise<Found> {
    const products = await this.#by.directory.products(
      errand,
      release.lines.map(({ sku }) => sku),
    );
    const lines: Lines = release.lines.map(({ lineId, sku, quantity }) => [lineId, idOf(products, sku), quantity]);
    const id = await errand.create(SHIPMENT, await this.#record(errand, release, products));
    // Until it has this note it is unfinished: nobody could tell our lines in it.
    await addNote(errand, SHIPMENT, id, LINES + JSON.stringify(lines));
    await errand.press(SHIPMENT, 'wait', [id]);
    const [found] = await this.#read(errand, [['id', '=', id]]);
    return found as Found;
  }

  async find(errand: Errand, externalId: string): Promise<readonly Found[]> {
    return await this.#read(errand, [['reference', '=', externalId]]);
  }

  async get(errand: Errand, id: string): Promise<Found> {
    const [found] = await this.#read(errand, [
      ['number', '=', id],
      ['reference', '!=', null],
    ]);
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

  async #record(errand: Errand, release: WarehouseRelease, products: ReadonlyMap<string, Product>): Promise<object> {
    const { directory, warehouse } = this.#by;
    const { shipTo, email } = release;
    const customer = await party(errand, directory, { accountId: null, email, name: shipTo.name, phone: shipTo.phone });
    const place = await directory.warehouse(errand, warehouse);
    const company = await errand.company();
    const [zone] = await errand.read('stock.location', Warehouse, [['id', '=', place]]);
    const [to] = await errand.read('party.party', Customer, [['id', '=', customer.id]]);
    const [ours] = await errand.read('company.company', Company, [['id', '=', company]]);
    if (zone === undefined || to === undefined || ours === undefined) throw missing(errand, release.externalId);
    const ways = { from_location: zone.output_location, to_location: to.customer_location };
    // The goods are sold elsewhere: a price here would only be a guess.
    const price = { unit_price: decimal('0'), currency: ours.currency };
    const moves = release.lines.map(({ sku, quantity }) => {
      const product = products.get(sku);
      return {
        ...ways,
        ...price,
        company,
        product: product?.id,
        uom: product?.default_uom,
        quantity: Number(quantity),
      };
    });
    return {
      reference: release.externalId,
      company,
      customer: customer.id,
      delivery_address: await address(errand, directory, customer, shipTo),
      warehouse: place,
      outgoing_moves: [['create', moves]],
    };
  }

  async #read(errand: Errand, domain: readonly unknown[]): Promise<Found[]> {
    const ours = [...domain, ['company', '=', await errand.company()]];
    let shipments = await shipmentsBy(errand, ours);
    const notes = await notesOn(
      errand,
      SHIPMENT,
      shipments.map(({ id }) => id),
    );
    if (await this.#finished(errand, shipments, notes)) shipments = await shipmentsBy(errand, ours);
    if (await this.#by.assigner?.retry(errand, shipments)) shipments = await shipmentsBy(errand, ours);
    return shipments.map((shipment) => {
      const linesOf = byProduct(linesIn(notes.get(shipment.id) ?? []) ?? []);
      const order = { id: shipment.number, externalId: shipment.reference ?? '', status: statusOf([shipment]) };
      return { order: { ...order, shipments: parcelsOf([shipment], linesOf) }, shipments: [shipment] };
    });
  }

  /** A crash in `create` leaves a draft: with its note it goes on, without it is cancelled and made anew. */
  async #finished(errand: Errand, shipments: readonly Shipment[], notes: ReadonlyMap<number, readonly string[]>) {
    const drafts = shipments.filter(({ state }) => state === 'draft');
    for (const { id } of drafts) {
      const isWhole = linesIn(notes.get(id) ?? []) !== null;
      await errand.press(SHIPMENT, isWhole ? 'wait' : 'cancel', [id]);
    }
    return drafts.length > 0;
  }
}

const idOf = (products: ReadonlyMap<string, Product>, sku: string): number => products.get(sku)?.id ?? 0;

function linesIn(notes: readonly string[]): Lines | null {
  const note = notes.find((message) => message.startsWith(LINES));
  try {
    return Lines.parse(JSON.parse(note?.slice(LINES.length) ?? ''));
  } catch {
    return null;
  }
}

/** What left of a product goes to its lines in their order, each up to what was asked. */
function byProduct(lines: Lines): LinesOf {
  const left = lines.map(([lineId, product, asked]) => ({ lineId, product, asked }));
  return (move) => {
    let rest = quantity(move.quantity);
    const taken: { lineId: string; quantity: string }[] = [];
    for (const line of left.filter(({ product }) => product === move.product)) {
      const part = scaled(line.asked) < scaled(rest) ? line.asked : rest;
      if (scaled(part) <= 0n) continue;
      line.asked = sum(line.asked, negative(part));
      rest = sum(rest, negative(part));
      taken.push({ lineId: line.lineId, quantity: part });
    }
    return taken;
  };
}
