import type { ReturnAuthorization, WarehouseReturn } from '@causeway/contracts';
import * as z from 'zod';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import type { TrytonClient } from '../../../tryton/client.ts';
import type { Directory } from '../../../tryton/directory.ts';
import { Errand } from '../../../tryton/errand.ts';
import { dispositionsAt, type Places } from '../../../tryton/places.ts';
import { isExpected, RETURN_SHIPMENT } from '../../../tryton/return-shipments.ts';
import type { WmsReturns } from '../../wms.ts';
import { putAway, type Receipt, statusOf, toWarehouseReturn } from './receipt.ts';
import { ReturnsElsewhere } from './returns-elsewhere.ts';
import { ReturnsHere } from './returns-here.ts';
import type { ReturnWays } from './ways.ts';

export interface TrytonReceiptOptions {
  readonly orders: 'here' | 'elsewhere';
  readonly warehouse: string;
  readonly places: Places;
}

const Product = z.object({ id: z.int(), code: z.string().nullable() });

/** Customer return shipments of Tryton 6.0: see ../README.md. */
export class TrytonWmsReturns implements WmsReturns {
  readonly #client: TrytonClient;
  readonly #directory: Directory;
  readonly #places: Places;
  readonly #ways: ReturnWays;

  constructor(client: TrytonClient, directory: Directory, { orders, warehouse, places }: TrytonReceiptOptions) {
    this.#client = client;
    this.#directory = directory;
    this.#places = places;
    const by = { directory, warehouse };
    this.#ways = orders === 'here' ? new ReturnsHere(by) : new ReturnsElsewhere(by);
  }

  async announceReturn(authorization: ReturnAuthorization, signal: AbortSignal): Promise<WarehouseReturn> {
    const errand = new Errand(this.#client, signal);
    await this.#ways.announce(errand, authorization);
    const found = (await this.#ways.find(errand, authorization.externalId)).at(-1);
    if (found !== undefined) return await this.#told(errand, found);
    throw new SystemFailure('internal', 'after_send', `${errand.system} does not show a return that was announced`);
  }

  async findReturns(externalId: string, signal: AbortSignal): Promise<readonly WarehouseReturn[]> {
    const errand = new Errand(this.#client, signal);
    return await this.#all(errand, await this.#ways.find(errand, externalId));
  }

  async findReturnsOfOrder(orderExternalId: string, signal: AbortSignal): Promise<readonly WarehouseReturn[]> {
    const errand = new Errand(this.#client, signal);
    return await this.#all(errand, await this.#ways.findOfOrder(errand, orderExternalId));
  }

  async cancelReturn(id: string, signal: AbortSignal): Promise<WarehouseReturn> {
    const errand = new Errand(this.#client, signal);
    const { shipments } = await this.#receipt(errand, id);
    const came = shipments.find(({ state }) => state === 'received' || state === 'done');
    if (came !== undefined) {
      throw new SystemFailure('conflict', 'before_send', `${errand.system}: return shipment ${came.number} has come`);
    }
    const expected = shipments.filter(isExpected).map((shipment) => shipment.id);
    if (statusOf(shipments) !== 'cancelled') await errand.press(RETURN_SHIPMENT, 'cancel', expected);
    return await this.#told(errand, await this.#receipt(errand, id));
  }

  async #receipt(errand: Errand, id: string): Promise<Receipt> {
    const found = await this.#ways.get(errand, id);
    if (found !== undefined) return found;
    throw new SystemFailure('missing_reference', 'before_send', `${errand.system} has no return ${id.slice(0, 64)}`);
  }

  async #all(errand: Errand, receipts: readonly Receipt[]): Promise<WarehouseReturn[]> {
    const all: WarehouseReturn[] = [];
    for (const receipt of receipts) all.push(await this.#told(errand, receipt));
    return all;
  }

  async #told(errand: Errand, receipt: Receipt): Promise<WarehouseReturn> {
    const moves = receipt.shipments.flatMap((shipment) => [...shipment['incoming_moves.'], ...putAway(shipment)]);
    const products = [...moves.map(({ product }) => product), ...receipt.announced.map(([, product]) => product)];
    const rows = await errand.read('product.product', Product, [['id', 'in', [...new Set(products)]]]);
    const codes = new Map(rows.map(({ id, code }) => [id, code ?? '']));
    const storage = receipt.shipments[0]?.['warehouse.'].storage_location ?? 0;
    const put = receipt.shipments.flatMap(putAway).map(({ to_location }) => to_location);
    const meanings = await dispositionsAt(errand, this.#directory, this.#places, storage, put);
    return toWarehouseReturn(receipt, meanings, codes);
  }
}
