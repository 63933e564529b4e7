import type { Decider, Decision, OrderSnapshot, SalesOrder } from '@causeway/contracts';
import { readOrder } from '../../../worker/src/flows/order/canonical/reading.ts';
import { toSalesOrder } from '../../../worker/src/flows/order/canonical/sales-order.ts';
import { theSettings } from '../../../worker/src/flows/order/rehearsal/snapshot.ts';
import type { OrderSettings } from '../../../worker/src/flows/order/settings.ts';

export interface Delivering {
  /** The call that is out; one at a time, so that the ERP hears of a subject in order. */
  readonly out: string | null;
  readonly waiting: readonly SalesOrder[];
  readonly delivered: number;
}

/** The least flow there can be: what it is told of a subject it tells the ERP, one after the other, and books the answer. */
export const deliver: Decider<Delivering, OrderSettings> = {
  flow: 'order',
  version: 1,
  initial: () => ({ out: null, waiting: [], delivered: 0 }),
  fromCheckpoint: () => null,
  decide(state, event) {
    if (event.type === 'look') {
      const order = salesOrderOf(event.look.snapshot as unknown as OrderSnapshot, event.look.rev, event.traceId);
      return next({ ...state, waiting: [...state.waiting, order] });
    }
    if (event.type !== 'called') return next(state);
    return next({ ...state, out: null, delivered: state.delivered + 1 });
  },
};

function next(state: Delivering): Decision<Delivering> {
  const [order, ...waiting] = state.waiting;
  const rest = { timers: [], tells: [], effects: [], labels: [], open: true };
  if (state.out !== null || order === undefined) return { state, calls: [], ...rest };
  const key = `create#${state.delivered + 1}`;
  const call = { key, role: 'erp', operation: 'create_order', request: { order: { ...order } } };
  return { state: { ...state, out: key, waiting }, calls: [call], ...rest };
}

const SETTINGS = theSettings();

/** Every revision is a document of its own: its number stands where an external id has the mark of the order's key. */
export function salesOrderOf(snapshot: OrderSnapshot, rev: number, traceId: string): SalesOrder {
  const externalId = `BENCH-${snapshot.id}-${rev.toString(16).padStart(4, '0')}`;
  const order = toSalesOrder(readOrder(snapshot, SETTINGS), { externalId, traceId });
  if (order === null) throw new Error('the order of the bench is none');
  return order;
}
