import { FAULTS, type FaultName } from '../faults/catalogue.ts';
import type { Happening } from './happening.ts';
import type { Plan } from './plan.ts';
import { simulate } from './simulate.ts';

export interface Shrinking {
  /** The promise that the plan breaks. */
  readonly promise: string;
  readonly onlyPromise: string;
  /** Runs that are spent on it, at most. */
  readonly tries: number;
  /** Told after each run how many it were, and how many acts and faults are left. */
  readonly tell: (tries: number, left: number) => void;
}

/** The smallest plan found that still breaks the same promise. */
export async function shrink(plan: Plan, { promise, onlyPromise, tries, tell }: Shrinking): Promise<Plan> {
  let [tried, left] = [0, plan.happenings.length];
  const breaks = async (happenings: readonly Happening[]) => {
    const { broken } = await simulate({ ...plan, happenings }, { onlyPromise });
    tried += 1;
    if (broken?.promise === promise) left = happenings.length;
    tell(tried, left);
    return broken?.promise === promise;
  };
  const heard = await whatCounted(plan, onlyPromise);
  const kept = (await breaks(heard)) ? heard : plan.happenings;
  return { ...plan, happenings: await least(kept, breaks, tries - 1) };
}

/** Without what came after the break, and without faults that never struck. */
async function whatCounted(plan: Plan, onlyPromise: string): Promise<readonly Happening[]> {
  const struck = new Set<string>();
  const { broken } = await simulate(plan, { onlyPromise, struck: (fault: FaultName) => void struck.add(fault) });
  const end = broken?.at ?? Number.POSITIVE_INFINITY;
  return plan.happenings.filter(({ at, what }) => at <= end && (!Object.hasOwn(FAULTS, what) || struck.has(what)));
}

/** Leaves out whatever can be left out, larger parts first, as long as it still `breaks` (delta debugging). */
export async function least<T>(
  all: readonly T[],
  breaks: (kept: readonly T[]) => Promise<boolean>,
  tries: number,
): Promise<readonly T[]> {
  let kept = all;
  let left = tries;
  for (let part = Math.ceil(all.length / 2); part >= 1; part = part === 1 ? 0 : Math.ceil(part / 2)) {
    for (let from = 0; from < kept.length && left > 0; left -= 1) {
      const without = [...kept.slice(0, from), ...kept.slice(from + part)];
      if (await breaks(without)) kept = without;
      else from += part;
    }
  }
  return kept;
}
