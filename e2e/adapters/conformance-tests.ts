import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Started, Subject } from './subjects/subject.ts';

/** A subject's checks, each as a test; skipped with a reason where its system can't be had, or its bench can't play it. */
export function conformanceTests(subject: Subject): void {
  const missing = subject.missing();
  const title = `${subject.name} as ${subject.role}${missing === null ? '' : ` (${missing})`}`;
  describe.skipIf(missing !== null)(title, () => {
    let started: Started;
    beforeAll(async () => {
      started = await subject.start();
    });
    afterAll(() => started.stop());

    test.for([...subject.checks])('%s', async (check, { skip }) => {
      const { result, reason } = await started.verdict(check);
      if (result === 'skipped') skip(reason ?? '');
      expect(reason).toBeNull();
    });
  });
}
