import type { Happening, Plan } from './plan.ts';
import { simulate } from './simulate.ts';

/** How many runs are spent on making a story shorter. */
const RUNS_MAX = 400;

/** The smallest plan found that still breaks the same promise: whatever can be left out is left out (delta debugging). */
export async function shrink(plan: Plan, promise: string, onlyPromise: string): Promise<Plan> {
  let runs = 0;
  const breaks = async (happenings: readonly Happening[]) => {
    runs += 1;
    const { broken } = await simulate({ ...plan, happenings }, { onlyPromise });
    return broken?.promise === promise;
  };
  let kept = plan.happenings;
  for (
    let part = Math.ceil(kept.length / 2);
    part >= 1 && runs < RUNS_MAX;
    part = part === 1 ? 0 : Math.ceil(part / 2)
  ) {
    for (let from = 0; from < kept.length && runs < RUNS_MAX; ) {
      const without = [...kept.slice(0, from), ...kept.slice(from + part)];
      if (without.length < kept.length && (await breaks(without))) kept = without;
      else from += part;
    }
  }
  return { ...plan, happenings: kept };
}
