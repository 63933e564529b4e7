import type { Category } from '@causeway/contracts';
import { POLICY } from '../../policy/taxonomy.ts';
import type { Document } from './dealings.ts';
import type { Act, Desk, Errand, Failed, Kind } from './errand.ts';
import { setBack, type Waits } from './setback.ts';

/** Takes a failed call in: what is now uncertain, whether and when it is tried again, and who must see it. */
export function callFailed<Doc extends Document>(
  desk: Desk,
  kind: Kind<Doc>,
  errand: Errand<Doc>,
  act: Act,
  failed: Failed,
): void {
  const acted = act !== 'find' && failed.phase !== 'before_send';
  if (acted) Object.assign(errand, { look: true, settlesAt: desk.now + desk.settings.settleMs });
  else if (act === 'make') errand.absent = true;
  if (act === 'make' && failed.category === 'duplicate') {
    // "Already exists" is no success: the look-up will show it, or not.
    Object.assign(errand, { claimed: 'duplicate', look: true, absent: false });
    desk.say(`${failed.message}; looking it up`, 'warning', kind.role);
    return;
  }
  if (act === 'call_back' && POLICY[failed.category].kind === 'hold' && !acted) {
    Object.assign(errand, { refused: failed.message, look: true });
    desk.say(`Cancelling the ${kind.document} was refused: ${failed.message}`, 'error', kind.role);
    return;
  }
  stumble(desk, kind, errand, failed.category, failed.message, {
    atLeastMs: acted ? desk.settings.settleMs : 0,
    wishMs: failed.retryAfterMs,
  });
}

/** Plans what follows a failure of the errand; see `setBack`. */
export function stumble<Doc extends Document>(
  desk: Desk,
  { name, role, system }: Kind<Doc>,
  errand: Errand<Doc>,
  category: Category,
  message: string,
  waits: Waits = {},
): void {
  const whose = { role, system, about: [role, name], key: `${desk.subject}:${name}` };
  setBack(desk, whose, errand, category, message, waits);
}
