import type {
  DeliveryAmendment,
  ErpCreditMemo,
  ErpOrder,
  ErpOrderInFull,
  ErpReturn,
  SalesOrder,
} from '@causeway/contracts';
import { SystemFailure } from '../../../../worker/src/policy/system-failure.ts';
import type { Erp, ErpReturns } from '../../../../worker/src/systems/erp/erp.ts';
import type { Kept } from './documents.ts';
import type { Caller, SystemLine } from './line.ts';
import { cancelled, type Dialogue, SimulatedSystem, unasked } from './simulated-system.ts';

/** An ERP that all shops of the world use. */
export class SimulatedErp extends SimulatedSystem {
  readonly orders = this.documents<ErpOrderInFull>();
  readonly returns = this.documents<ErpReturn>();
  readonly memos = this.documents<ErpCreditMemo>();

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
    const kept = this.orders.get(id);
    if (kept === undefined) throw new SystemFailure('missing_reference', 'before_send', `There is no ${id}.`);
    if (kept.doc.status === 'cancelled' || Number(id.slice('SO-'.length)) % 3 === 0)
      throw new SystemFailure('conflict', 'before_send', `${id} may not be changed any more.`);
    const { shipTo } = kept.asked as SalesOrder;
    this.orders.change(kept, {}, { ...(kept.asked as SalesOrder), shipTo: amendment.shipTo ?? shipTo });
    return kept.doc;
  }

  /** Staff allocates stock to all that is open, as far as there is any. */
  allocate(allocation: ErpOrder['allocation']): void {
    for (const kept of this.orders.all()) {
      if (kept.doc.status !== 'open' || kept.doc.allocation === 'full') continue;
      if (allocation !== 'full' || this.#isThere(kept)) this.orders.change(kept, { allocation });
    }
  }

  #isThere({ asked }: Kept<ErpOrder>): boolean {
    return (asked as SalesOrder).lines.every(
      ({ sku, quantity }) => sku === null || this.ports.free(sku) >= Number(quantity),
    );
  }

  /** Staff cancels an order that nobody asked to be cancelled, and that has no stock yet: its external id; null: there is none. */
  cancelNewest(): string | null {
    const open = [...this.orders.all()].filter(({ doc }) => doc.status === 'open' && doc.allocation !== 'full');
    const newest = open.at(-1);
    if (newest === undefined) return null;
    this.orders.change(newest, { status: 'cancelled' });
    return newest.doc.externalId;
  }
}
