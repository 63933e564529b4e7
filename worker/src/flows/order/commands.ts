import type { Command } from '@causeway/contracts';
import { cut } from '../../policy/raise.ts';
import { isLive, progressed } from '../errand/dealings.ts';
import { isOutdated } from '../seen.ts';
import { actorOf, audit } from './audit.ts';
import { takeAsHeld } from './edits/amending.ts';
import { exceptionsOf, judge, type Verdict } from './holds.ts';
import { doubt, restart } from './lane/failing.ts';
import { startAnew } from './lane/missing.ts';
import { replay } from './replay.ts';
import { CAUSE } from './restored.ts';
import type { Final } from './state.ts';
import { tellAnew } from './tellings.ts';
import type { Turn } from './turn.ts';

/** Does what a person asked in the panel, or says on the timeline why not. */
export function obey(turn: Turn, command: Command): void {
  const actor = actorOf(command);
  const verdict = judge(turn);
  // What was asked in the panel the shop wrote down itself.
  if (actor === 'operator') audit(turn, `${command.command}_asked`, { actor, why: command.reason });
  const shown = exceptionsOf(verdict).map(({ cause }) => cause);
  if (isOutdated(turn.state.mirror, command, shown)) {
    refuse(turn, command, 'the order changed since you looked');
    return;
  }
  switch (command.command) {
    case 'retry':
      turn.say(command.cause === null ? 'Retry' : `Retry: ${command.cause}`, 'info', actor);
      retry(turn, command);
      return;
    case 'skip':
      skip(turn, command);
      return;
    case 'replay':
    case 'backfill': {
      const why = replay(turn, command, command.command, verdict);
      if (why !== null) refuse(turn, command, why);
      return;
    }
    case 'resolve':
      turn.say(`Resolved: ${command.reason || 'no reason given'}`, 'info', actor);
      resolve(turn, command, verdict);
      return;
    case 'acknowledge':
    case 'ignore': {
      // Who looks after an exception is the shop's to keep; the story says it happened.
      const word = command.command === 'ignore' ? 'Ignored' : 'Acknowledged';
      turn.say(command.reason === '' ? word : `${word}: ${command.reason}`, 'info', actor);
    }
  }
}

function refuse(turn: Turn, command: Command, why: string): void {
  turn.say(`"${command.command}" was not done: ${why}`, 'warning', actorOf(command));
  audit(turn, 'command_refused', {
    actor: actorOf(command),
    about: command.cause ?? '',
    before: command.command,
    why: `Not done: ${why}`,
  });
}

/** Begins anew wherever the order stands still: attempts, refusals, ended documents, an order closed or left out. */
function retry(turn: Turn, command: Command): void {
  const { state } = turn;
  tellAnew(turn);
  if (state.final === 'completed' || state.final === 'lost_in_restore') return;
  const reopens = state.final !== null;
  if (reopens) {
    const before = state.final ?? '';
    audit(turn, 'order_reopened', { actor: actorOf(command), before, after: 'open', why: command.reason || 'Retry' });
  }
  Object.assign(state, { final: null, skipped: null, substitutesRefused: {} });
  for (const role of ['erp', 'wms'] as const) {
    const lane = state[role];
    if (reopens) doubt(lane);
    else restart(lane);
    lane.claimed = null;
    if (isLive(lane.doc) || (!lane.gone && !reopens)) continue;
    startAnew(state, role, { look: true, absent: false });
  }
}

const OVER: readonly (Final | null)[] = ['completed', 'cancelled', 'lost_in_restore'];

/** Nothing more is sent of it. What ERP and warehouse have stays; a call that is out can't be called back. */
function skip(turn: Turn, command: Command): void {
  const { state } = turn;
  if (OVER.includes(state.final)) {
    refuse(turn, command, 'the order is over, so that nothing is left to be sent');
    return;
  }
  const reason = cut(command.reason || 'no reason given', 200);
  turn.say(`Left out: ${reason}`, 'info', actorOf(command));
  const about = state.erp.doc?.number ?? '';
  audit(turn, 'order_skipped', {
    actor: actorOf(command),
    about,
    before: state.shown.state,
    after: 'skipped',
    why: reason,
  });
  Object.assign(state, { final: 'skipped', skipped: reason });
  progressed(state.erp);
  progressed(state.wms);
}

/** Causes that can be settled while the order goes on by itself. */
const SETTLED_ALONE =
  /^(mapping:carrier:|stock:short_cancelled$|validation:shipment_|conflict:(cancelled_after_shipping|cancel_overtaken|erp_shipment|refund_picked|shipped_after_cancel)$|[a-z_]+:variance:)/;

function resolve(turn: Turn, command: Command, verdict: Verdict): void {
  const { state } = turn;
  const { cause, reason } = command;
  const remark = cause !== null && verdict.remarks.some((exception) => exception.cause === cause);
  const { settled, shop } = state;
  if (cause === CAUSE) {
    state.lost = [];
  } else if (cause === 'conflict:refund_before_go_live' || (remark && cause === 'conflict:refund')) {
    state.settled = { ...settled, refunds: shop.refunds };
  } else if (remark && /^conflict:edited(:delivery)?$/.test(cause)) {
    takeAsHeld(state);
  } else if (remark && SETTLED_ALONE.test(cause)) {
    state.settled = { ...settled, causes: [...settled.causes, cause].slice(-10) };
  } else {
    const before = state.final ?? state.shown.state;
    audit(turn, 'order_closed', { actor: actorOf(command), before, after: 'closed_by_person', why: reason });
    close(turn);
    return;
  }
  audit(turn, 'exception_settled', { actor: actorOf(command), about: cause ?? '', why: reason });
}

/** From here on the order is a person's: nothing more is sent. */
function close({ state }: Turn): void {
  Object.assign(state, { final: 'closed_by_person', skipped: null, lost: [] });
  progressed(state.erp);
  progressed(state.wms);
}
