import { raise } from '../../../policy/raise.ts';
import { newLane } from '../beginning.ts';
import type { Lane, OrderState, Role } from '../state.ts';
import type { Turn } from '../turn.ts';
import { WORDS } from './words.ts';

/** The system had the order's document, as far as is known here. */
export function wasThere(state: OrderState, role: Role): boolean {
  if (state[role].doc !== null) return true;
  return role === 'erp' ? state.accepted : state.reached.released !== undefined;
}

/** Something of it was handed over, so that what is missing must not be sent a second time by itself. */
const hasLeft = ({ final, reached, tellings }: OrderState): boolean =>
  final !== null ||
  reached.picked !== undefined ||
  reached.shipped !== undefined ||
  Object.keys(tellings).some((name) => name.startsWith('shipment:'));

/**
 * A replay found none where there was one: it is sent again, under the same external id. Where goods may have left, a
 * person decides.
 */
export function missing(turn: Turn, role: Role): void {
  const { state } = turn;
  const { system, document } = WORDS[role];
  const had = `${system[0]?.toUpperCase()}${system.slice(1)} has no ${document} any more`;
  if (hasLeft(state)) {
    const problem = raise('conflict', {
      about: ['missing_there', role],
      title: `${system === 'the ERP' ? 'The ERP' : 'The warehouse'} no longer has an order that it had taken`,
      nextStep: `Find out there what became of it: goods may have left, so nothing is sent again. Then Resolve with a reason; or put it back there and replay the order.`,
      detail: `A look-up shows no ${document} under ${state.externalId}.`,
      system,
    });
    Object.assign(state[role], { look: false, stopped: true, problem });
    turn.say(had, 'error', role);
    return;
  }
  turn.say(`${had}: it is sent again`, 'warning', role);
  startAnew(state, role, { look: false, absent: true });
}

/** The system's document is history: what comes is accepted, allocated, released anew. A call that is out stays out. */
export function startAnew(state: OrderState, role: Role, known: Pick<Lane<unknown>, 'look' | 'absent'>): void {
  const { asked, tried, call, settlesAt } = state[role];
  Object.assign(state[role], newLane(), { asked, tried, call, settlesAt, ...known });
  // Goods of releases before it have left.
  if (role === 'wms' && state.earlier.length > 0) return;
  const { received, checks, accepted, allocated } = state.reached;
  const kept = role === 'erp' ? { received } : { received, checks, accepted, allocated };
  state.reached = Object.fromEntries(Object.entries(kept).filter(([, at]) => at !== undefined));
  if (role === 'erp') Object.assign(state, { accepted: false, sent: null });
}
