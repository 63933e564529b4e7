import { POLICY } from '../../../policy/taxonomy.ts';
import { shipmentsOf } from '../goods/releases.ts';
import type { Lane, OrderState, Role } from '../state.ts';
import type { Turn } from '../turn.ts';
import { restart } from './failing.ts';

/** A system said that something changed: look there. The notice is not believed, but it is a sign of life. */
export function noticed(turn: Turn, role: string): void {
  if (role !== 'erp' && role !== 'wms') return;
  if (turn.state.final !== null && !isNewsAfter(turn.state, role)) return;
  const lane = turn.state[role];
  const category = lane.problem?.category;
  const outage = category !== undefined && category !== 'duplicate' && POLICY[category].kind !== 'hold';
  if (lane.stopped && outage) restart(lane);
  if (lane.call !== null) lane.noticed = true;
  else lane.look = true;
}

/**
 * After its end an order listens to a warehouse that tells of deliveries or may send what it had not found, to whoever may go
 * on with what was cancelled, and to whoever may have made a second document.
 */
function isNewsAfter(state: OrderState, role: Role): boolean {
  const { final } = state;
  if (!state[role].tried) return false;
  if (final === 'cancelled') return true;
  const isNotFound = Object.keys(state.givenUp).length > 0;
  const onTheirWay =
    role === 'wms' && (isNotFound || shipmentsOf(state).some(({ deliveredAt }) => deliveredAt === null));
  return final === 'completed' && (onTheirWay || mayBeTwo(state[role]));
}

/** It was asked for more than once, and what was sent first may still be committed. */
export const mayBeTwo = ({ asked }: Lane<unknown>): boolean => asked.create > 1;
