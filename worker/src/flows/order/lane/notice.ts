import { POLICY } from '../../../policy/taxonomy.ts';
import type { Turn } from '../turn.ts';
import { restart } from './failing.ts';

/** A system said that something changed: look there. The notice is not believed, but it is a sign of life. */
export function noticed(turn: Turn, role: string): void {
  if ((role !== 'erp' && role !== 'wms') || turn.state.final !== null) return;
  const lane = turn.state[role];
  const category = lane.problem?.category;
  const outage = category !== undefined && category !== 'duplicate' && POLICY[category].kind !== 'hold';
  if (lane.stopped && outage) restart(lane);
  if (lane.call !== null) lane.noticed = true;
  else lane.look = true;
}
