import { type CallOutcome, ErpOrder, WarehouseOrder } from '@causeway/contracts';
import * as z from 'zod';
import { intentOf } from '../intent.ts';
import type { Operation, Role } from '../state.ts';
import type { Turn } from '../turn.ts';
import { callFailed } from './failing.ts';
import { lookedUp } from './finding.ts';
import { WORDS } from './words.ts';

const FoundOrders = z.object({ orders: z.array(ErpOrder) });
const FoundReleases = z.object({ releases: z.array(WarehouseOrder) });
const CreatedOrder = z.object({ order: ErpOrder });
const CreatedRelease = z.object({ release: WarehouseOrder });

/** Takes in what came of a call; one that this lane does not wait for changes nothing. */
export function called(turn: Turn, role: string, key: string, outcome: CallOutcome): void {
  if (role !== 'erp' && role !== 'wms') return;
  const lane = turn.state[role];
  if (lane.call?.key !== key) return;
  const { operation } = lane.call;
  lane.call = null;
  lane.notBefore = null;
  answered(turn, role, operation, outcome);
  if (lane.noticed) Object.assign(lane, { look: true, noticed: false });
}

function answered(turn: Turn, role: Role, operation: Operation, outcome: CallOutcome): void {
  const lane = turn.state[role];
  if (outcome.kind === 'failed') {
    callFailed(turn, role, operation, outcome);
    return;
  }
  if (!lane.stopped) lane.problem = null;
  const understood =
    operation === 'find' ? found(turn, role, outcome.reply) : acted(turn, role, operation, outcome.reply);
  if (understood) return;
  const message = `${WORDS[role].system} answered ${WORDS[role].operations[operation]} in a shape we don't know.`;
  callFailed(turn, role, operation, {
    kind: 'failed',
    category: 'parse',
    phase: 'after_send',
    message,
    retryAfterMs: null,
  });
}

function found(turn: Turn, role: Role, reply: unknown): boolean {
  const intent = intentOf(turn.state, turn.settings);
  if (role === 'erp') {
    const parsed = FoundOrders.safeParse(reply);
    if (!parsed.success) return false;
    lookedUp(turn, role, turn.state.erp, parsed.data.orders, intent);
    return true;
  }
  const parsed = FoundReleases.safeParse(reply);
  if (!parsed.success) return false;
  lookedUp(turn, role, turn.state.wms, parsed.data.releases, intent);
  return true;
}

/** Create and cancel said yes; what is believed is the look-up that follows. */
function acted(turn: Turn, role: Role, operation: Operation, reply: unknown): boolean {
  const lane = turn.state[role];
  const shape = role === 'erp' ? CreatedOrder : CreatedRelease;
  if (!shape.safeParse(reply).success) return false;
  lane.look = true;
  if (operation === 'create') lane.claimed = 'created';
  return true;
}
