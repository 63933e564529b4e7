import { expect, it } from 'vitest';
import { requestedWords } from './requested-words.ts';

it('says what was requested, and of how many it was not', () => {
  expect(requestedWords('retry', { asked: 40, changed: 0 })).toBe(
    'Retry requested for 40 orders. What comes of it shows here when the worker has done it.',
  );
  expect(requestedWords('skip', { asked: 37, changed: 3 })).toBe(
    'Leaving out requested for 37 orders. 3 of 40 had changed since you looked and were left out. What comes of it shows here when the worker has done it.',
  );
});
