import type { DeliveryAmendment, InventoryPage, WarehouseOrder, WarehouseRelease } from '@causeway/contracts';
import type { Changes } from '../../changes.ts';
import { changedSince, OF_WAREHOUSE } from '../../tryton/changes.ts';
import type { TrytonClient } from '../../tryton/client.ts';
import { Directory } from '../../tryton/directory.ts';
import { Errand } from '../../tryton/errand.ts';
import type { Places } from '../../tryton/places.ts';
import { Assigner } from '../../tryton/shipments.ts';
import { inventory } from '../../tryton/stock.ts';
import type { Wms, WmsReturns } from '../wms.ts';
import { ReleasesElsewhere } from './elsewhere.ts';
import { ReleasesHere } from './here.ts';
import { amend, type Releases, refuseTooLate } from './releases.ts';
import { TrytonWmsReturns } from './returns/tryton-wms-returns.ts';

export interface TrytonWmsOptions {
  /** Where the orders are that are released: sales of this Tryton, or another ERP's. */
  readonly orders: 'here' | 'elsewhere';
  readonly warehouse: string;
  readonly assign: boolean;
  readonly stockWarehouses: readonly string[];
  readonly places: Places;
  readonly pageSize: number;
  readonly now: () => number;
}

/** Customer shipments of Tryton 6.0 as a `Wms`: see README.md. */
export class TrytonWms implements Wms {
  readonly returns: WmsReturns;
  readonly #client: TrytonClient;
  readonly #options: TrytonWmsOptions;
  readonly #directory: Directory;
  readonly #releases: Releases;

  constructor(client: TrytonClient, options: TrytonWmsOptions) {
    this.#client = client;
    this.#options = options;
    this.#directory = new Directory(options.now);
    this.returns = new TrytonWmsReturns(client, this.#directory, options);
    const assigner = options.assign ? new Assigner(options.now) : null;
    const by = { directory: this.#directory, assigner, warehouse: options.warehouse };
    this.#releases = options.orders === 'here' ? new ReleasesHere(by) : new ReleasesElsewhere(by);
  }

  async createRelease(release: WarehouseRelease, signal: AbortSignal): Promise<WarehouseOrder> {
    return (await this.#releases.create(new Errand(this.#client, signal), release)).order;
  }

  async findReleases(externalId: string, signal: AbortSignal): Promise<readonly WarehouseOrder[]> {
    const found = await this.#releases.find(new Errand(this.#client, signal), externalId);
    return found.map(({ order }) => order);
  }

  async amendRelease(id: string, amendment: DeliveryAmendment, signal: AbortSignal): Promise<WarehouseOrder> {
    const errand = new Errand(this.#client, signal);
    await amend(errand, await this.#releases.get(errand, id), amendment, this.#directory);
    return (await this.#releases.get(errand, id)).order;
  }

  async cancelRelease(id: string, signal: AbortSignal): Promise<WarehouseOrder> {
    const errand = new Errand(this.#client, signal);
    const found = await this.#releases.get(errand, id);
    if (found.order.status === 'cancelled') return found.order;
    refuseTooLate(errand, found);
    await this.#releases.callBack(errand, found);
    return (await this.#releases.get(errand, id)).order;
  }

  async changedSince(cursor: string | null, signal: AbortSignal): Promise<Changes> {
    const { orders, pageSize } = this.#options;
    return await changedSince(new Errand(this.#client, signal), OF_WAREHOUSE[orders], pageSize, cursor);
  }

  async inventory(cursor: string | null, signal: AbortSignal): Promise<InventoryPage> {
    const { stockWarehouses: warehouses, places, pageSize, now } = this.#options;
    const errand = new Errand(this.#client, signal);
    return await inventory(errand, this.#directory, cursor, { warehouses, places, pageSize, now });
  }
}
