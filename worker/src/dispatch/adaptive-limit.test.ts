import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AdaptiveLimit } from './adaptive-limit.ts';

/** Rounds of as many calls as the limit lets out, all answered in `tookMs`. */
function rounds(limit: AdaptiveLimit, count: number, tookMs: (out: number) => number): void {
  for (let round = 0; round < count; round += 1) {
    const tickets = Array.from({ length: limit.limit }, () => limit.begin());
    for (const ticket of tickets) limit.answered(ticket, 'find', tookMs(tickets.length), tickets.length);
  }
}

test('it begins with a few, and doubles up to what is configured while answers stay as fast', () => {
  const limit = new AdaptiveLimit(32);
  expect(limit.limit).toBe(4);
  rounds(limit, 1, () => 50);
  expect(limit.limit).toBe(8);
  rounds(limit, 4, () => 50);
  expect(limit.limit).toBe(32);
  expect(new AdaptiveLimit(1).limit).toBe(1);
});

test('"too many" halves it, once for the calls that were out together; then it grows by about one a round', () => {
  const limit = new AdaptiveLimit(32);
  rounds(limit, 5, () => 50);
  const together = Array.from({ length: 32 }, () => limit.begin());
  for (const ticket of together) limit.troubled(ticket);
  expect(limit.limit).toBe(16);
  rounds(limit, 2, () => 50);
  expect(limit.limit).toBe(17);
});

test('room that nobody uses proves nothing', () => {
  const limit = new AdaptiveLimit(32);
  for (let n = 0; n < 100; n += 1) limit.answered(limit.begin(), 'find', 50, 1);
  expect(limit.limit).toBe(4);
});

test('a system that slows down under more calls is found out: it settles near what that takes', () => {
  const limit = new AdaptiveLimit(64);
  const capacity = 8;
  rounds(limit, 10, (out) => 100 * Math.max(1, out / capacity));
  const seen: number[] = [];
  for (let n = 0; n < 40; n += 1) {
    rounds(limit, 1, (out) => 100 * Math.max(1, out / capacity));
    seen.push(limit.limit);
  }
  expect(Math.max(...seen)).toBeLessThanOrEqual(capacity * 4);
  expect(Math.min(...seen)).toBeGreaterThanOrEqual(capacity / 2);
});

test('after a silence it begins with one', () => {
  const limit = new AdaptiveLimit(32);
  rounds(limit, 5, () => 50);
  const before = limit.begin();
  limit.restart();
  expect(limit.limit).toBe(1);
  limit.troubled(before);
  rounds(limit, 3, () => 50);
  expect(limit.limit).toBe(8);
});

test('whatever happens, it stays between one and what is configured', () => {
  const event = fc.oneof(
    fc.record({ kind: fc.constant('answered' as const), ms: fc.nat({ max: 60_000 }) }),
    fc.record({ kind: fc.constant('troubled' as const), ms: fc.constant(0) }),
    fc.record({ kind: fc.constant('restart' as const), ms: fc.constant(0) }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.array(event, { maxLength: 200 }), (max, events) => {
      const limit = new AdaptiveLimit(max);
      for (const { kind, ms } of events) {
        const ticket = limit.begin();
        if (kind === 'answered') limit.answered(ticket, 'find', ms, limit.limit);
        else if (kind === 'troubled') limit.troubled(ticket);
        else limit.restart();
        expect(limit.limit).toBeGreaterThanOrEqual(1);
        expect(limit.limit).toBeLessThanOrEqual(max);
      }
    }),
  );
});
