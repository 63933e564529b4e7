import type { ReturnAuthorization } from '@causeway/contracts';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import {
  goodsOf,
  isOurs,
  type Return,
  returnsBy,
  returnsOf,
  toErpReturn,
} from '../../../erp/tryton/returns/return-sale.ts';
import type { Errand } from '../../../tryton/errand.ts';
import { RETURN_SHIPMENT, type ReturnShipment, returnShipmentsBy } from '../../../tryton/return-shipments.ts';
import { negative, quantity } from '../../../tryton/values.ts';
import type { Lines } from '../order-lines.ts';
import type { Receipt } from './receipt.ts';
import type { ReturnWays, Surroundings } from './ways.ts';

/**
 * The return is a sale of this very Tryton, and has its return shipments already: announcing is to write the external id
 * into their `reference`, as releasing does.
 */
export class ReturnsHere implements ReturnWays {
  readonly #by: Surroundings;

  constructor(by: Surroundings) {
    this.#by = by;
  }

  async announce(errand: Errand, authorization: ReturnAuthorization): Promise<void> {
    const { externalId } = authorization;
    const returned = await this.#returnFor(errand, authorization);
    const live = (await shipmentsOf(errand, returned)).filter(({ state }) => state !== 'cancelled');
    if (live.length === 0) {
      const message = `${errand.system}: the return ${returned.sale.number} has no return shipment`;
      throw new SystemFailure('conflict', 'before_send', message);
    }
    await mark(errand, externalId, live);
  }

  async find(errand: Errand, externalId: string): Promise<readonly Receipt[]> {
    const marked = await returnShipmentsBy(errand, [['reference', '=', externalId]]);
    const ids = marked.map(({ id }) => id);
    const returns = ids.length === 0 ? [] : await returnsBy(errand, [['shipment_returns', 'in', ids]]);
    return await this.#receipts(errand, externalId, returns);
  }

  async findOfOrder(errand: Errand, orderExternalId: string): Promise<readonly Receipt[]> {
    const receipts: Receipt[] = [];
    for (const returned of await returnsOf(errand, orderExternalId)) {
      const [first] = await shipmentsOf(errand, returned);
      if (!isOurs({ reference: first?.reference ?? null })) continue;
      receipts.push(...(await this.#receipts(errand, first?.reference ?? '', [returned])));
    }
    return receipts;
  }

  async get(errand: Errand, id: string): Promise<Receipt | undefined> {
    const [shipment] = await returnShipmentsBy(errand, [['number', '=', id]]);
    const found = shipment?.reference == null ? [] : await this.find(errand, shipment.reference);
    return found.find(({ shipments }) => shipments[0]?.number === id);
  }

  /** Ours by its reference; of one that people began by its order and lines. */
  async #returnFor(errand: Errand, { externalId, orderExternalId, lines }: ReturnAuthorization): Promise<Return> {
    const live = ({ sale }: Return) => sale.state === 'processing' || sale.state === 'done';
    const ours = (await returnsBy(errand, [['reference', '=', externalId]])).find(live);
    if (ours !== undefined) return ours;
    const key = (all: ReturnAuthorization['lines']) =>
      all
        .map(({ lineId, sku, quantity: units }) => [lineId, sku, units].join())
        .toSorted()
        .join(';');
    for (const one of await returnsOf(errand, orderExternalId)) {
      if (!live(one) || isOurs(one.sale) || key(toErpReturn(one).lines) !== key(lines)) continue;
      const [shipment] = await shipmentsOf(errand, one);
      if (shipment !== undefined && [null, '', externalId].includes(shipment.reference)) return one;
    }
    const message = `${errand.system} has no return ${externalId} of the sale ${orderExternalId}`;
    throw new SystemFailure('missing_reference', 'before_send', message);
  }

  async #receipts(errand: Errand, externalId: string, returns: readonly Return[]): Promise<Receipt[]> {
    const receipts: Receipt[] = [];
    for (const returned of returns) {
      const shipments = await shipmentsOf(errand, returned);
      // What was left out of one Tryton puts into a new one: it belongs to the return as well.
      await mark(
        errand,
        externalId,
        shipments.filter(({ state }) => state === 'draft'),
      );
      const { orderExternalId } = returned;
      receipts.push({ externalId, orderExternalId, announced: await this.#announced(errand, returned), shipments });
    }
    return receipts;
  }

  async #announced(errand: Errand, { sale }: Return): Promise<Lines> {
    const goods = goodsOf(sale);
    const codes = goods.map((line) => line['product.']?.code ?? '');
    const products = await this.#by.directory.products(errand, codes);
    return goods.map(({ note, quantity: units }, at) => [
      note ?? '',
      products.get(codes[at] ?? '')?.id ?? 0,
      negative(quantity(units ?? 0)),
    ]);
  }
}

async function mark(errand: Errand, externalId: string, shipments: readonly ReturnShipment[]): Promise<void> {
  const without = shipments.filter(({ reference }) => reference !== externalId).map(({ id }) => id);
  await errand.write(RETURN_SHIPMENT, without, { reference: externalId });
}

async function shipmentsOf(errand: Errand, { sale }: Return): Promise<ReturnShipment[]> {
  return sale.shipment_returns.length === 0
    ? []
    : await returnShipmentsBy(errand, [['id', 'in', sale.shipment_returns]]);
}
