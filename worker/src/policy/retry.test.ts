import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backOffMs, nextAttempt, steadyFraction } from './retry.ts';

const schedule = { attemptsMax: 8, baseMs: 2000, capMs: 300_000 };

test('waits double from the base to the cap, each between half and the whole', () => {
  const wholes = [2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000];
  for (const [index, whole] of wholes.entries()) {
    const wait = backOffMs(schedule, 'order/1', index + 1);
    expect(wait).toBeGreaterThanOrEqual(whole / 2);
    expect(wait).toBeLessThanOrEqual(whole);
  }
});

test('the same failure of the same subject always waits as long, so that a replay decides alike', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 100 }), (key, failures) => {
      expect(backOffMs(schedule, key, failures)).toBe(backOffMs(schedule, key, failures));
    }),
  );
});

test('subjects that failed together come back spread out', () => {
  const tenths = new Set(Array.from({ length: 200 }, (_, id) => Math.floor(steadyFraction(`order/${id}#1`) * 10)));
  expect(tenths.size).toBe(10);
});

test('says which attempt of how many comes when, and that none is left', () => {
  expect(nextAttempt(schedule, 'order/1', 2, 1000)).toMatchObject({ n: 3, of: 8 });
  expect(nextAttempt(schedule, 'order/1', 8, 1000)).toBeNull();
});

test("the system's own wish counts where it is longer", () => {
  expect(nextAttempt(schedule, 'order/1', 1, 1000, 60_000)?.nextAt).toBe(61_000);
});
