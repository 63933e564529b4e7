import { expect, test } from 'vitest';
import { Breaker } from './breaker.ts';

const settings = { failures: 3, firstSeconds: 1, capSeconds: 5 };
const failing = (breaker: Breaker, times: number, at = 0) => {
  for (let n = 0; n < times; n += 1) breaker.failed(at, 'silent');
};

test('it opens after so many failures in a row, and an answer between them counts from the start', () => {
  const breaker = new Breaker(settings);
  failing(breaker, 2);
  expect(breaker.answered()).toBe(false);
  failing(breaker, 2);
  expect(breaker.blockedUntil(0)).toBeNull();
  failing(breaker, 1);
  expect(breaker.state).toEqual({ kind: 'open', until: 1000, opened: 1, silence: 'silent' });
  expect(breaker.blockedUntil(999)).toBe(1000);
});

test('then one call goes alone to see; its answer closes it', () => {
  const breaker = new Breaker(settings);
  failing(breaker, 3);
  expect(breaker.blockedUntil(1000)).toBeNull();
  breaker.begin(1000, 20_000);
  expect(breaker.blockedUntil(1000)).toBe(21_000);
  expect(breaker.answered()).toBe(true);
  expect(breaker.blockedUntil(1000)).toBeNull();
});

test('each probe that fails doubles the pause, up to the cap', () => {
  const breaker = new Breaker(settings);
  failing(breaker, 3);
  const pauses: number[] = [];
  for (let n = 0; n < 4; n += 1) {
    const at = breaker.blockedUntil(0) ?? 0;
    breaker.begin(at, 100);
    breaker.failed(at, 'silent');
    pauses.push((breaker.blockedUntil(at) ?? 0) - at);
  }
  expect(pauses).toEqual([2000, 4000, 5000, 5000]);
});

test('what comes back late of calls that were out with the first ones does not lengthen the pause', () => {
  const breaker = new Breaker(settings);
  failing(breaker, 3);
  failing(breaker, 3, 500);
  expect(breaker.blockedUntil(500)).toBe(1000);
});

test('a probe that was not sent proves nothing: the next one goes at once', () => {
  const breaker = new Breaker(settings);
  failing(breaker, 3);
  breaker.begin(1000, 20_000);
  breaker.unproven(1000);
  expect(breaker.blockedUntil(1000)).toBeNull();
  breaker.begin(1000, 20_000);
  expect(breaker.state.kind).toBe('half_open');
});
