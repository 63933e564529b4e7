import { FAULTS, type FaultName } from '../simulator/faults/catalogue.ts';
import { type Plan, planOf } from '../simulator/run/plan.ts';
import type { Weather } from './mutant.ts';

/** What a seed means in this weather; of a run that ends within its storm, what comes until then. */
export function planIn({ faults, mode, uniqueIds }: Weather, seed: number, until = Number.POSITIVE_INFINITY): Plan {
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
  const whole = { ...plan, mode: mode ?? plan.mode, uniqueIds: ids, happenings };
  return until < plan.stormMs ? { ...whole, mode: 'safety', stormMs: until } : whole;
}
