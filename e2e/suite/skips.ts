import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { TestResult } from './result.ts';

const Skip = z.strictObject({
  /** A regular expression on the test's name. */
  test: z.string().min(1),
  /** What the skip's own message must hold; empty where the runner reports none. */
  says: z.string(),
  /** Why that is right. */
  because: z.string().min(10),
});

/** The committed list: a skip that isn't in it fails the suite. */
export function readSkips(): z.infer<typeof Skip>[] {
  return z.array(Skip).parse(JSON.parse(readFileSync(join(import.meta.dirname, 'skips.json'), 'utf8')));
}

/** Turns every skip that the list doesn't allow into a failure. */
export function judgeSkips(tests: readonly TestResult[], skips: ReturnType<typeof readSkips>): TestResult[] {
  return tests.map((test) => {
    if (test.outcome !== 'skipped') return test;
    const listed = skips.some((skip) => new RegExp(skip.test).test(test.name) && test.message.includes(skip.says));
    if (listed) return test;
    return { ...test, outcome: 'failed', message: `skipped, but not in e2e/suite/skips.json: ${test.message}` };
  });
}
