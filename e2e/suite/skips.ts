import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { TestResult } from './result.ts';

const Skip = z.strictObject({
  /** A regular expression on the test's name. */
  test: z.string().min(1),
  /** Where it may be skipped: what the machine lacks, or the store that ran. */
  when: z.enum(['store double', 'no WooCommerce', 'no root', 'always']),
  reason: z.string().min(10),
});

/** The committed list: a skip that isn't in it fails the suite. */
export function readSkips(): z.infer<typeof Skip>[] {
  return z.array(Skip).parse(JSON.parse(readFileSync(join(import.meta.dirname, 'skips.json'), 'utf8')));
}

/** Turns every skip that the list doesn't allow into a failure. */
export function judgeSkips(tests: readonly TestResult[], skips: ReturnType<typeof readSkips>): TestResult[] {
  return tests.map((test) => {
    if (test.outcome !== 'skipped' || skips.some((skip) => new RegExp(skip.test).test(test.name))) return test;
    const message = `skipped, but not in e2e/suite/skips.json: ${test.message}`;
    return { ...test, outcome: 'failed', message };
  });
}
