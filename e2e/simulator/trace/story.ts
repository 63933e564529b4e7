import type { Plan } from '../run/plan.ts';
import type { Line } from './trace.ts';

/** How much of a long story is told: what came last. */
const LINES_MAX = 120;

/** A run as people read it: time, who, what. */
export function story(plan: Plan, lines: readonly Line[], linesMax = LINES_MAX): string {
  const ids = ([system, unique]: readonly [string, boolean]) =>
    `${system} ${unique ? 'enforces' : 'does not enforce'} unique ids`;
  const head = `Seed ${plan.seed}, ${plan.mode}: shops ${plan.shops.join(', ')}; ${Object.entries(plan.uniqueIds).map(ids).join(', ')}.`;
  const left = lines.slice(-linesMax);
  const width = Math.max(0, ...left.map(({ actor }) => actor.length));
  const told = left.map(
    ({ at, actor, what }) => `${new Date(at).toISOString().slice(11, 23)}  ${actor.padEnd(width)}  ${what}`,
  );
  const skipped = lines.length > left.length ? [`(${lines.length - left.length} lines before)`] : [];
  return [head, ...skipped, ...told].join('\n');
}
