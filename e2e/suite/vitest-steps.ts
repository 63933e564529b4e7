import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram, tail } from './program.ts';
import { readCounted } from './reports.ts';
import { single } from './result.ts';
import type { Ground, Step } from './step.ts';

function vitest(
  name: string,
  lane: Step['lane'],
  config: string,
  needs: (ground: Ground) => string | null = () => null,
): Step {
  return {
    name,
    lane,
    async run(ground: Ground) {
      const missing = needs(ground);
      if (missing !== null) return [{ name, outcome: 'skipped', message: missing }];
      const report = join(ground.folder, `${name.replaceAll(' ', '-')}.json`);
      const ended = await runProgram(
        ground,
        name.replaceAll(' ', '-'),
        'vitest',
        ['run', '--config', config, '--reporter=default', '--reporter=./e2e/suite/vitest-reporter.ts'],
        { CAUSEWAY_REPORT: report, CAUSEWAY_TEST_ALL: ground.all ? '1' : '' },
      );
      if (!existsSync(report)) return single(name, false, tail(ended.log));
      const tests = readCounted(report);
      // A run that fails outside of any test (an unhandled rejection, a file that does not load) fails too.
      if (ended.code !== 0 && tests.every((test) => test.outcome !== 'failed'))
        tests.push(...single(name, false, tail(ended.log)));
      return tests;
    },
  };
}

export const vitestSteps: readonly Step[] = [
  vitest('unit and property tests', 'node', 'vitest.config.ts'),
  vitest('tests on a real Tryton', 'tryton', 'vitest.tryton.config.ts', ({ tryton }) =>
    tryton === null ? 'no Tryton on this machine' : null,
  ),
  vitest('tests on laid shops', 'shops', 'vitest.shop.config.ts'),
  vitest('tests that wait', 'waiting', 'vitest.waiting.config.ts'),
];
