import type { Plan } from './plan.ts';
import { simulate } from './simulate.ts';

/** How many runs are spent on making a story shorter. */
const RUNS_MAX = 400;

/** The smallest plan found that still breaks the same promise. */
export async function shrink(plan: Plan, promise: string, onlyPromise: string): Promise<Plan> {
  const happenings = await least(plan.happenings, async (kept) => {
    const { broken } = await simulate({ ...plan, happenings: kept }, { onlyPromise });
    return broken?.promise === promise;
  });
  return { ...plan, happenings };
}

/** Leaves out whatever can be left out, larger parts first, as long as it still `breaks` (delta debugging). */
export async function least<T>(
  all: readonly T[],
  breaks: (kept: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let kept = all;
  let runs = 0;
  for (let part = Math.ceil(all.length / 2); part >= 1; part = part === 1 ? 0 : Math.ceil(part / 2)) {
    for (let from = 0; from < kept.length && runs < RUNS_MAX; runs += 1) {
      const without = [...kept.slice(0, from), ...kept.slice(from + part)];
      if (await breaks(without)) kept = without;
      else from += part;
    }
  }
  return kept;
}
