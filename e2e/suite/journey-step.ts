import { join } from 'node:path';
import { runProgram, tail } from './program.ts';
import { readJunit } from './reports.ts';
import { single } from './result.ts';
import type { Step } from './step.ts';

/** The browser journeys, in a real Chromium, on a real shop with worker and back office. */
export const journeyStep: Step = {
  name: 'browser journey',
  lane: 'php on posts',
  async run(ground) {
    if (ground.chromium === null)
      return [{ name: this.name, outcome: 'skipped', message: 'no Chromium on this machine' }];
    if (ground.php === null) return [{ name: this.name, outcome: 'skipped', message: 'no PHP on this machine' }];
    const report = join(ground.folder, 'journey.xml');
    const ended = await runProgram(
      ground,
      'journey',
      'playwright',
      ['test', '--config', 'e2e/journeys/playwright.config.ts'],
      {
        CAUSEWAY_CHROMIUM: ground.chromium,
        CAUSEWAY_RUN_FOLDER: ground.folder,
        CAUSEWAY_TEST_ALL: ground.all ? '1' : '',
        PLAYWRIGHT_JUNIT_OUTPUT_FILE: report,
      },
    );
    const tests = readJunit(report);
    if (tests.length === 0 || (ended.code !== 0 && tests.every((test) => test.outcome !== 'failed'))) {
      return [...tests, ...single(this.name, false, tail(ended.log))];
    }
    return tests;
  },
};
