import { setTimeout as pause } from 'node:timers/promises';
import type { Options } from '../promises/causeway.ts';
import { asAgency } from './agency.ts';
import type { Ends } from './ends.ts';
import { calm, type Ground } from './ground.ts';
import { findingsOf, type Scenario } from './scenario.ts';
import { type Stage, setStage, skuOf } from './stage.ts';
import type { Wanted } from './worker.ts';

/** How a scenario came out. */
export interface Played {
  readonly scenario: Scenario;
  /** What is wrong; empty: it passed. */
  readonly findings: readonly string[];
  readonly seconds: number;
  /** What the stores held at its end, and what was kept on the way. */
  readonly held: { readonly now: Ends; readonly seen: Readonly<Record<string, Ends>> };
}

const ON_THE_WAY_MS = 300_000;
/** What is right must stay so. */
const STEADY_MS = 2500;
const LOOK_EVERY_MS = 500;

let runs = 0;

/** Plays one scenario to its end; `off`: with what it is about switched off. */
export async function play(
  ground: Ground,
  scenario: Scenario,
  { off, say }: { readonly off: boolean; readonly say: (line: string) => void },
): Promise<Played> {
  const began = performance.now();
  runs += 1;
  const endings: Array<() => Promise<void>> = [];
  const run = runs;
  const changes = [asAgency, scenario.configure, off ? scenario.off.configure : undefined];
  const wanted: Wanted = {
    changes: changes.flatMap((change) =>
      change === undefined ? [] : [(options: Options) => change(options, (good) => skuOf(good, run))],
    ),
    bug: off ? (scenario.off.bug ?? null) : null,
    shopUrl: ground.demo.served.shop.url,
  };
  // A scenario that could not begin has not failed: that is thrown.
  await calm(ground);
  await ground.worker.run(wanted);
  const stage = await setStage(ground.demo, scenario.goods, {
    ...{ run, patienceMs: off ? scenario.off.patienceSeconds * 1000 : ON_THE_WAY_MS, say },
    reach: (url) => ground.worker.run({ ...wanted, shopUrl: url }),
    afterwards: (end) => endings.push(end),
  });
  try {
    const findings = await acted(scenario, stage, (off ? scenario.off : scenario).patienceSeconds * 1000);
    const held = { now: stage.ends(), seen: stage.seen };
    return { scenario, findings, seconds: (performance.now() - began) / 1000, held };
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

/** What is wrong with what it came to; what could not be done on the way is wrong, too. */
async function acted(scenario: Scenario, stage: Stage, patienceMs: number): Promise<readonly string[]> {
  try {
    await scenario.play(stage);
    return await settled(scenario, stage, patienceMs);
  } catch (error) {
    return [(error as Error).message];
  }
}

/** Waits until all is as it must be, and stays so; gives what is wrong when patience ends. */
async function settled(scenario: Scenario, stage: Stage, patienceMs: number): Promise<readonly string[]> {
  const until = performance.now() + patienceMs;
  for (let right = 0; ; ) {
    const began = performance.now();
    const findings = findingsOf(scenario, stage.ends(), stage.seen);
    if (findings.length > 0) right = 0;
    else if (right > 0 && began - right > STEADY_MS) return [];
    else right ||= began;
    if (findings.length > 0 && began > until) return findings;
    // Looking must not be most of a busy machine's work.
    await pause(Math.max(LOOK_EVERY_MS, 3 * (performance.now() - began)));
  }
}
