import type { FlowEvent, Look } from '@causeway/contracts';
import { LEASE_MS } from '../../policy/lease.ts';
import { NOT_HELD } from './beginning.ts';
import { obey } from './commands.ts';
import { intentOf } from './intent.ts';
import { called } from './lane/answers.ts';
import { doubt, restart } from './lane/failing.ts';
import { noticed } from './lane/notice.ts';
import { takeLook } from './look.ts';
import { mirrored } from './mirror.ts';
import { sayAllAgain } from './neighbours/state.ts';
import { heardFromStock } from './neighbours/words.ts';
import { noteOvertaken } from './overtaken.ts';
import { loseOrder } from './restored.ts';
import { isUnknown } from './state.ts';
import { told } from './tellings.ts';
import type { Turn } from './turn.ts';
import { RECONCILIATION, takeVariances } from './variances.ts';

/** Takes in what happened; what follows from it is planned afterwards. */
export function absorb(turn: Turn, event: FlowEvent): void {
  const { state } = turn;
  switch (event.type) {
    case 'look':
      looked(turn, event.look, event.traceId);
      if (event.recovering === true) recover(turn);
      break;
    case 'lost':
      loseOrder(turn);
      break;
    case 'called':
      called(turn, event.role, event.key, event.outcome);
      break;
    case 'answered': {
      const own = event.answer.result === 'applied' || event.answer.result === 'already';
      if (event.answer.look !== null) seen(turn, event.answer.look, own);
      if (event.kind === 'mirror') mirrored(turn, event.key, event.answer);
      else told(turn, event.key, event.answer);
      break;
    }
    case 'command':
      obey(turn, event.command);
      break;
    case 'notice':
      noticed(turn, event.role);
      break;
    case 'timer':
      state.timers[event.name] = null;
      break;
    case 'told':
      if (event.from === RECONCILIATION) takeVariances(turn, event.body);
      if (event.from.startsWith('stock/')) heardFromStock(state, event.body);
      break;
  }
}

function looked(turn: Turn, look: Look, traceId: string): void {
  const { state } = turn;
  const first = isUnknown(state);
  const news = seen(turn, look, false);
  state.traceId ??= traceId;
  noteOvertaken(turn, look.written_status);
  if (!news || !first) return;
  const placedAt = state.shop.order === null ? look.first_seen_at : Date.parse(state.shop.order.created_at);
  const age = turn.now - Math.min(placedAt, look.first_seen_at);
  if (age < LEASE_MS && look.memory.epoch === 0 && look.memory.n === 0) return;
  doubt(state.erp);
  doubt(state.wms);
}

/**
 * Another engine dealt with this order, and nobody here knows how far it came: both systems are asked before anything is
 * done, once what it may have sent there has settled. What was asked here before is void.
 */
function recover({ state, now, settings }: Turn): void {
  for (const lane of [state.erp, state.wms]) Object.assign(lane, { call: null, noticed: false });
  if (state.final !== null) return;
  state.recovering = true;
  state.heldSince = NOT_HELD;
  sayAllAgain(state.neighbours);
  for (const lane of [state.erp, state.wms] as const) {
    doubt(lane);
    lane.settlesAt = Math.max(lane.settlesAt, now + settings.settleMs);
  }
}

/** Takes a revision in; a new wish of the shop is a new goal, with attempts of its own. */
function seen(turn: Turn, look: Parameters<typeof takeLook>[1], own: boolean): boolean {
  const { state, settings } = turn;
  const before = intentOf(state, settings);
  if (!takeLook(turn, look, own)) return false;
  const after = intentOf(state, settings);
  if (before === null || before === after || state.final !== null) return true;
  restart(state.erp);
  restart(state.wms);
  return true;
}
