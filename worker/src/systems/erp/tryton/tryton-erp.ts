import type { DeliveryAmendment, ErpOrderInFull, InventoryPage, SalesOrder } from '@causeway/contracts';
import { SystemFailure } from '../../../policy/system-failure.ts';
import type { Changes } from '../../changes.ts';
import { changedSince, OF_ERP } from '../../tryton/changes.ts';
import type { TrytonClient } from '../../tryton/client.ts';
import { Directory } from '../../tryton/directory.ts';
import { Errand } from '../../tryton/errand.ts';
import { address, partyOf } from '../../tryton/parties.ts';
import type { Places } from '../../tryton/places.ts';
import { Assigner, isOpen, SHIPMENT } from '../../tryton/shipments.ts';
import { inventory } from '../../tryton/stock.ts';
import type { Erp, ErpReturns } from '../erp.ts';
import { letGo, tooLate } from './letting-go.ts';
import { finish, makeSale, saleOf, type Terms } from './making.ts';
import { TrytonErpReturns } from './returns/tryton-erp-returns.ts';
import { isCancelled, SALE, type Sale, salesBy, toErpOrder, type Whole, withShipments } from './sale.ts';

export interface TrytonErpOptions extends Terms {
  readonly assign: boolean;
  readonly stockWarehouses: readonly string[];
  readonly places: Places;
  readonly pageSize: number;
  readonly now: () => number;
}

/** Sales of Tryton 6.0 as an `Erp`: see README.md. */
export class TrytonErp implements Erp {
  readonly returns: ErpReturns;
  readonly #client: TrytonClient;
  readonly #options: TrytonErpOptions;
  readonly #directory: Directory;
  readonly #assigner: Assigner;

  constructor(client: TrytonClient, options: TrytonErpOptions) {
    this.#client = client;
    this.#options = options;
    this.#directory = new Directory(options.now);
    this.#assigner = new Assigner(options.now);
    this.returns = new TrytonErpReturns(client, this.#directory, options);
  }

  async createOrder(order: SalesOrder, signal: AbortSignal): Promise<ErpOrderInFull> {
    const errand = new Errand(this.#client, signal);
    const sale = await makeSale(errand, this.#directory, order, this.#options);
    return toErpOrder(await this.#assigned(errand, sale));
  }

  /** Looking helps: a sale that a crash left half-made is finished, and waiting shipments are tried again. */
  async findOrders(externalId: string, signal: AbortSignal): Promise<readonly ErpOrderInFull[]> {
    const errand = new Errand(this.#client, signal);
    const ours = [['reference', '=', externalId]];
    let sales = await salesBy(errand, ours);
    const first = sales.find((sale) => !isCancelled(sale));
    // Only the oldest: of two, the later one is surplus and will be cancelled.
    if (first !== undefined && (await finish(errand, first))) sales = await salesBy(errand, ours);
    const orders: ErpOrderInFull[] = [];
    for (const sale of sales) {
      const isFirst = sale.id === first?.id;
      orders.push(toErpOrder(isFirst ? await this.#assigned(errand, sale) : await this.#whole(errand, sale)));
    }
    return orders;
  }

  async amendOrder(id: string, amendment: DeliveryAmendment, signal: AbortSignal): Promise<ErpOrderInFull> {
    const errand = new Errand(this.#client, signal);
    const whole = await this.#whole(errand, await this.#sale(errand, id));
    const { sale, shipments } = whole;
    const late = isCancelled(sale) ? `sale ${sale.number} is cancelled` : tooLate(whole);
    if (late !== null) throw new SystemFailure('conflict', 'before_send', `${errand.system}: ${late}`);
    const { shipTo, note } = amendment;
    const to = shipTo && (await address(errand, this.#directory, await partyOf(errand, sale.party), shipTo));
    const changes = {
      ...(to === undefined ? {} : { shipment_address: to }),
      ...(note === undefined ? {} : { comment: note }),
    };
    if (Object.keys(changes).length > 0) await errand.write(SALE, [sale.id], changes);
    const open = shipments.filter(isOpen).map((shipment) => shipment.id);
    if (to !== undefined) await errand.write(SHIPMENT, open, { delivery_address: to });
    return toErpOrder(await this.#whole(errand, await saleOf(errand, sale.id)));
  }

  async cancelOrder(id: string, signal: AbortSignal): Promise<ErpOrderInFull> {
    const errand = new Errand(this.#client, signal);
    const reread = async () => this.#whole(errand, await this.#sale(errand, id));
    await letGo(errand, await reread(), reread);
    return toErpOrder(await reread());
  }

  async changedSince(cursor: string | null, signal: AbortSignal): Promise<Changes> {
    return await changedSince(new Errand(this.#client, signal), OF_ERP, this.#options.pageSize, cursor);
  }

  async inventory(cursor: string | null, signal: AbortSignal): Promise<InventoryPage> {
    const { stockWarehouses: warehouses, places, pageSize, now } = this.#options;
    const errand = new Errand(this.#client, signal);
    return await inventory(errand, this.#directory, cursor, { warehouses, places, pageSize, now });
  }

  async #assigned(errand: Errand, sale: Sale): Promise<Whole> {
    const whole = await this.#whole(errand, sale);
    const tried = this.#options.assign && (await this.#assigner.retry(errand, whole.shipments));
    return tried ? await this.#whole(errand, sale) : whole;
  }

  async #whole(errand: Errand, sale: Sale): Promise<Whole> {
    const [whole] = await withShipments(errand, [sale]);
    return whole as Whole;
  }

  #sale(errand: Errand, id: string): Promise<Sale> {
    if (/^\d{1,9}$/.test(id)) return saleOf(errand, Number(id));
    throw new SystemFailure('missing_reference', 'before_send', `${errand.system} has no sale with such an id`);
  }
}
