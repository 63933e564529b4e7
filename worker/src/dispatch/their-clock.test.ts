import { beforeEach, expect, test } from 'vitest';
import { TheirClock } from './their-clock.ts';

const NOON = Date.parse('2026-11-21T12:00:00Z');
let elapsed: number;
let clock: TheirClock;
beforeEach(() => {
  elapsed = 5000;
  clock = new TheirClock(() => elapsed);
});

test('goes on from what a reply said, never behind it: the header counts whole seconds', () => {
  clock.heard(NOON);
  expect(clock.now()).toBe(NOON + 999);
  elapsed += 700;
  expect(clock.now()).toBe(NOON + 1699);
});

test('a reply that was long on its way does not set it back', () => {
  clock.heard(NOON);
  elapsed += 30_000;
  clock.heard(NOON + 10_000);
  expect(clock.now()).toBe(NOON + 30_999);
});

test('follows a clock that was set: forward at once, back within two minutes', () => {
  clock.heard(NOON);
  elapsed += 1000;
  clock.heard(NOON + 600_000);
  expect(clock.now()).toBe(NOON + 600_999);
  for (let minute = 0; minute < 2; minute += 1) {
    elapsed += 60_000;
    clock.heard(NOON);
  }
  elapsed += 60_000;
  clock.heard(NOON + 60_000);
  expect(clock.now()).toBe(NOON + 60_999);
});
