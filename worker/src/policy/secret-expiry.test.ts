import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endOf, nextTurn, standing, untilEnd } from './secret-expiry.ts';

const DAY_MS = 86_400_000;
const secret = { option: 'clientSecretFile', expires: '2027-03-31' };
const END = Date.UTC(2027, 2, 31);
const RANK = ['valid', 'soon', 'pressing', 'expired'];

const dates = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => ({ option: 'apiKeyFile', expires: date.toISOString().slice(0, 10) }));
const offsets = fc.integer({ min: -400 * DAY_MS, max: 400 * DAY_MS });

test('thirty days before, fourteen days before, and as the day itself begins in UTC', () => {
  const at = (before: number) => standing(secret, END - before);
  expect([at(30 * DAY_MS + 1), at(30 * DAY_MS), at(14 * DAY_MS + 1), at(14 * DAY_MS), at(1), at(0)]).toEqual([
    'valid',
    'soon',
    'soon',
    'pressing',
    'pressing',
    'expired',
  ]);
});

test('it only ever gets worse, and not between two turns', () => {
  fc.assert(
    fc.property(dates, offsets, fc.nat(100 * DAY_MS), (dated, offset, laterMs) => {
      const now = endOf(dated) + offset;
      const rank = (at: number) => RANK.indexOf(standing(dated, at));
      expect(rank(now + laterMs)).toBeGreaterThanOrEqual(rank(now));
      const turn = nextTurn([dated], now);
      expect(turn === null).toBe(rank(now) === 3);
      if (turn === null) return;
      expect(turn).toBeGreaterThan(now);
      expect(rank(turn - 1)).toBe(rank(now));
      expect(rank(turn)).toBe(rank(now) + 1);
    }),
  );
});

test('the next turn of several is the earliest of theirs', () => {
  fc.assert(
    fc.property(fc.array(dates, { minLength: 1, maxLength: 4 }), offsets, (several, offset) => {
      const now = Date.UTC(2030, 0, 1) + offset;
      const turns = several.map((one) => nextTurn([one], now)).filter((turn) => turn !== null);
      expect(nextTurn(several, now)).toBe(turns.length === 0 ? null : Math.min(...turns));
    }),
  );
});

test('a date moved far enough makes it valid again', () => {
  fc.assert(
    fc.property(dates, offsets, (dated, offset) => {
      const now = endOf(dated) + offset;
      const moved = new Date(now + 32 * DAY_MS).toISOString().slice(0, 10);
      expect(standing({ ...dated, expires: moved }, now)).toBe('valid');
    }),
  );
});

test('says how long it is, as people count days', () => {
  expect(
    [END - 12.5 * DAY_MS, END - DAY_MS, END - 1, END, END + DAY_MS, END + 3.9 * DAY_MS].map((now) =>
      untilEnd(secret, now),
    ),
  ).toEqual(['in 12 days', 'in 1 day', 'in less than a day', 'today', '1 day ago', '3 days ago']);
});
