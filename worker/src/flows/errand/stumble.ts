import type { Category } from '@causeway/contracts';
import { raise } from '../../policy/raise.ts';
import { backOffMs, nextAttempt } from '../../policy/retry.ts';
import { POLICY } from '../../policy/taxonomy.ts';
import type { Act, Desk, Document, Errand, Failed, Kind } from './errand.ts';

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

/** Plans what follows a failure of `category`: another attempt, a wait, or a stop with an exception. */
export function stumble<Doc extends Document>(
  desk: Desk,
  kind: Kind<Doc>,
  errand: Errand<Doc>,
  category: Category,
  message: string,
  { atLeastMs = 0, wishMs = null }: { atLeastMs?: number; wishMs?: number | null } = {},
): void {
  const schedule = desk.scheduleOf(category);
  const key = `${desk.subject}:${kind.name}`;
  errand.failure = { category, message };
  switch (POLICY[category].kind) {
    case 'hold':
      stop(desk, kind, errand, category, message);
      return;
    case 'wait': {
      const limited = category === 'rate_limit';
      if (!limited && errand.problem === null) {
        errand.problem = problemOf(kind, category, message);
        desk.say(message, 'error', kind.role);
      }
      const pause = wishMs ?? (limited ? backOffMs(schedule, key, 1) : schedule.capMs);
      errand.notBefore = desk.now + Math.max(pause, atLeastMs);
      return;
    }
    default: {
      errand.fails += 1;
      const next = nextAttempt(schedule, key, errand.fails, desk.now, Math.max(atLeastMs, wishMs ?? 0));
      const count = `${errand.fails} of ${schedule.attemptsMax}`;
      if (next === null) {
        stop(desk, kind, errand, category, `${message} Gave up after ${count} attempts.`);
        return;
      }
      errand.notBefore = next.nextAt;
      desk.say(`${message} (attempt ${count})`, 'warning', kind.role);
    }
  }
}

function stop<Doc extends Document>(
  desk: Desk,
  kind: Kind<Doc>,
  errand: Errand<Doc>,
  category: Category,
  message: string,
): void {
  Object.assign(errand, { stopped: true, notBefore: null, problem: problemOf(kind, category, message) });
  desk.say(message, 'error', kind.role);
}

/** One system's trouble with returns is one exception, however many returns wait for it. */
const problemOf = (
  { role, name, system }: Pick<Kind<Document>, 'role' | 'name' | 'system'>,
  category: Category,
  detail: string,
) => raise(category, { about: [role, name], system, detail });
