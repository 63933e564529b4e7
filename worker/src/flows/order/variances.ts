import * as z from 'zod';
import { isOrderVarianceKind, ORDER_VARIANCES, type OrderVariance } from '../../policy/variances.ts';
import { judge } from './holds.ts';
import { lookAgain } from './replay.ts';
import type { OrderState } from './state.ts';
import type { Turn } from './turn.ts';

/** Who tells an order of its variances. */
export const RECONCILIATION = 'reconcile/orders';

const KINDS_MAX = 20;
const Told = z.object({
  variances: z.array(z.object({ kind: z.string(), detail: z.string().max(500) })).max(KINDS_MAX),
});

/**
 * Takes in all that reconciliation found of the order, each time: what is no longer told is no more. What is safe to mend
 * is looked at again at once; a person is asked about the rest, and about what is still told after that.
 */
export function takeVariances(turn: Turn, body: unknown): void {
  const told = Told.safeParse(body);
  if (!told.success) return;
  const { state } = turn;
  const before = new Set(state.variances.map(({ kind }) => kind));
  const found = told.data.variances.filter((each): each is OrderVariance => isOrderVarianceKind(each.kind));
  const news = found.filter(({ kind }) => !before.has(kind));
  for (const { kind, detail } of news) {
    turn.say(`Reconciliation: ${ORDER_VARIANCES[kind].title}. ${detail}`, 'warning', 'reconciliation');
  }
  state.variances = found.map((each) => ({ ...each, again: before.has(each.kind) }));
  if (news.some(({ kind }) => ORDER_VARIANCES[kind].heals)) lookAgain(turn, judge(turn));
}

/** Whether reconciliation last found something of the order whose state this is (`Engine.peek`). */
export const hasVariances = (state: unknown): boolean =>
  ((state ?? {}) as Partial<OrderState>).variances?.[0] !== undefined;
