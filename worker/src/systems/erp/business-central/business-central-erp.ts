import type { DeliveryAmendment, ErpOrder, ErpReturn, InventoryPage, SalesOrder } from '@causeway/contracts';
import { SystemFailure } from '../../../policy/system-failure.ts';
import type { Changes } from '../../changes.ts';
import type { Erp, ErpReturns } from '../erp.ts';
import { toExternalId } from './mapping/external-document.ts';
import { toErpOrder, toErpOrders } from './mapping/reading.ts';
import { changedSince } from './news/changes.ts';
import { inventory } from './news/inventory.ts';
import { amendOrder } from './orders/amendment.ts';
import { deleteOrder } from './orders/cancellation.ts';
import { createOrder } from './orders/creation.ts';
import type { Deletions } from './orders/deletions.ts';
import { documentsOf, documentsUnder, type Office } from './orders/office.ts';
import { BusinessCentralReturns } from './returns/business-central-returns.ts';
import { before } from './talk/refusal.ts';

/** What we deleted there. */
export interface Deleted {
  readonly orders: Deletions<ErpOrder>;
  readonly returns: Deletions<ErpReturn>;
}

/** Dynamics 365 Business Central, API v2.0 (README.md), as an `Erp`. An order's id here is its number: it outlives posting. */
export class BusinessCentralErp implements Erp {
  readonly returns: ErpReturns;
  readonly #office: Office;
  readonly #now: () => number;
  readonly #deletions: Deletions<ErpOrder>;

  constructor(office: Office, deleted: Deleted, now: () => number) {
    this.#office = office;
    this.#deletions = deleted.orders;
    this.returns = new BusinessCentralReturns(office, deleted.returns);
    this.#now = now;
  }

  async createOrder(order: SalesOrder, signal: AbortSignal): Promise<ErpOrder> {
    const native = await createOrder(this.#office, order, signal);
    return toErpOrder(order.externalId, native, this.#office.settings.allocation);
  }

  async findOrders(externalId: string, signal: AbortSignal): Promise<readonly ErpOrder[]> {
    const documents = await documentsUnder(this.#office, externalId, signal);
    return toErpOrders(externalId, documents, this.#office.settings.allocation);
  }

  async amendOrder(id: string, amendment: DeliveryAmendment, signal: AbortSignal): Promise<ErpOrder> {
    const native = await amendOrder(this.#office, id, amendment, signal);
    return toErpOrder(ourIdOf(native), native, this.#office.settings.allocation);
  }

  async cancelOrder(id: string, signal: AbortSignal): Promise<ErpOrder> {
    const deleted = this.#deletions.find(id);
    if (deleted !== undefined) return deleted;
    const { settings } = this.#office;
    const documents = await before(documentsOf(this.#office, id, signal));
    const [native] = documents.orders;
    if (native === undefined) {
      const [external = ''] = [...documents.invoices, ...documents.shipments].map(ourIdOf);
      const [posted] = toErpOrders(external, documents, settings.allocation);
      if (posted?.status === 'cancelled') return posted;
      throw new SystemFailure('conflict', 'before_send', `the order ${id} is posted, or somebody deleted it`);
    }
    await deleteOrder(this.#office, native, signal);
    const order = {
      ...toErpOrder(ourIdOf(native), native, settings.allocation),
      status: 'cancelled',
      allocation: 'none',
    } as const;
    this.#deletions.note(order);
    return order;
  }

  changedSince(cursor: string | null, signal: AbortSignal): Promise<Changes> {
    return changedSince(this.#office.api, this.#deletions, cursor, signal);
  }

  inventory(cursor: string | null, signal: AbortSignal): Promise<InventoryPage> {
    return inventory(this.#office.api, cursor, this.#now, signal);
  }
}

/** Somebody else's document has its own. */
const ourIdOf = ({ externalDocumentNumber }: { readonly externalDocumentNumber: string }): string =>
  toExternalId(externalDocumentNumber) ?? externalDocumentNumber;
