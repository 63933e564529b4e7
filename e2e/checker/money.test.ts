import { expect, it } from 'vitest';
import { minorUnits } from './money.ts';
import { percentile } from './percentile.ts';

it.each([
  ['49.90000000', 'EUR', 4_990],
  ['49.9', 'EUR', 4_990],
  ['0', 'EUR', 0],
  ['10.005', 'EUR', 1_001],
  ['10.00499999', 'EUR', 1_000],
  ['-3.5', 'EUR', -350],
  ['1999', 'JPY', 1_999],
  ['1.2345', 'KWD', 1_235],
  ['', 'EUR', null],
  ['ten', 'EUR', null],
  ['10', 'money', null],
])('%s %s is %s minor units', (amount, currency, units) => {
  expect(minorUnits(amount, currency)).toBe(units);
});

it('takes the nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile([7], 0.99), percentile([], 0.5)]).toEqual([
    50,
    99,
    7,
    null,
  ]);
});
