import type { CallOutcome, Category } from '@causeway/contracts';
import { POLICY } from '../../../policy/taxonomy.ts';
import { progressed } from '../../errand/dealings.ts';
import { setBack, type Waits } from '../../errand/setback.ts';
import { scheduleOf } from '../patience.ts';
import type { Lane, Operation, Role } from '../state.ts';
import type { Turn } from '../turn.ts';
import { WORDS } from './words.ts';

type Failed = Extract<CallOutcome, { kind: 'failed' }>;

/** What a system may refuse without harm: then it stays as it is, and a person sees to it. */
const REFUSED: Partial<Record<Operation, (document: string, about: string) => string>> = {
  amend: (document) => `Changing the ${document}`,
  ship: (_, about) => `Telling of parcel ${about}`,
  substitute: (_, about) => `The substitute ${about}`,
};

/** Takes a failed call in: what is now uncertain, whether and when it is tried again, and who must see it. */
export function callFailed(
  turn: Turn,
  role: Role,
  { operation, about = '' }: Pick<NonNullable<Lane<unknown>['call']>, 'operation' | 'about'>,
  failed: Failed,
): void {
  const lane = turn.state[role];
  const acted = operation !== 'find' && failed.phase !== 'before_send';
  if (acted) Object.assign(lane, { look: true, settlesAt: turn.now + turn.settings.settleMs });
  else if (operation === 'create') lane.absent = true;
  if (operation === 'create' && failed.category === 'duplicate') {
    // "Already exists" is no success: the look-up will show it, or not.
    Object.assign(lane, { claimed: 'duplicate', look: true, absent: false });
    turn.say(`${failed.message}; looking it up`, 'warning', role);
    return;
  }
  const refused = POLICY[failed.category].kind === 'hold';
  if (operation === 'cancel' && refused && failed.phase === 'before_send') {
    Object.assign(lane, { cancelRefused: failed.message, look: true });
    turn.state.redo = false;
    turn.say(`Cancelling the ${WORDS[role].document} was refused: ${failed.message}`, 'error', role);
    return;
  }
  if (refused && failed.phase === 'before_send' && REFUSED[operation] !== undefined) {
    if (operation === 'amend') lane.amendRefused = { wanted: about, message: failed.message };
    else if (operation === 'ship') turn.state.reported[about] = failed.message;
    else turn.state.substitutesRefused[about] = failed.message;
    const what = REFUSED[operation]?.(WORDS[role].document, about) ?? about;
    lane.look = true;
    turn.say(`${what} was refused: ${failed.message}`, 'warning', role);
    return;
  }
  stumble(turn, role, failed.category, failed.message, {
    atLeastMs: acted ? turn.settings.settleMs : 0,
    wishMs: failed.retryAfterMs,
  });
}

/** Plans what follows a failure of the lane; see `setBack`. */
export function stumble(turn: Turn, role: Role, category: Category, message: string, waits: Waits = {}): void {
  const { state, settings, now } = turn;
  const desk = {
    now,
    scheduleOf: (of: Category) => scheduleOf(settings, of),
    say: (...words: Parameters<Turn['say']>) => turn.say(...words),
  };
  const whose = { role, system: WORDS[role].system, about: [role], key: `${state.subject}:${role}` };
  setBack(desk, whose, state[role], category, message, waits);
}

/** A person (or a sign of life of the system) sets a lane going again; what may exist is looked up first. */
export function restart(lane: Lane<unknown>): void {
  progressed(lane);
  Object.assign(lane, { cancelRefused: null, amendRefused: null });
  if (lane.tried || !lane.absent) lane.look = true;
}

/** Trust nothing remembered: the next step is a look-up. */
export function doubt(lane: Lane<unknown>): void {
  restart(lane);
  lane.look = true;
  lane.absent = false;
}
