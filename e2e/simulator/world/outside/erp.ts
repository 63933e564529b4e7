import type {
  DeliveryAmendment,
  ErpCreditMemo,
  ErpOrder,
  ErpOrderInFull,
  ErpReturn,
  SalesOrder,
  Substitution,
  WarehouseReturn,
} from '@causeway/contracts';
import { SystemFailure } from '../../../../worker/src/policy/system-failure.ts';
import type { Erp, ErpReturns } from '../../../../worker/src/systems/erp/erp.ts';
import type { Documents, Kept } from './documents.ts';
import type { Caller, Sent, SystemLine } from './line.ts';
import { cancelled, type Dialogue, SimulatedSystem, type SystemPorts, unasked } from './simulated-system.ts';

export interface ErpPorts extends SystemPorts {
  /** Units that can be allocated. */
  readonly free: (sku: string) => number;
  /** Units of a SKU that it has yet to hold for an order, but for those that it holds already. */
  readonly lacked: (order: Kept<ErpOrderInFull>, sku: string) => number;
  /** It gets an order other units at once, where it can, in place of what was not found. */
  readonly covers: boolean;
  /** Goods of the order are at the warehouse's door, or left. */
  readonly hasReleases: (orderId: string) => boolean;
}

/** What the ERP was told of a receipt. */
export interface ReceiptReport {
  readonly receipt: WarehouseReturn;
  readonly kept: Pick<Kept<WarehouseReturn>, 'sent' | 'committedAt'>;
}

/** An ERP that all shops of the world use. */
export class SimulatedErp extends SimulatedSystem<ErpPorts> {
  readonly orders = this.documents<ErpOrderInFull>();
  readonly returns = this.documents<ErpReturn>();
  readonly memos = this.documents<ErpCreditMemo>();
  /** Every receipt that it was told of, by its return: it takes whatever it is told for news. */
  readonly receipts = new Map<string, ReceiptReport[]>();

  /** When staff allocated all of an order's stock last, by its external id (epoch ms). */
  readonly allocatedAt = new Map<string, number>();

  /** What a worker's process calls. */
  adapter(line: SystemLine, caller: Caller): Erp {
    const { orders } = this;
    const to = { line, caller };
    return {
      createOrder: ({ externalId, currency, totalMinor, ...asked }, signal) => {
        const make = (nr: number): ErpOrderInFull => {
          const id = `SO-${nr}`;
          const items = asked.lines.filter(({ kind }) => kind === 'item');
          const lines = items.map(({ sku, quantity }) => ({ sku: sku ?? '', quantity }));
          return { id, number: id, externalId, status: 'open', currency, totalMinor, allocation: 'none', lines };
        };
        return this.create(orders, to, 'create_order', { externalId, asked, make }, signal);
      },
      findOrders: (externalId, signal) => this.find(orders, to, 'find_orders', externalId, signal),
      cancelOrder: (id, signal) => {
        const perform = () => cancelled(orders, id, ['open', 'allocated', 'closed']);
        return this.alter(orders, to, 'cancel_order', { id, perform }, signal);
      },
      amendOrder: (id, amendment, signal) => {
        const perform = () => this.#amend(id, amendment);
        return this.alter(orders, to, 'amend_order', { id, perform }, signal);
      },
      substitute: (id, substitution, signal) => {
        const perform = () => this.#substitute(id, substitution);
        return this.alter(orders, to, 'substitute_line', { id, perform }, signal);
      },
      changedSince: unasked('nobody polls here'),
      inventory: (cursor, signal) => this.tellStock(to, cursor, signal),
      returns: this.#returns(to),
    };
  }

  #returns(to: Dialogue): ErpReturns {
    const { returns, memos } = this;
    return {
      createReturn: (asked, signal) => {
        const { externalId, orderExternalId, lines } = asked;
        const make = (nr: number): ErpReturn => {
          const id = `RA-${nr}`;
          return { id, number: id, externalId, orderExternalId, status: 'open', lines };
        };
        return this.create(returns, to, 'create_return', { externalId, asked, make }, signal);
      },
      findReturns: (externalId, signal) => this.find(returns, to, 'find_returns', externalId, signal),
      findReturnsOfOrder: (orderExternalId, signal) => this.findOfOrder(returns, to, orderExternalId, signal),
      cancelReturn: (id, signal) =>
        this.alter(returns, to, 'cancel_return', { id, perform: () => cancelled(returns, id, ['open']) }, signal),
      reportReturn: (id, receipt, signal) => {
        const perform = (sent: Sent) => this.#takeReceipt(id, receipt, sent);
        return this.alter(returns, to, 'report_return', { id, perform }, signal);
      },
      createCreditMemo: (asked, signal) => {
        const { externalId, orderExternalId, currency, totalMinor } = asked;
        const make = (nr: number): ErpCreditMemo => {
          const id = `CM-${nr}`;
          return { id, number: id, externalId, orderExternalId, status: 'posted', currency, totalMinor };
        };
        return this.create(memos, to, 'create_credit_memo', { externalId, asked, make }, signal);
      },
      findCreditMemos: (externalId, signal) => this.find(memos, to, 'find_credit_memos', externalId, signal),
      cancelCreditMemo: (id, signal) =>
        this.alter(memos, to, 'cancel_credit_memo', { id, perform: () => cancelled(memos, id, ['posted']) }, signal),
    };
  }

  /** Every third order may not be changed any more. */
  #amend(id: string, amendment: DeliveryAmendment): ErpOrder {
    const kept = known(this.orders, id);
    if (kept.doc.status === 'cancelled' || Number(id.slice('SO-'.length)) % 3 === 0)
      throw new SystemFailure('conflict', 'before_send', `${id} may not be changed any more.`);
    const { shipTo } = kept.asked as SalesOrder;
    this.orders.change(kept, {}, { ...(kept.asked as SalesOrder), shipTo: amendment.shipTo ?? shipTo });
    return kept.doc;
  }

  /** Every fifth customer takes nothing else; and what is not there can't be promised. The same one twice is one. */
  #substitute(id: string, substitution: Substitution): ErpOrderInFull {
    const kept = known(this.orders, id);
    const { status, substitutions = [] } = kept.doc;
    const { ref, sku, quantity } = substitution;
    if (substitutions.some((one) => one.ref === ref)) return kept.doc;
    const isThere = this.ports.free(sku) >= Number(quantity);
    if (status === 'cancelled' || Number(id.slice('SO-'.length)) % 5 === 0 || !isThere)
      throw new SystemFailure('conflict', 'before_send', `${sku} can't be promised for ${id}.`);
    this.orders.change(kept, { substitutions: [...substitutions, substitution] });
    if (kept.doc.allocation !== 'full' && this.#isThere(kept)) this.orders.change(kept, { allocation: 'full' });
    return kept.doc;
  }

  #takeReceipt(id: string, receipt: WarehouseReturn, sent: Sent): ErpReturn {
    const kept = known(this.returns, id);
    if (kept.doc.status === 'cancelled') throw new SystemFailure('conflict', 'before_send', `${id} is cancelled.`);
    const report = { receipt, kept: { sent, committedAt: this.ports.now() } };
    this.receipts.set(id, [...(this.receipts.get(id) ?? []), report]);
    this.returns.change(kept, { status: 'received' });
    return kept.doc;
  }

  /** Some of its stock is not there: every other order gets other units at once, where nobody else has those. */
  lose(orderId: string): void {
    for (const kept of this.orders.live(orderId)) {
      const covers = this.ports.covers && Number(kept.doc.id.slice('SO-'.length)) % 2 === 1;
      const { lines } = kept.asked as SalesOrder;
      const isCovered = lines.every(({ sku }) => sku === null || this.ports.free(sku) >= 0);
      if (kept.doc.allocation === 'full' && !(covers && isCovered)) this.orders.change(kept, { allocation: 'partial' });
    }
  }

  /** Staff allocates stock to all that is open, as far as there is any. */
  allocate(allocation: ErpOrder['allocation']): void {
    for (const kept of this.orders.all()) {
      if (kept.doc.status !== 'open' || kept.doc.allocation === 'full') continue;
      if (allocation === 'full' && !this.#isThere(kept)) continue;
      if (allocation === 'full') this.allocatedAt.set(kept.doc.externalId, this.ports.now());
      this.orders.change(kept, { allocation });
    }
  }

  #isThere(kept: Kept<ErpOrderInFull>): boolean {
    const { free, lacked } = this.ports;
    const replaced = (kept.doc.substitutions ?? []).map(({ sku }) => sku);
    const skus = [...(kept.asked as SalesOrder).lines.flatMap(({ sku }) => sku ?? []), ...replaced];
    return skus.every((sku) => free(sku) >= lacked(kept, sku));
  }

  /** Staff cancels an order that nobody asked to be cancelled, and that has no stock yet: its external id; null: there is none. */
  cancelNewest(): string | null {
    const open = [...this.orders.all()].filter(
      ({ doc }) => doc.status === 'open' && doc.allocation !== 'full' && !this.ports.hasReleases(doc.externalId),
    );
    const newest = open.at(-1);
    if (newest === undefined) return null;
    this.orders.change(newest, { status: 'cancelled' });
    return newest.doc.externalId;
  }
}

function known<Doc extends ErpOrderInFull | ErpReturn>(documents: Documents<Doc>, id: string): Kept<Doc> {
  const kept = documents.get(id);
  if (kept === undefined) throw new SystemFailure('missing_reference', 'before_send', `There is no ${id}.`);
  return kept;
}
