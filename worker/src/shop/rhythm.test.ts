import { expect, test } from 'vitest';
import { IDLE_MS, pauseAfter, pauseAfterFailure } from './rhythm.ts';

const idle = { more: false, tookRows: false, panelOpen: false, effectsWaiting: false, asksWait: false, stalled: false };

test('idle: at most one exchange in 15 seconds', () => {
  expect(pauseAfter(idle)).toBe(IDLE_MS);
});

test('every second while someone has the panel open, at once while there is work', () => {
  expect(pauseAfter({ ...idle, panelOpen: true })).toBe(1000);
  for (const work of ['more', 'tookRows', 'effectsWaiting', 'asksWait'] as const)
    expect(pauseAfter({ ...idle, [work]: true })).toBe(0);
});

test('a shop that answers no effect is not asked in a circle', () => {
  expect(pauseAfter({ ...idle, effectsWaiting: true, stalled: true })).toBe(1000);
});

test('failures back off to a minute; the shop may say when', () => {
  expect([1, 2, 3, 7, 50].map((failures) => pauseAfterFailure(failures, null))).toEqual([
    1000, 2000, 4000, 60_000, 60_000,
  ]);
  expect(pauseAfterFailure(9, 5000)).toBe(5000);
});
