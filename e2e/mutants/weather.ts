import { FAULTS, type FaultName } from '../simulator/faults/catalogue.ts';
import { type Plan, planOf } from '../simulator/run/plan.ts';
import type { Weather } from './mutant.ts';

/** What a seed means in this weather. */
export function planIn({ faults, mode, uniqueIds }: Weather, seed: number): Plan {
  const plan = planOf(seed);
  const ids = uniqueIds === undefined ? plan.uniqueIds : { erp: uniqueIds, wms: uniqueIds };
  const happenings =
    faults === undefined
      ? plan.happenings
      : plan.happenings.flatMap((happening) => {
          if (!Object.hasOwn(FAULTS, happening.what)) return happening;
          const what: FaultName | undefined = faults[happening.nr % faults.length];
          return what === undefined ? [] : { ...happening, what };
        });
  return { ...plan, mode: mode ?? plan.mode, uniqueIds: ids, happenings };
}
