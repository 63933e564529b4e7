import * as z from 'zod';
import { RETURN_VARIANCES } from '../../policy/variances.ts';
import { doubt } from '../errand/errand.ts';
import { readVariances } from '../variances.ts';
import { ERRANDS, type ReturnState } from './state.ts';
import type { Turn } from './turn.ts';

/** Who tells a return of its variances. */
export const RETURNS_RECONCILIATION = 'reconcile/returns';

const KINDS_MAX = 12;
const Told = z.looseObject({ about: z.literal('variances') });

/**
 * The return's documents are looked up again where that is safe; a person is asked about the rest, and about what is still
 * told after that. False: this is no word of reconciliation.
 */
export function takeVariances(turn: Turn, body: unknown): boolean {
  const { state } = turn;
  const told = Told.safeParse(body);
  const taken = told.success ? readVariances(told.data, state.variances, RETURN_VARIANCES, KINDS_MAX) : null;
  if (taken === null) return false;
  for (const { kind, detail } of taken.news) {
    turn.say(`Reconciliation: ${RETURN_VARIANCES[kind].title}. ${detail}`, 'warning', 'reconciliation');
  }
  state.variances = taken.kept;
  if (taken.heals) lookAgain(state);
  return true;
}

/** A return that is closed is taken up again: what is missing is made anew, under the same external id. */
function lookAgain(state: ReturnState): void {
  if (state.final === 'closed' || state.final === 'refund_deleted' || state.final === 'withdrawn') state.final = null;
  for (const name of ERRANDS) doubt(state[name]);
}
