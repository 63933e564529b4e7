import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toMinor } from '../../../../policy/rounding/money.ts';
import { toMinorExactly, toNumber, toPrice } from './amounts.ts';

test.each([
  [45.45, 2, 4545],
  [0.07, 2, 7],
  [-6.83, 2, -683],
  [1999, 0, 1999],
  [1.235, 3, 1235],
  [999_999_999.99, 2, 99_999_999_999],
])('%d with %i digits is %i', (amount, digits, minor) => {
  expect(toMinorExactly(amount, digits)).toBe(minor);
});

test.each([
  [1.005, 2],
  [0.1 + 0.2, 2],
  [1e-7, 2],
  [1e21, 2],
  [Number.NaN, 2],
])('%d is no amount of a currency with %i digits, and is not bent into one', (amount, digits) => {
  expect(() => toMinorExactly(amount, digits)).toThrow(
    expect.objectContaining({ category: 'parse', phase: 'after_send' }),
  );
});

test('an amount goes out spelled as it was, or not at all', () => {
  expect(JSON.stringify(toNumber('19.99'))).toBe('19.99');
  expect(JSON.stringify(toNumber('-0.50'))).toBe('-0.5');
  expect(() => toNumber('123456789012345.1234')).toThrow('more figures');
});

test('a price is exact where the net amount divides, and rounded up in the fifth digit where it does not', () => {
  expect(toPrice(3998, '2', 2)).toEqual({ unitPrice: 19.99 });
  expect(toPrice(1000, '3', 2)).toEqual({ unitPrice: 3.33334 });
  expect(toPrice(1000, '1.5', 2)).toEqual({ unitPrice: 6.66667 });
  expect(toPrice(-683, '1', 2)).toEqual({ unitPrice: -6.83 });
  expect(toPrice(0, '0', 2)).toEqual({ unitPrice: 0 });
  expect(toPrice(10_000, '3000', 2)).toEqual({ unitPrice: 0.03334, discountAmount: 0.02 });
});

test('what costs something has a quantity', () => {
  for (const quantity of ['0', '-1']) expect(() => toPrice(100, quantity, 2)).toThrow('no quantity');
});

test('the line comes out at the minor unit, whatever the quantity: unit price times quantity, rounded, less the discount', () => {
  const digits = fc.constantFrom(0, 2, 3);
  const quantity = fc.integer({ min: 1, max: 20_000 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), quantity, digits, (netMinor, pieces, places) => {
      const { unitPrice, discountAmount = 0 } = toPrice(netMinor, String(pieces), places);
      const exact = BigInt(toMinor(String(unitPrice), 5).minor) * BigInt(pieces);
      const perMinor = 10n ** BigInt(5 - places);
      const line = (2n * exact + perMinor) / (2n * perMinor);
      expect(Number(line) - toMinor(String(discountAmount), places).minor).toBe(netMinor);
      expect(discountAmount).toBeGreaterThanOrEqual(0);
    }),
  );
});
