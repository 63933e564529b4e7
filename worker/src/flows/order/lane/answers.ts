import { type CallOutcome, ErpOrderInFull, FreeStock, WarehouseOrder } from '@causeway/contracts';
import * as z from 'zod';
import { progressed } from '../../errand/dealings.ts';
import { audit } from '../audit.ts';
import { takeEarlier } from '../goods/releases.ts';
import { intentOf } from '../intent.ts';
import type { Lane, Role } from '../state.ts';
import type { Turn } from '../turn.ts';
import { STOCK } from './asking.ts';
import { callFailed } from './failing.ts';
import { lookedUp } from './finding.ts';
import { WORDS } from './words.ts';

type Asked = NonNullable<Lane<unknown>['call']>;

const FoundOrders = z.object({ orders: z.array(ErpOrderInFull) });
const FoundReleases = z.object({ releases: z.array(WarehouseOrder), free: z.array(FreeStock).optional() });
const CreatedOrder = z.object({ order: ErpOrderInFull });
const CreatedRelease = z.object({ release: WarehouseOrder });

/** Takes in what came of a call; one that this lane does not wait for changes nothing. */
export function called(turn: Turn, role: string, key: string, outcome: CallOutcome): void {
  if (role !== 'erp' && role !== 'wms') return;
  const lane = turn.state[role];
  if (lane.call?.key !== key) return;
  const { call } = lane;
  lane.call = null;
  lane.notBefore = null;
  answered(turn, role, call, outcome);
  if (lane.noticed) Object.assign(lane, { look: true, noticed: false });
}

function answered(turn: Turn, role: Role, call: Asked, outcome: CallOutcome): void {
  const lane = turn.state[role];
  const { operation } = call;
  if (outcome.kind === 'failed') {
    callFailed(turn, role, call, outcome);
    return;
  }
  lane.saidAt = outcome.at ?? turn.now;
  if (!lane.stopped) lane.problem = null;
  const understood =
    operation === 'find' ? found(turn, role, call, outcome.reply) : acted(turn, role, call, outcome.reply);
  if (understood) return;
  const message = `${WORDS[role].system} answered ${WORDS[role].operations[operation]} in a shape we don't know.`;
  callFailed(turn, role, call, {
    kind: 'failed',
    category: 'parse',
    phase: 'after_send',
    message,
    retryAfterMs: null,
  });
}

function found(turn: Turn, role: Role, { about }: Asked, reply: unknown): boolean {
  const intent = intentOf(turn.state, turn.settings);
  if (role === 'erp') {
    const parsed = FoundOrders.safeParse(reply);
    if (!parsed.success) return false;
    lookedUp(turn, role, turn.state.erp, parsed.data.orders, intent);
    return true;
  }
  const parsed = FoundReleases.safeParse(reply);
  if (!parsed.success) return false;
  const { releases, free = null } = parsed.data;
  if (about === STOCK) turn.state.stock = { at: turn.now, free };
  const surplus = takeEarlier(turn.state, releases);
  lookedUp(turn, role, turn.state.wms, releases, intent, surplus);
  return true;
}

/** Create and cancel said yes; what is believed is the look-up that follows. A change that was taken needs none. */
function acted(turn: Turn, role: Role, { operation, about = '' }: Asked, reply: unknown): boolean {
  const lane = turn.state[role];
  const shape = role === 'erp' ? CreatedOrder : CreatedRelease;
  if (!shape.safeParse(reply).success) return false;
  if (operation === 'amend') {
    Object.assign(lane, { holds: about, amendRefused: null });
    progressed(lane);
    turn.say(`${WORDS[role].system} has the new delivery`, 'info', role);
    audit(turn, `${role === 'erp' ? 'erp_order' : 'release'}_amended`, {
      about: lane.doc?.id ?? '',
      why: 'Edited in the shop',
    });
    return true;
  }
  if (operation === 'ship') {
    turn.state.reported[about] = null;
    progressed(lane);
    return true;
  }
  if (operation === 'substitute') {
    progressed(lane);
    audit(turn, 'line_substituted', { about, why: 'What was ordered was not found' });
  }
  lane.look = true;
  if (operation === 'create') lane.claimed = 'created';
  return true;
}
