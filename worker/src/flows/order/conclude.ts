import { progressed } from '../errand/dealings.ts';
import { audit } from './audit.ts';
import { judge, type Verdict } from './holds.ts';
import { isAllShipped, parcelsOf } from './shipments.ts';
import { isClear, isWarehouseClear } from './steps.ts';
import { isAllTold } from './tellings.ts';
import type { Turn } from './turn.ts';

/** The ERP was told of every parcel, or refused it. */
const isReported = ({ state, settings }: Turn): boolean =>
  !settings.reportShipments || parcelsOf(state).every(({ id }) => state.reported[id] !== undefined);

/** Notes that the order has come to an end, or that an end was none; gives the verdict that then holds. */
export function conclude(turn: Turn, verdict: Verdict): Verdict {
  const { state } = turn;
  const { erp, wms } = state;
  const { intent } = verdict;
  if (state.final === 'cancelled' && !erp.tried && intent !== null && intent !== 'cancel') {
    state.final = null;
    turn.say('Opened again in the shop; the ERP had never got it', 'info', 'shop');
    audit(turn, 'order_reopened', { actor: 'shop', before: 'cancelled', why: 'The ERP had never got it' });
    return judge(turn);
  }
  if (state.final !== null || verdict.beforeGoLive) return verdict;
  if (intent === 'cancel' && isClear(erp) && isWarehouseClear(state)) {
    state.final = 'cancelled';
    progressed(erp);
    progressed(wms);
    turn.say('Cancelled: nothing of it is left in ERP or warehouse');
    audit(turn, 'order_cancelled', { after: 'cancelled', why: 'Nothing of it is left in ERP or warehouse' });
    return judge(turn);
  }
  const shown = state.shop.status === 'completed' && intent === 'send' && isAllTold(turn);
  if (!shown || !isAllShipped(state) || erp.look || wms.look || !isReported(turn)) return verdict;
  state.final = 'completed';
  turn.reach('completed');
  turn.say('Completed: shipped in full, and the shop knows');
  audit(turn, 'order_completed', { after: 'completed', why: 'Shipped in full, and the shop knows' });
  return judge(turn);
}
