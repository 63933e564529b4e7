import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

test('a burst goes at once, then one after the other as the rate says', () => {
  const bucket = new TokenBucket({ requests: 60, perSeconds: 60, burst: 3 }, 0);
  for (let n = 0; n < 3; n += 1) {
    expect(bucket.waitMs(0)).toBe(0);
    bucket.spend(0);
  }
  expect(bucket.waitMs(0)).toBe(1000);
  expect(bucket.waitMs(999)).toBe(1);
  expect(bucket.waitMs(1000)).toBe(0);
});

test('what is owed is paid before the next one goes, and what did not go is given back', () => {
  const bucket = new TokenBucket({ requests: 10, perSeconds: 1, burst: 1 }, 0);
  for (let n = 0; n < 5; n += 1) bucket.spend(0);
  expect(bucket.tokens(0)).toBe(-4);
  expect(bucket.waitMs(0)).toBe(500);
  bucket.giveBack(0);
  expect(bucket.waitMs(0)).toBe(400);
});

test('in any span at most the rate and one burst go out, however they come', () => {
  const rates = fc.record({
    requests: fc.integer({ min: 1, max: 50 }),
    perSeconds: fc.integer({ min: 1, max: 20 }),
    burst: fc.integer({ min: 1, max: 10 }),
  });
  const pauses = fc.array(fc.nat({ max: 3000 }), { minLength: 1, maxLength: 100 });
  fc.assert(
    fc.property(rates, pauses, (rate, gaps) => {
      const bucket = new TokenBucket(rate, 0);
      const went: number[] = [];
      let at = 0;
      for (const gap of gaps) {
        at += gap;
        if (bucket.waitMs(at) > 0) continue;
        bucket.spend(at);
        went.push(at);
      }
      const span = rate.perSeconds * 1000;
      for (const from of went) {
        const within = went.filter((one) => one >= from && one < from + span).length;
        expect(within).toBeLessThanOrEqual(rate.requests + rate.burst);
      }
    }),
  );
});

test('who waits as long as it says may go then, and not 2 ms before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 86_400 }), (requests, perSeconds) => {
      const bucket = new TokenBucket({ requests, perSeconds, burst: 1 }, 0);
      bucket.spend(0);
      const wait = bucket.waitMs(0);
      expect(wait).toBeGreaterThan(0);
      if (wait > 2) expect(bucket.waitMs(wait - 2)).toBeGreaterThan(0);
      expect(bucket.waitMs(wait)).toBe(0);
    }),
  );
});
