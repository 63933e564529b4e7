import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unitPrice } from './lines.ts';

test.each([
  ['10.00', '3', '3.3333'],
  ['10.00', '7', '1.4286'],
  ['-5.00', '1', '-5'],
  ['-1.00', '3', '-0.3333'],
  ['0.05', '1000', '0.0001'],
  ['0.04', '1000', '0'],
  ['12.345', '1', '12.345'],
  ['9', '0', '0'],
  ['1.00', '0.5', '2'],
])('%s for %s pieces is %s each', (net, quantity, price) => {
  expect(unitPrice(net, quantity)).toBe(price);
});

test('up to 100 pieces the fourth decimal is enough: price × quantity rounds to the net amount', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e7, max: 1e7 }), fc.integer({ min: 1, max: 99 }), (cents, quantity) => {
      const price = unitPrice((cents / 100).toFixed(2), String(quantity));
      expect(Math.abs(Number(price) * quantity * 100 - cents)).toBeLessThan(0.5);
    }),
  );
});
