import type { SubjectException } from '@causeway/contracts';
import * as z from 'zod';
import { raise } from '../../policy/raise.ts';
import { RETURN_VARIANCES, type ReturnVariance, type ReturnVarianceKind } from '../../policy/variances.ts';
import { doubt } from '../errand/errand.ts';
import { ERRANDS, type ReturnState } from './state.ts';
import type { Turn } from './turn.ts';

/** Who tells a return of its variances. */
export const RETURNS_RECONCILIATION = 'reconcile/returns';

const KINDS_MAX = 12;
const Told = z.object({
  about: z.literal('variances'),
  variances: z.array(z.object({ kind: z.string(), detail: z.string().max(500) })).max(KINDS_MAX),
});

/**
 * Takes in all that reconciliation found of the return, each time: what is no longer told is no more. Its documents are
 * looked up again where that is safe; a person is asked about the rest, and about what is still told after that. False:
 * this is no word of reconciliation.
 */
export function takeVariances(turn: Turn, body: unknown): boolean {
  const told = Told.safeParse(body);
  if (!told.success) return false;
  const { state } = turn;
  const before = new Set(state.variances.map(({ kind }) => kind));
  const found = told.data.variances.filter((each): each is ReturnVariance => isKind(each.kind));
  const news = found.filter(({ kind }) => !before.has(kind));
  for (const { kind, detail } of news) {
    turn.say(`Reconciliation: ${RETURN_VARIANCES[kind].title}. ${detail}`, 'warning', 'reconciliation');
  }
  state.variances = found.map((each) => ({ ...each, again: before.has(each.kind) }));
  if (news.some(({ kind }) => RETURN_VARIANCES[kind].heals)) lookAgain(state);
  return true;
}

/** What a person must see to, now that looking again did not help or could not. */
export function varianceRemarks({ variances }: ReturnState): SubjectException[] {
  return variances.flatMap(({ kind, detail, again }) => {
    const { category, owner, heals, title, nextStep } = RETURN_VARIANCES[kind];
    return heals && !again ? [] : [raise(category, { about: ['variance', kind], owner, title, nextStep, detail })];
  });
}

/** Whether reconciliation last found something of the return whose state this is (`Engine.peek`). */
export const hasVariances = (state: unknown): boolean =>
  ((state ?? {}) as Partial<ReturnState>).variances?.[0] !== undefined;

/** A return that is closed is taken up again: what is missing is made anew, under the same external id. */
function lookAgain(state: ReturnState): void {
  if (state.final === 'closed' || state.final === 'refund_deleted' || state.final === 'withdrawn') state.final = null;
  for (const name of ERRANDS) doubt(state[name]);
}

const isKind = (word: string): word is ReturnVarianceKind => Object.hasOwn(RETURN_VARIANCES, word);
