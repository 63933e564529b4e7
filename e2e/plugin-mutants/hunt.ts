import { rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { runCommand, tryCommand } from '../stage/command.ts';
import { commandEnvironment } from '../stage/serving/command-environment.ts';
import { readJunit } from '../suite/reports.ts';
import type { TestResult } from '../suite/result.ts';
import { type CopiedShop, plantInCopy } from './copied-shop.ts';
import type { PluginMutant } from './mutant.ts';

/** What came of a mutant: the tests that failed with it, or why it was not caught. */
export type Found =
  | { readonly kind: 'caught'; readonly by: readonly string[]; readonly of: number }
  | { readonly kind: 'missed'; readonly why: string };

const checkout = resolve(import.meta.dirname, '../..');

/** A bound against hanging, far above what any of the files takes. */
const FILE_MS_MAX = 180_000;

/** Runs the mutant's tests with it in place, and takes it out again. */
export async function hunt(ground: CopiedShop, mutant: PluginMutant): Promise<Found> {
  let takeOut = () => {};
  try {
    takeOut = plantInCopy(ground, mutant);
    await runCommand(ground.shop.php.program, ['-l', join(ground.plugin, relative('plugin', mutant.file))]);
    return judged(mutant, await runTests(ground, mutant.tests));
  } catch (error) {
    return { kind: 'missed', why: (error as Error).message };
  } finally {
    takeOut();
  }
}

/** PHPUnit's own results of some of its files. Throws where there are none. */
export async function runTests({ shop }: CopiedShop, files: readonly string[]): Promise<TestResult[]> {
  const report = join(shop.folder, 'junit.xml');
  rmSync(report, { force: true });
  const paths = files.map((file) => `plugin/tests/${file}.php`);
  const ended = await tryCommand(
    shop.php.program,
    [
      ...['-d', 'memory_limit=1G', 'plugin/vendor/bin/phpunit', '-c', 'plugin/phpunit.xml.dist', '--no-progress'],
      ...['--do-not-cache-result', '--log-junit', report, ...paths],
    ],
    { cwd: checkout, env: commandEnvironment(shop), timeoutMs: files.length * FILE_MS_MAX },
  );
  const tests = readJunit(report);
  if (tests.length > 0) return tests;
  throw new Error(`PHPUnit tells of no test: ${`${ended.stdout}${ended.stderr}`.trim().slice(-500)}`);
}

/** A plugin in which nothing works any more is no bug that a test found. */
export function judged({ breaks }: Pick<PluginMutant, 'breaks'>, tests: readonly TestResult[]): Found {
  const failed = tests.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name);
  if (failed.length === 0) return { kind: 'missed', why: `no test saw it: ${breaks}` };
  if (!tests.some(({ outcome }) => outcome === 'passed')) return { kind: 'missed', why: 'no test passes any more' };
  return { kind: 'caught', by: failed, of: tests.length };
}
