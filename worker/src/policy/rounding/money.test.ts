import fc from 'fast-check';
import { expect, test } from 'vitest';
import { currencyDigits } from './currency.ts';
import { fromMinor, plainDecimal, scaled, toMinor } from './money.ts';

test.each([
  ['19.99', 2, 1999, false],
  ['0.005', 2, 1, true],
  ['-0.005', 2, -1, true],
  ['0.0049999999', 2, 0, true],
  ['-0.001', 2, 0, true],
  ['16.806723', 2, 1681, true],
  ['1.10', 2, 110, false],
  ['1999', 0, 1999, false],
  ['1999.5', 0, 2000, true],
  ['1.2345', 3, 1235, true],
  // Floats would give 100.49999… here.
  ['1.005', 2, 101, true],
])('%s with %i digits is %i, rounded: %s', (decimal, digits, minor, rounded) => {
  expect(toMinor(decimal, digits)).toEqual({ minor, rounded });
});

test.each(['', '.5', '1.', '1e3', '1,50', '0x10', ' 1', '--1'])('"%s" is no amount', (text) => {
  expect(() => toMinor(text, 2)).toThrow(RangeError);
});

test('an amount that a number cannot hold exactly is refused, not bent', () => {
  expect(() => toMinor('999999999999999.99', 2)).toThrow('beyond 2^53');
});

const minor = fc.maxSafeInteger();
const digits = fc.integer({ min: 0, max: 4 });

test('minor units and decimals go back and forth without loss', () => {
  fc.assert(
    fc.property(minor, digits, (amount, places) => {
      fc.pre(Math.abs(amount) < 10 ** (15 + Math.min(places, 0)));
      expect(toMinor(fromMinor(amount, places), places)).toEqual({ minor: amount === 0 ? 0 : amount, rounded: false });
    }),
  );
});

test('rounding is never further than half a minor unit away', () => {
  const decimal = fc
    .tuple(fc.boolean(), fc.nat(), fc.stringMatching(/^[0-9]{1,10}$/))
    .map(([negative, whole, fraction]) => `${negative ? '-' : ''}${whole}.${fraction}`);
  fc.assert(
    fc.property(decimal, digits, (text, places) => {
      const unit = 10n ** BigInt(10 - places);
      const error = scaled(text) - BigInt(toMinor(text, places).minor) * unit;
      expect((error < 0n ? -error : error) * 2n <= unit).toBe(true);
    }),
  );
});

test.each([
  ['10.00', '10'],
  ['010.50', '10.5'],
  ['-0.10', '-0.1'],
  ['0.0', '0'],
])('%s is plainly %s', (decimal, plain) => {
  expect(plainDecimal(decimal)).toBe(plain);
});

test('the minor unit is ISO 4217’s', () => {
  expect(['EUR', 'JPY', 'KWD', 'CLF', 'HUF'].map(currencyDigits)).toEqual([2, 0, 3, 4, 2]);
});

test('a decimal means the same however many others were read since', () => {
  const all = Array.from({ length: 5000 }, (_, nr) => `${nr}.5`);
  for (let round = 0; round < 2; round += 1) {
    expect(all.every((decimal, nr) => scaled(decimal) === BigInt(nr) * 10n ** 10n + 5n * 10n ** 9n)).toBe(true);
  }
});
