import { expect, test } from 'vitest';
import { date, datetime, quantity, sum, TrytonDatetime, TrytonDecimal } from './values.ts';

test.each([
  ['12.50', '12.5'],
  ['-0.0001', '-0.0001'],
  ['0E-8', '0'],
  ['1E+2', '100'],
  ['1.25E-3', '0.00125'],
  ['-4.2E+1', '-42'],
])('a Decimal as Python spells it, %s, is the plain decimal %s', (decimal, plain) => {
  expect(TrytonDecimal.parse({ __class__: 'Decimal', decimal })).toBe(plain);
});

test('what is no Decimal is refused, not guessed', () => {
  for (const decimal of ['NaN', '1,5', 'Infinity', '']) {
    expect(TrytonDecimal.safeParse({ __class__: 'Decimal', decimal }).success).toBe(false);
  }
  expect(TrytonDecimal.safeParse(12.5).success).toBe(false);
});

test('a datetime keeps its microseconds there and back: a cursor compares them', () => {
  const native = { ...{ year: 2026, month: 3, day: 1, hour: 0, minute: 5, second: 9, microsecond: 70 } };
  const text = TrytonDatetime.parse({ __class__: 'datetime', ...native });
  expect(text).toBe('2026-03-01T00:05:09.000070Z');
  expect(datetime(text)).toEqual({ __class__: 'datetime', ...native });
  expect(datetime('2026-03-01T00:05:09Z')).toMatchObject({ microsecond: 0 });
});

test('a date is the day in UTC', () => {
  expect(date('2026-11-21T23:59:59Z')).toEqual({ __class__: 'date', year: 2026, month: 11, day: 21 });
});

test('quantities are floats in Tryton and exact here', () => {
  expect(quantity(0.1 + 0.2)).toBe('0.3');
  expect(quantity(-3)).toBe('-3');
  expect(sum('0.1', '0.2', '-1')).toBe('-0.7');
  expect(sum()).toBe('0');
});
