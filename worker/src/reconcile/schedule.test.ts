import { expect, test } from 'vitest';
import type { KeptReport, ReconciliationWindow } from './reconciliations.ts';
import { ReconciliationSchedule } from './schedule.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-21T00:00:00Z');

/** A schedule on a clock that only the test moves; each look is a minute of it, or as much as `passes`. */
function scheduled(shops: readonly { code: string; everyHours: number; lastAt?: number }[]) {
  const ran: { shop: string; window: ReconciliationWindow }[] = [];
  const last = new Map(shops.map(({ code, lastAt }) => [code, lastAt]));
  let now = START;
  let answer: (shop: string) => Promise<KeptReport | string> = async (shop) => {
    last.set(shop, now);
    return { report: { counts: {} }, file: 'f' } as unknown as KeptReport;
  };
  const schedule = new ReconciliationSchedule({
    shops: shops.map(({ code, everyHours }) => ({ code, reconciliation: { everyHours, days: 7 } })),
    lastReport: (shop) => {
      const at = last.get(shop);
      return at === undefined ? null : { at };
    },
    run: (shop, window) => {
      ran.push({ shop, window });
      return answer(shop);
    },
    log: { info: () => undefined, warn: () => undefined },
    now: () => now,
  });
  const after = async (ms: number) => {
    now += ms;
    await schedule.look();
    return ran.splice(0).map(({ shop }) => shop);
  };
  return { schedule, ran, after, refuse: (with_: typeof answer) => (answer = with_) };
}

test('a shop is compared when its hours are over, over the days that it wants, and never where it wants none', async () => {
  const { schedule, after } = scheduled([
    { code: 'A', everyHours: 24, lastAt: START - 23 * HOUR },
    { code: 'B', everyHours: 0, lastAt: START - 900 * HOUR },
  ]);
  expect(await after(59 * 60_000)).toEqual([]);
  expect(await after(60_000)).toEqual(['A']);
  expect(await after(23 * HOUR)).toEqual([]);
  expect(await after(HOUR)).toEqual(['A']);
  await schedule.stop();
});

test('the window ends where everything has settled, and is as long as configured', async () => {
  const { schedule, ran } = scheduled([{ code: 'A', everyHours: 1, lastAt: START - HOUR }]);
  await schedule.look();
  const before = START - 120_000;
  expect(ran).toEqual([{ shop: 'A', window: { from: before - 7 * 24 * HOUR, before, dryRun: false } }]);
});

test('a shop that was never compared waits an hour after the start: what it holds must be loaded first', async () => {
  const { after } = scheduled([{ code: 'A', everyHours: 24 }]);
  expect(await after(HOUR - 1)).toEqual([]);
  expect(await after(1)).toEqual(['A']);
});

test('one that could not be done holds up no other, and is tried again in an hour, not at once', async () => {
  const { after, refuse } = scheduled([
    { code: 'A', everyHours: 1, lastAt: START - HOUR },
    { code: 'B', everyHours: 1, lastAt: START - HOUR },
  ]);
  refuse(async (shop) => {
    if (shop === 'A') throw new Error('the shop does not answer');
    return 'not served';
  });
  expect(await after(0)).toEqual(['A', 'B']);
  expect(await after(HOUR - 1)).toEqual([]);
  expect(await after(1)).toEqual(['A', 'B']);
});
