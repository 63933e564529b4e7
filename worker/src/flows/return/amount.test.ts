import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scaled, toMinor } from '../../policy/rounding/money.ts';
import { amountOf } from './amount.ts';
import { ORDER } from './rehearsal/shop.ts';

const cents = fc
  .integer({ min: 0, max: 1_000_000 })
  .map((minor) => `${Math.trunc(minor / 10_000)}.${String(minor % 10_000).padStart(4, '0')}`);

test('however many returns a line comes back in, together they are exactly what was charged for it', () => {
  fc.assert(
    fc.property(
      cents,
      cents,
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
      (total, tax, parts) => {
        const quantity = String(parts.reduce((sum, part) => sum + part, 0));
        let refunded = 0;
        let minor = 0;
        for (const part of parts) {
          const item = {
            id: 17,
            sku: 'A',
            name: 'A',
            quantity,
            refunded_quantity: String(refunded),
            total,
            total_tax: tax,
          };
          const { amount, lines } = amountOf({ ...ORDER, items: [item] }, [{ lineId: '17', quantity: String(part) }]);
          const sum = lines.reduce((all, line) => all + scaled(line.total) + scaled(line.total_tax), 0n);
          expect(scaled(amount)).toBe(sum);
          minor += toMinor(amount, 2).minor;
          refunded += part;
        }
        expect(minor).toBe(toMinor(total, 2).minor + toMinor(tax, 2).minor);
      },
    ),
  );
});

test('more units than were sold cost no more than all of them; what the order does not have costs nothing', () => {
  expect(amountOf(ORDER, [{ lineId: '17', quantity: '9' }]).amount).toBe('119.00');
  expect(amountOf(ORDER, [{ lineId: '99', quantity: '1' }])).toEqual({ amount: '0.00', lines: [] });
});
