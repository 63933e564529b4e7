import type { Command } from '@causeway/contracts';
import { doubt, startAnew } from '../errand/errand.ts';
import { actorOf } from '../order/audit.ts';
import { isOutdated } from '../seen.ts';
import { judge, LATE, type Verdict } from './judge.ts';
import { CAUSES } from './objections.ts';
import { ERRANDS } from './state.ts';
import type { Turn } from './turn.ts';

/** Does what a person asked in the panel, or says on the timeline why not. */
export function obey(turn: Turn, command: Command): void {
  const verdict = judge(turn);
  const actor = actorOf(command);
  const why = refusal(turn, command, verdict);
  if (why !== null) {
    turn.say(`"${command.command}" was not done: ${why}`, 'warning', actor);
    turn.audit('command_refused', { actor, about: command.cause ?? '', before: command.command, why });
    return;
  }
  const said = { actor, about: command.cause ?? '', why: command.reason };
  const due = verdict.due === null ? '' : `${verdict.due.amount} ${turn.state.goods?.currency ?? ''}`;
  switch (command.command) {
    case 'retry':
      turn.say('Retry', 'info', actor);
      retry(turn);
      break;
    case 'approve':
      approve(turn, verdict, actor);
      turn.audit('refund_approved', { ...said, after: due });
      break;
    case 'reject':
      reject(turn, command, actor);
      turn.audit('refund_rejected', { ...said, before: due });
      break;
    case 'resolve':
      turn.say(`Resolved: ${command.reason || 'no reason given'}`, 'info', actor);
      turn.audit('exception_settled', said);
      resolve(turn, command, verdict);
      break;
    default:
      turn.say(command.command === 'ignore' ? 'Ignored' : 'Acknowledged', 'info', actor);
  }
}

const KNOWN: ReadonlySet<Command['command']> = new Set([
  'retry',
  'approve',
  'reject',
  'resolve',
  'acknowledge',
  'ignore',
]);

function refusal({ state }: Turn, command: Command, verdict: Verdict): string | null {
  if (!KNOWN.has(command.command)) return 'a return knows no such command';
  const shown = verdict.holds.map(({ cause }) => cause);
  if (isOutdated(state.mirror, command, shown)) return 'the return changed since you looked';
  if (command.command === 'approve' && !shown.includes(CAUSES.approval)) return 'no refund waits to be approved';
  if (command.command === 'reject')
    return whyNoReject(state.refund?.status ?? null, state.origin === 'refund', state.final !== null);
  return null;
}

function whyNoReject(status: string | null, isMadeInShop: boolean, isOver: boolean): string | null {
  if (isMadeInShop || status === 'made' || status === 'by_hand') return 'it is paid back already';
  if (status === 'out' || status === 'again') return 'the shop was asked for it already';
  return isOver ? 'the return is over' : null;
}

/**
 * Looks everything up again; a refund that was refused is asked for once more, one that nobody can tell of never. A document
 * that was there and is found no more counts as gone for whoever presses it: it is made anew if it still isn't there.
 */
function retry({ state }: Turn): void {
  for (const name of ERRANDS) {
    const errand = state[name];
    // A credit memo of no refund of ours: that it is gone is what was asked for.
    const unasked = name === 'memo' && state.origin !== 'refund' && state.refund === null;
    if (errand.gone || unasked || errand.problem?.category === 'unknown_outcome') startAnew(errand);
    errand.claimed = null;
    doubt(errand);
  }
  if (state.refund?.status === 'failed') state.refund = { ...state.refund, status: 'again', notBefore: null };
}

function approve(turn: Turn, { due }: Verdict, actor: string): void {
  if (due === null) return;
  turn.state.approved = { amount: due.amount, by: actor };
  turn.reach('approved');
  turn.say(`Refund of ${due.amount} ${turn.state.goods?.currency ?? ''} approved`, 'info', actor);
}

/** Nothing is paid back; of a refund of which nobody can tell it says that nothing was. */
function reject(turn: Turn, { reason }: Command, actor: string): void {
  const { state } = turn;
  state.rejected = reason || 'no reason given';
  state.refund = null;
  state.settled = [...new Set([...state.settled, LATE])];
  turn.say(`Refund refused: ${state.rejected}`, 'warning', actor);
}

/** Causes that are settled while the return goes on by itself. */
const GOES_ON =
  /^(conflict:(received_more|received_other|withdrawn_late|not_cancelled:\w+)|total_mismatch:credit_memo|validation:refund_by_hand|\w+:variance:\w+)$/;

function resolve({ state }: Turn, { cause }: Command, verdict: Verdict): void {
  const { refund } = state;
  if (cause !== null && GOES_ON.test(cause)) {
    state.settled = [...new Set([...state.settled, cause])];
    if (cause.includes('not_cancelled')) state.final = state.final ?? 'closed_by_person';
  } else if (cause === CAUSES.unknown && refund !== null) {
    state.refund = { ...refund, status: 'by_hand' };
  } else if (verdict.holds.length > 0 || cause !== null) {
    state.final = 'closed_by_person';
    state.unreadable = null;
    for (const name of ERRANDS) Object.assign(state[name], { problem: null, stopped: false, fails: 0, failure: null });
  }
}
