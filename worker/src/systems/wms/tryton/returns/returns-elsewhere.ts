import type { Address, ReturnAuthorization } from '@causeway/contracts';
import * as z from 'zod';
import { isOurs } from '../../../erp/tryton/returns/return-sale.ts';
import type { Errand } from '../../../tryton/errand.ts';
import { addNote, notesOn } from '../../../tryton/notes.ts';
import { address, type Party } from '../../../tryton/parties.ts';
import { RETURN_SHIPMENT, type ReturnShipment, returnShipmentsBy } from '../../../tryton/return-shipments.ts';
import { SHIPMENT, shipmentsBy } from '../../../tryton/shipments.ts';
import { Lines, toldIn } from '../order-lines.ts';
import { unpricedMoves } from '../unpriced-moves.ts';
import type { Receipt } from './receipt.ts';
import type { ReturnWays, Surroundings } from './ways.ts';

const NOTE = /^Return of the shop's order (\S+): (\[.*\])$/;
const Noted = z.object({ id: z.int(), resource: z.string() });
const PartyRow = z.object({ id: z.int(), name: z.string().nullable() });
const UNKNOWN = 'Sender of returns';
const NOWHERE: Address = {
  ...{ name: '', company: '', line1: '', line2: '', postcode: '', city: '' },
  ...{ state: '', country: '', phone: '' },
};

/**
 * The order is in another ERP: an announced return is a return shipment of its own, with the external id as its
 * `reference`. One that people made of their own accord carries the order's, as the parcel did that it came from.
 */
export class ReturnsElsewhere implements ReturnWays {
  readonly #by: Surroundings;

  constructor(by: Surroundings) {
    this.#by = by;
  }

  async announce(errand: Errand, { externalId, orderExternalId, lines }: ReturnAuthorization): Promise<void> {
    const { directory } = this.#by;
    const products = await directory.products(
      errand,
      lines.map(({ sku }) => sku),
    );
    const told: Lines = lines.map(({ lineId, sku, quantity }) => [lineId, products.get(sku)?.id ?? 0, quantity]);
    const sender = await this.#sender(errand, orderExternalId);
    const head = {
      company: await errand.company(),
      warehouse: await directory.warehouse(errand, this.#by.warehouse),
      ...sender,
      reference: externalId,
    };
    const moves = await unpricedMoves(errand, head, told, 'back');
    const id = await errand.create(RETURN_SHIPMENT, { ...head, incoming_moves: [['create', moves]] });
    // Until it has this note it is unfinished: nobody could tell our lines in it.
    await addNote(
      errand,
      RETURN_SHIPMENT,
      id,
      `Return of the shop's order ${orderExternalId}: ${JSON.stringify(told)}`,
    );
  }

  async find(errand: Errand, externalId: string): Promise<readonly Receipt[]> {
    return await this.#receipts(errand, await returnShipmentsBy(errand, [['reference', '=', externalId]]));
  }

  async findOfOrder(errand: Errand, orderExternalId: string): Promise<readonly Receipt[]> {
    const noted = await errand.read('ir.note', Noted, [
      ['resource', 'like', `${RETURN_SHIPMENT},%`],
      ['message', 'like', `Return of the shop's order ${orderExternalId}: %`],
    ]);
    const ids = noted.map(({ resource }) => Number(resource.split(',')[1]));
    const theirs = [
      ['reference', '=', orderExternalId],
      ['state', 'in', ['received', 'done']],
    ];
    return await this.#receipts(errand, await returnShipmentsBy(errand, [['OR', [['id', 'in', ids]], theirs]]));
  }

  async get(errand: Errand, id: string): Promise<Receipt | undefined> {
    const [receipt] = await this.#receipts(errand, await returnShipmentsBy(errand, [['number', '=', id]]));
    return receipt;
  }

  /** Who got the order's parcel; of an order that this Tryton never sent a party that stands for all of those. */
  async #sender(errand: Errand, orderExternalId: string): Promise<{ customer: number; delivery_address: number }> {
    const [sent] = await shipmentsBy(errand, [['reference', '=', orderExternalId]]);
    if (sent !== undefined) return { customer: sent.customer, delivery_address: sent.delivery_address };
    const [known] = await errand.read('party.party', PartyRow, [['name', '=', UNKNOWN]], { limit: 1 });
    const party: Party = known ?? {
      id: await errand.prepare('party.party', { name: UNKNOWN, addresses: [] }),
      name: UNKNOWN,
    };
    return { customer: party.id, delivery_address: await address(errand, this.#by.directory, party, NOWHERE) };
  }

  async #receipts(errand: Errand, shipments: readonly ReturnShipment[]): Promise<Receipt[]> {
    const notes = await notesOn(
      errand,
      RETURN_SHIPMENT,
      shipments.map(({ id }) => id),
    );
    const receipts: Receipt[] = [];
    for (const shipment of shipments) {
      const reference = shipment.reference ?? '';
      const told = noteIn(notes.get(shipment.id) ?? []);
      if (told !== null) receipts.push({ externalId: reference, ...told, shipments: [shipment] });
      else if (!isOurs(shipment)) receipts.push(await this.#unannounced(errand, shipment, reference));
      // A crash in the making: it is made anew.
      else if (shipment.state === 'draft') await errand.press(RETURN_SHIPMENT, 'cancel', [shipment.id]);
    }
    return receipts;
  }

  /** The lines are those of the order's release. */
  async #unannounced(errand: Errand, shipment: ReturnShipment, orderExternalId: string): Promise<Receipt> {
    const sent = await shipmentsBy(errand, [['reference', '=', orderExternalId]]);
    const notes = await notesOn(
      errand,
      SHIPMENT,
      sent.map(({ id }) => id),
    );
    const lines = sent.map(({ id }) => toldIn(notes.get(id) ?? [])).find((told) => told?.restOf === null)?.lines ?? [];
    const came = new Set(shipment['incoming_moves.'].map(({ product }) => product));
    const announced = lines.filter(([, product]) => came.has(product));
    return { externalId: '', orderExternalId, announced, shipments: [shipment] };
  }
}

function noteIn(notes: readonly string[]): Pick<Receipt, 'orderExternalId' | 'announced'> | null {
  for (const note of notes) {
    const [, orderExternalId, lines] = NOTE.exec(note) ?? [];
    if (orderExternalId === undefined || lines === undefined) continue;
    return { orderExternalId, announced: Lines.parse(JSON.parse(lines)) };
  }
  return null;
}
