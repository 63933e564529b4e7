import type { ErpOrder, SalesOrder } from '@causeway/contracts';
import { SystemFailure } from '../../../../worker/src/policy/system-failure.ts';
import type { Erp } from '../../../../worker/src/systems/erp/erp.ts';
import { namedBy } from '../names.ts';
import { Documents } from './documents.ts';
import type { Caller, Sent, SystemLine } from './line.ts';

/** An ERP that all shops of the world use. */
export class SimulatedErp {
  readonly orders: Documents<ErpOrder>;
  readonly #now: () => number;
  /** Told when an order was committed, before anybody hears of it. */
  readonly #committed: (externalId: string) => void;

  constructor(
    enforcesUniqueIds: boolean,
    now: () => number,
    changed: (externalId: string) => void,
    committed: (externalId: string) => void,
  ) {
    this.orders = new Documents(enforcesUniqueIds, ({ externalId }) => changed(externalId));
    this.#now = now;
    this.#committed = committed;
  }

  /** What a worker's process calls. */
  adapter(line: SystemLine, caller: Caller): Erp {
    return {
      createOrder: (order, signal) => {
        const errand = { operation: 'create_order', about: namedBy(order.externalId), acts: true };
        return line.call(caller, { ...errand, perform: (sent) => this.#create(order, sent) }, signal);
      },
      findOrders: (externalId, signal) => {
        const errand = { operation: 'find_orders', about: namedBy(externalId), acts: false };
        return line.call(
          caller,
          { ...errand, perform: () => this.orders.of(externalId).map(({ doc }) => doc) },
          signal,
        );
      },
      cancelOrder: (id, signal) => {
        const about = namedBy(this.orders.get(id)?.doc.externalId ?? '');
        const errand = { operation: 'cancel_order', about, acts: true };
        return line.call(caller, { ...errand, perform: () => this.#cancel(id) }, signal);
      },
      amendOrder: () => Promise.reject(new Error('no flow amends an order')),
      changedSince: () => Promise.reject(new Error('nobody polls here')),
      inventory: () => Promise.reject(new Error('no flow asks for stock')),
    };
  }

  #create({ externalId, currency, totalMinor, ...order }: SalesOrder, sent: Sent): ErpOrder {
    if (this.orders.enforcesUniqueIds && this.orders.live(externalId).length > 0) {
      throw new SystemFailure('duplicate', 'before_send', `${externalId} exists already.`);
    }
    const id = `SO-${this.orders.count + 1}`;
    const doc: ErpOrder = { id, number: id, externalId, status: 'open', currency, totalMinor, allocation: 'none' };
    this.orders.add({ doc, sent, committedAt: this.#now(), asked: order });
    this.#committed(externalId);
    return doc;
  }

  #cancel(id: string): ErpOrder {
    const kept = this.orders.get(id);
    if (kept === undefined) throw new SystemFailure('missing_reference', 'before_send', 'No such order.');
    if (kept.doc.status === 'shipped') throw new SystemFailure('conflict', 'before_send', 'Already shipped.');
    if (kept.doc.status !== 'cancelled') this.orders.change(kept, { status: 'cancelled' });
    return kept.doc;
  }

  /** Staff allocates stock to all that is open. */
  allocate(allocation: ErpOrder['allocation']): void {
    for (const kept of this.orders.all()) {
      if (kept.doc.status === 'open' && kept.doc.allocation !== 'full') this.orders.change(kept, { allocation });
    }
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
