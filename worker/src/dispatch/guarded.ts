import type { OutsideSystem } from '../systems/system.ts';
import type { WayOut } from './dispatch.ts';

/** The systems, whose polls and upkeep are left out too while the system is to be left alone; they fail as `rate_limit` then. */
export function guarded(
  wayOut: Pick<WayOut, 'ask'>,
  systems: ReadonlyMap<string, OutsideSystem>,
): ReadonlyMap<string, OutsideSystem> {
  return new Map([...systems].map(([name, system]) => [name, guard(wayOut, system)] as const));
}

function guard(wayOut: Pick<WayOut, 'ask'>, system: OutsideSystem): OutsideSystem {
  const { upkeep } = system;
  return {
    ...system,
    changedSince: (cursor, signal) => wayOut.ask(system, () => system.changedSince(cursor, signal)),
    upkeep: upkeep === null ? null : (signal) => wayOut.ask(system, () => upkeep(signal)),
  };
}
