import type { OrderStateName } from '@causeway/contracts';
import { isLive } from '../errand/dealings.ts';
import { isClosedShort } from './goods/due.ts';
import { isReleased } from './goods/releases.ts';
import type { Verdict } from './holds.ts';
import { isAllShipped } from './shipments.ts';
import type { Lane, OrderState, Role } from './state.ts';
import { isClear } from './steps.ts';

/** The one state of an order, as the panel shows and filters it. */
export type StateName = OrderStateName;

/** The lane that the order waits for now. */
export function focus(state: OrderState): Role {
  if (state.erp.fails > 0 || state.erp.call !== null || state.erp.look) return 'erp';
  return state.wms.tried || state.wms.look || state.wms.call !== null ? 'wms' : 'erp';
}

/** Derived, never stored: the same facts always give the same state. */
export function situationOf(state: OrderState, verdict: Verdict, now: number): StateName {
  if (state.final !== null && verdict.blocking.length === 0) return state.final;
  if (verdict.beforeGoLive) return 'before_go_live';
  if (verdict.blocking.length > 0) return 'needs_attention';
  const trouble = troubleOf(state, verdict, now);
  if (state.recovering) return trouble ?? 'recovering';
  if (verdict.checks.length > 0) return 'held';
  if (trouble !== null) return trouble;
  if (verdict.intent === 'cancel' && !(isReleased(state) && state.wms.cancelRefused !== null)) return 'cancelling';
  if (verdict.intent === null && !state.accepted) return state.shop.resumed ? 'verifying' : 'captured';
  const atWarehouse = warehouseState(state);
  if (atWarehouse !== null) return atWarehouse;
  if (verdict.intent === 'await_payment') return 'waiting_for_payment';
  if (verdict.intent === 'pause') return 'on_hold';
  if (!state.accepted) return state.erp.call?.operation === 'create' || !state.erp.tried ? 'submitting' : 'verifying';
  return allocationState(state);
}

function troubleOf(state: OrderState, { intent }: Verdict, now: number): StateName | null {
  const rests = intent === 'await_payment' || intent === 'pause';
  for (const lane of [state.erp, state.wms] as const) {
    // Nothing is there, and nothing is asked before the order goes on.
    if (rests && (isClear(lane) || (!lane.tried && lane.call === null))) continue;
    if (lane.fails > 0) return 'retrying';
    if (lane.failure !== null && (lane.notBefore ?? 0) > now) return 'waiting_for_system';
  }
  return null;
}

function warehouseState(state: OrderState): StateName | null {
  const { wms, earlier } = state;
  if (earlier.length > 0 && !isAllShipped(state)) return 'partially_shipped';
  if (!isLive(wms.doc)) return null;
  switch (wms.doc?.status) {
    case 'shipped':
      return isClosedShort(state) && state.wms.doc?.shipments.length !== 0 ? 'partially_shipped' : 'shipped';
    case 'picked':
    case 'packed':
    case 'partially_shipped':
      return wms.doc.status;
    default:
      return 'released';
  }
}

function allocationState({ erp, wms }: OrderState): StateName {
  const lane: Lane<unknown> = wms;
  if (erp.doc?.allocation === 'partial') return 'waiting_for_stock';
  if (erp.doc?.allocation !== 'full') return 'accepted';
  return lane.call?.operation === 'find' && lane.tried ? 'verifying' : 'releasing';
}
