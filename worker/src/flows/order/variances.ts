import { ORDER_VARIANCES } from '../../policy/variances.ts';
import { readVariances } from '../variances.ts';
import { judge } from './holds.ts';
import { lookAgain } from './replay.ts';
import type { Turn } from './turn.ts';

/** Who tells an order of its variances. */
export const RECONCILIATION = 'reconcile/orders';

const KINDS_MAX = 20;

/** What is safe to mend is looked at again at once; a person is asked about the rest, and about what is still told after that. */
export function takeVariances(turn: Turn, body: unknown): void {
  const taken = readVariances(body, turn.state.variances, ORDER_VARIANCES, KINDS_MAX);
  if (taken === null) return;
  for (const { kind, detail } of taken.news) {
    turn.say(`Reconciliation: ${ORDER_VARIANCES[kind].title}. ${detail}`, 'warning', 'reconciliation');
  }
  turn.state.variances = taken.kept;
  if (taken.heals) lookAgain(turn, judge(turn));
}
