import { type AtsPlan, atsPlan } from './ats.ts';
import { circleIn, partsOf } from './bundles.ts';
import type { AvailabilitySettings } from './settings.ts';

/** What a shop sells, read once from its settings. `sets`: each with its parts taken apart; `setsOf`: a part's sets. */
export interface Plan {
  readonly settings: AvailabilitySettings;
  readonly ats: AtsPlan;
  readonly sets: ReadonlyMap<string, ReadonlyMap<string, bigint>>;
  readonly setsOf: ReadonlyMap<string, readonly string[]>;
  /** Sets that are made of themselves, with the circle: the settings' own check lets none pass. */
  readonly circles: ReadonlyMap<string, readonly string[]>;
}

const plans = new WeakMap<AvailabilitySettings, Plan>();

export function planOf(settings: AvailabilitySettings): Plan {
  const known = plans.get(settings);
  if (known !== undefined) return known;
  const { bundles } = settings;
  const sets = new Map<string, ReadonlyMap<string, bigint>>();
  const setsOf = new Map<string, string[]>();
  const circles = new Map<string, readonly string[]>();
  for (const set of Object.keys(bundles)) {
    const circle = circleIn(bundles, [set]);
    if (circle !== null) {
      circles.set(set, circle);
      continue;
    }
    const parts = partsOf(bundles, set);
    sets.set(set, parts);
    for (const part of parts.keys()) setsOf.set(part, [...(setsOf.get(part) ?? []), set]);
  }
  const plan = { settings, ats: atsPlan(settings), sets, setsOf, circles };
  plans.set(settings, plan);
  return plan;
}
