import type { ErpOrder } from '@causeway/contracts';
import { SystemFailure } from '../../../../worker/src/policy/system-failure.ts';
import type { Erp } from '../../../../worker/src/systems/erp/erp.ts';
import type { Caller, SystemLine } from './line.ts';
import { SimulatedSystem, unasked } from './simulated-system.ts';

/** An ERP that all shops of the world use. */
export class SimulatedErp extends SimulatedSystem<ErpOrder> {
  readonly orders = this.documents;

  /** What a worker's process calls. */
  adapter(line: SystemLine, caller: Caller): Erp {
    const to = { line, caller };
    return {
      createOrder: ({ externalId, currency, totalMinor, ...asked }, signal) => {
        const make = (nr: number): ErpOrder => {
          const id = `SO-${nr}`;
          return { id, number: id, externalId, status: 'open', currency, totalMinor, allocation: 'none' };
        };
        return this.create(to, 'create_order', { externalId, asked, make }, signal);
      },
      findOrders: (externalId, signal) => this.find(to, 'find_orders', externalId, signal),
      cancelOrder: (id, signal) => this.cancel(to, 'cancel_order', id, () => this.#cancel(id), signal),
      amendOrder: unasked('no flow amends an order'),
      changedSince: unasked('nobody polls here'),
      inventory: unasked('no flow asks for stock'),
    };
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
