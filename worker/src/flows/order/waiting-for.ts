import type { Verdict } from './holds.ts';
import { keptBy } from './lane/kept.ts';
import { focus, type StateName } from './situation.ts';
import type { Turn } from './turn.ts';
import { WORDING } from './words.ts';

/** States in which a system's answer is awaited. */
const ASKING: ReadonlySet<StateName> = new Set([
  'submitting',
  'verifying',
  'recovering',
  'retrying',
  'releasing',
  'cancelling',
]);

/** What the order waits for, in words: what keeps its call from leaving comes before the answer to it. */
export function waitingFor(turn: Turn, verdict: Verdict, name: StateName): string {
  const kept = ASKING.has(name) ? keptBy(turn, focus(turn.state)) : null;
  return kept?.why ?? WORDING[name].waitingFor(turn.state, verdict);
}
