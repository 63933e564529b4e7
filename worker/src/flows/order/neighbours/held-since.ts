import { isLive } from '../../errand/dealings.ts';
import { isReleased, shipmentsOf } from '../goods/releases.ts';
import type { OrderState } from '../state.ts';
import type { Turn } from '../turn.ts';

/** Notes since when ERP and warehouse hold the order's goods back for it, by their own clocks: stock is as of those. */
export function noteHeldSince({ state }: Turn): void {
  const { accepted, erp, wms, heldSince } = state;
  const isAllocated = accepted && isLive(erp.doc) && erp.doc?.allocation === 'full';
  state.heldSince = {
    allocated: isAllocated ? (heldSince.allocated ?? erp.saidAt) : null,
    released: isReleased(state) ? (heldSince.released ?? wms.saidAt) : null,
    shipped: lastLeft(state) ?? heldSince.shipped,
  };
}

function lastLeft(state: OrderState): number | null {
  const shipments = shipmentsOf(state);
  return shipments.length === 0 ? null : Math.max(...shipments.map(({ shippedAt }) => Date.parse(shippedAt)));
}
