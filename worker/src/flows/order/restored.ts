import type { FlowEvent, OrderSnapshot, SubjectException } from '@causeway/contracts';
import { raise } from '../../policy/raise.ts';
import { isLive } from '../errand/dealings.ts';
import { actorOf, audit } from './audit.ts';
import { newState } from './beginning.ts';
import { releasesNamed } from './goods/releases.ts';
import { doubt } from './lane/failing.ts';
import { sayAllAgain } from './neighbours/state.ts';
import type { Lane, LostOrder, OrderState } from './state.ts';
import { sayAgain } from './tellings.ts';
import type { Turn } from './turn.ts';

/** How many orders that a restore took from the shop one subject remembers: each needs a restore of its own. */
const LOST_MAX = 5;
export const CAUSE = 'conflict:lost_in_restore';

/** What may be left of the order in ERP and warehouse; null: nothing. */
function leftBehind(state: OrderState, at: number): LostOrder | null {
  const { externalId, erp, wms, final } = state;
  if (externalId === null || final === 'cancelled' || final === 'lost_in_restore') return null;
  if (!mayHold(erp, final !== null) && !mayHold(wms, final !== null)) return null;
  return {
    externalId,
    erpNumber: erp.doc?.number.slice(0, 64) ?? null,
    release: releasesNamed(state).slice(0, 64) || null,
    at,
  };
}

/** A look-up that showed none is believed only as long as the order was looked after. */
function mayHold(
  lane: Lane<{ readonly id: string; readonly externalId: string; readonly status: string }>,
  over: boolean,
) {
  return lane.doc === null ? lane.tried && (over || !lane.absent) : isLive(lane.doc);
}

function remember(turn: Turn): boolean {
  const { state } = turn;
  const left = leftBehind(state, turn.now);
  if (left !== null) state.lost = [...state.lost, left].slice(-LOST_MAX);
  return left !== null;
}

/** The shop was restored from a backup, and this order isn't in it. Nothing is cancelled by itself. */
export function loseOrder(turn: Turn): void {
  const { state } = turn;
  if (state.final === 'lost_in_restore') return;
  const left = remember(turn);
  turn.say('The shop was restored from a backup and no longer has this order', 'warning', 'shop');
  for (const lane of [state.erp, state.wms]) Object.assign(lane, { call: null, noticed: false, look: false });
  state.final = 'lost_in_restore';
  state.recovering = false;
  // Nothing of it is anywhere: the shop is not told of an order that it doesn't have.
  state.mirror.mute = !left && state.lost.length === 0;
}

type SeenTo = Extract<FlowEvent, { type: 'command' }>;

/** A person has seen to an order that was lost in a restore. */
export function isSeenTo(event: FlowEvent): event is SeenTo {
  return event.type === 'command' && event.command.command === 'resolve' && event.command.cause === CAUSE;
}

/** The shop, which has no such order, can't tell an engine that lost its file what it was: the exception ends all the same. */
export function closeLost(turn: Turn, command: SeenTo['command']): void {
  turn.say(`Resolved: ${command.reason || 'no reason given'}`, 'info', actorOf(command));
  audit(turn, 'exception_settled', { actor: actorOf(command), about: CAUSE, why: command.reason });
  turn.state.final = 'lost_in_restore';
}

/** A restored shop speaks of it: what the shop was told it may have lost, and what it says is older than the rest. */
export function heardAgain(turn: Turn): void {
  const { state } = turn;
  sayAgain(turn);
  sayAllAgain(state.neighbours);
  if (state.final === 'completed') state.final = null;
  state.mirror.mute = false;
  turn.say('The shop was restored from a backup: it is told again what it may have lost', 'warning', 'shop');
  if (state.final !== null) return;
  doubt(state.erp);
  doubt(state.wms);
}

/** The very order that was lost is in the shop again. */
export function comeBack({ state }: Turn): void {
  if (state.final !== 'lost_in_restore') return;
  state.final = null;
  state.lost = state.lost.filter(({ externalId }) => externalId !== state.externalId);
  doubt(state.erp);
  doubt(state.wms);
}

/** Refunds that a person settled are so still where the restored shop shows the very same ones; numbers are given again. */
export function keepSettledRefunds({ state }: Turn, now: OrderSnapshot): void {
  const before = state.shop.order?.refunds ?? [];
  const same = now.refunds.filter((refund) =>
    before.some(
      (known) => known.id === refund.id && known.created_at === refund.created_at && known.amount === refund.amount,
    ),
  );
  const { settled } = state;
  state.settled = { ...settled, refunds: settled.refunds.filter((id) => same.some((refund) => refund.id === id)) };
}

/**
 * Another order under a number that the restored shop gave again: it begins anew, and the one before is remembered
 * until a person has seen to it. Keys go on: none is ever used twice.
 */
export function beginAnew(turn: Turn): void {
  const { state } = turn;
  remember(turn);
  const { lost, shop, timers, recovering, tellingsAsked, mirror, erp, wms, neighbours } = state;
  const fresh = newState(state.subject);
  Object.assign(fresh, { lost, timers, recovering, tellingsAsked });
  Object.assign(fresh.shop, { incarnation: shop.incarnation, rev: shop.rev });
  Object.assign(fresh.mirror, { asked: mirror.asked, applied: mirror.applied, last: mirror.last });
  Object.assign(fresh.neighbours, {
    said: neighbours.said,
    skus: neighbours.skus,
    counted: neighbours.counted,
    resumed: neighbours.resumed,
  });
  sayAllAgain(fresh.neighbours);
  fresh.erp.asked = erp.asked;
  fresh.wms.asked = wms.asked;
  Object.assign(state, fresh);
  turn.say('Before the shop was restored this number meant another order', 'warning', 'shop');
  doubt(state.erp);
  doubt(state.wms);
}

/** What a restore took from the shop, until a person says that it is seen to. */
export function lostInRestore({ lost, externalId, subject }: OrderState): SubjectException[] {
  if (lost.length === 0) return [];
  const id = subject.slice(subject.indexOf('/') + 1);
  const stories = lost.map((order) => {
    const what =
      order.externalId === externalId
        ? `The shop no longer has order id ${id}`
        : `Order id ${id} meant another order before the restore`;
    return `${what}: ${whereabouts(order)}.`;
  });
  return [
    raise('conflict', {
      about: ['lost_in_restore'],
      title: 'The shop lost an order in a restore that ERP or warehouse still have',
      nextStep: 'Cancel it in ERP and warehouse, or enter it in the shop by hand. Then Resolve with a reason.',
      detail: stories.join(' '),
    }),
  ];
}

function whereabouts({ externalId, erpNumber, release }: LostOrder): string {
  const order = erpNumber === null ? 'an ERP order may be' : `ERP order ${erpNumber} is`;
  return `${order} there under ${externalId}${release === null ? '' : `, with the warehouse release ${release}`}`;
}
