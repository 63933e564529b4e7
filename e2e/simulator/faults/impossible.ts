import type { FaultName } from './catalogue.ts';

/** Cells of the matrix that can't be filled, with why. */
const IMPOSSIBLE: readonly (readonly [faults: readonly FaultName[], states: readonly string[], why: string])[] = [];

/** Why a fault can't meet an order in a state; null: it can. */
export function impossible(fault: FaultName, state: string): string | null {
  return IMPOSSIBLE.find(([faults, states]) => faults.includes(fault) && states.includes(state))?.[2] ?? null;
}
