import type { Demo } from '../demo/demo.ts';
import type { DemoOptions } from '../demo/options.ts';
import { openGround } from './ground.ts';
import { type Played, play } from './play.ts';
import type { Scenario } from './scenario.ts';

/** The last line of a run. */
export interface Tally {
  readonly scenarios: number;
  readonly passed: number;
  /** Names. */
  readonly failed: readonly string[];
}

export interface Run {
  readonly tally: Tally;
  readonly played: readonly Played[];
}

/**
 * Plays the scenarios one after the other on one shop. `off`: each with what it is about switched off. `stays`: all keeps
 * running until this ends.
 */
export async function playAll(
  scenarios: readonly Scenario[],
  options: DemoOptions,
  say: (line: string) => void,
  { off = false, stays }: { readonly off?: boolean; readonly stays?: (demo: Demo) => Promise<void> } = {},
): Promise<Run> {
  const ground = await openGround(options, say);
  try {
    const played: Played[] = [];
    for (const [index, scenario] of scenarios.entries()) {
      const { name, story } = scenario;
      say(`${name} (${index + 1} of ${scenarios.length}): ${off ? `without: ${scenario.off.what}` : story}`);
      const one = await play(ground, scenario, { off, say: (line) => say(`${name}: ${line}`) });
      say(`${name} ${one.findings.length === 0 ? 'passed' : 'FAILED'}, ${one.seconds.toFixed(1)} s`);
      for (const finding of one.findings) say(`  ${finding}`);
      played.push(one);
    }
    await stays?.(ground.demo);
    return { tally: tallyOf(played), played };
  } finally {
    say('stopping');
    await ground.stop();
  }
}

export function tallyOf(played: readonly Pick<Played, 'scenario' | 'findings'>[]): Tally {
  const failed = played.filter(({ findings }) => findings.length > 0).map(({ scenario }) => scenario.name);
  return { scenarios: played.length, passed: played.length - failed.length, failed };
}
