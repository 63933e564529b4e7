import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import type { TestResult } from './result.ts';

/** Writes what the suite counts, skips with their reasons (vitest's own reports leave those out), to `CAUSEWAY_REPORT`. */
export default class CountedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const results = modules.flatMap((module) => resultsOf(module));
    for (const error of unhandled) {
      const message = String((error as Error)?.stack ?? error);
      results.push({ name: 'an error outside of any test', outcome: 'failed', message });
    }
    writeFileSync(process.env.CAUSEWAY_REPORT ?? 'report.json', JSON.stringify(results));
  }
}

function resultsOf(module: TestModule): TestResult[] {
  const file = relative(process.cwd(), module.moduleId);
  // A module or a hook that fails leaves its tests without a result of their own.
  const broken = [...module.errors(), ...[...module.children.allSuites()].flatMap((suite) => suite.errors())];
  const results: TestResult[] = broken.map((error) => ({
    name: file,
    outcome: 'failed',
    message: error.stack ?? error.message,
  }));
  for (const test of module.children.allTests()) {
    const result = test.result();
    const name = `${file} › ${test.fullName}`;
    if (result.state === 'failed') results.push({ name, outcome: 'failed', message: said(result.errors) });
    else if (result.state === 'passed') results.push({ name, outcome: 'passed', message: '' });
    else if (broken.length === 0)
      results.push({ name, outcome: 'skipped', message: result.state === 'skipped' ? (result.note ?? '') : '' });
  }
  return results;
}

function said(errors: readonly { readonly stack?: string; readonly message: string }[]): string {
  return errors
    .map((error) => error.stack ?? error.message)
    .join('\n')
    .slice(0, 2000);
}
