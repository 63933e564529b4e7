import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { prepareGround } from './ground.ts';
import { journeyStep } from './journey-step.ts';
import { phpunitSteps } from './phpunit-steps.ts';
import { pluginMutantsStep } from './plugin-mutants-step.ts';
import { type StepResult, single, type TestResult } from './result.ts';
import { scenarioSteps } from './scenarios-step.ts';
import { simulatorSteps } from './simulator-step.ts';
import { judgeSkips, readSkips } from './skips.ts';
import { staticSteps } from './static-steps.ts';
import { type Ground, lanes, type Step } from './step.ts';
import { vitestSteps } from './vitest-steps.ts';

const HELP = `bin/test: every check of Causeway; installs what it needs (apt as root on Debian)

  bin/test                 all that a change must pass
  bin/test --all           the longer runs too
  bin/test --only WORD     steps whose name contains WORD
  bin/test --list          the steps' names

Its last three lines are the Tryton that ran, the store that ran, and "N passed, N failed, N skipped".
A skip that is not in e2e/suite/skips.json fails.
`;

const checkout = resolve(import.meta.dirname, '../..');
const say = (line: string) => process.stdout.write(`· ${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      all: { type: 'boolean', default: false },
      only: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const steps = [
    ...staticSteps,
    ...vitestSteps,
    ...scenarioSteps(values.all),
    ...simulatorSteps,
    ...phpunitSteps(values.all),
    ...(values.all ? [pluginMutantsStep] : []),
    journeyStep,
  ].filter((step) => values.only === undefined || step.name.includes(values.only));
  if (values.help || values.list) {
    process.stdout.write(values.help ? HELP : `${steps.map((step) => step.name).join('\n')}\n`);
    return 0;
  }
  const folder = join(checkout, '.stage', 'test');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const ground = await prepareGround(checkout, folder, values.all, say);
  const results = await Promise.all(
    lanes.map((lane) =>
      inTurn(
        steps.filter((step) => step.lane === lane),
        ground,
      ),
    ),
  );
  return report(ground, results.flat());
}

async function inTurn(steps: readonly Step[], ground: Ground): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) {
    const began = performance.now();
    const run = await step
      .run(ground)
      .catch((error: unknown) => single(step.name, false, String((error as Error)?.stack ?? error)));
    if (run === null) {
      say(`left to --all: ${step.name}`);
      continue;
    }
    const tests = run.length > 0 ? run : single(step.name, false, 'it ran no test');
    const seconds = (performance.now() - began) / 1000;
    const failed = tests.filter((test) => test.outcome === 'failed').length;
    say(`${failed > 0 ? 'FAILED' : 'ok'} ${step.name}: ${tests.length} tests, ${seconds.toFixed(1)} s`);
    results.push({ step: step.name, tests, seconds });
  }
  return results;
}

function report(ground: Ground, results: readonly StepResult[]): number {
  const skips = readSkips();
  const tests = results.flatMap((result) => judgeSkips(result.tests, skips));
  const having = (outcome: TestResult['outcome']) => tests.filter((test) => test.outcome === outcome);
  for (const test of having('skipped')) process.stdout.write(`SKIPPED ${test.name}: ${test.message}\n`);
  for (const test of having('failed')) process.stdout.write(`\nFAILED ${test.name}\n${test.message}\n`);
  writeFileSync(
    join(ground.folder, 'results.json'),
    JSON.stringify({ store: ground.storeLabel, tryton: ground.tryton, results }, null, 1),
  );
  process.stdout.write(`\ntryton: ${ground.tryton ?? 'none'}\nstore: ${ground.storeLabel}\n`);
  const [passed, failed, skipped] = [having('passed').length, having('failed').length, having('skipped').length];
  process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`bin/test: ${(error as Error).message}\n`);
  return 1;
});
