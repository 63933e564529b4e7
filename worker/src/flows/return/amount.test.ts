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
          const { amount, lines } = amountOf({ ...ORDER, total: '1000', items: [item] }, [
            { lineId: '17', quantity: String(part) },
          ]);
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

test('taxes that are rounded with the order and not by line cost no cent more than was paid', () => {
  const items = [17, 18].map((id) => ({
    ...{ id, sku: 'A', name: 'A', quantity: '1', refunded_quantity: '0' },
    ...{ total: '10', total_tax: '1.665' },
  }));
  const units = items.map(({ id }) => ({ lineId: String(id), quantity: '1' }));
  const due = (total: string) => amountOf({ ...ORDER, total, items }, units);
  expect(due('23.33')).toMatchObject({ amount: '23.33', lines: [{ total: '9.99' }, { total: '10.00' }] });
  expect([due('40').amount, due('20').amount]).toEqual(['23.34', '23.34']);
});

test('more units than were sold cost no more than all of them; what the order does not have costs nothing', () => {
  expect(amountOf(ORDER, [{ lineId: '17', quantity: '9' }]).amount).toBe('119.00');
  expect(amountOf(ORDER, [{ lineId: '99', quantity: '1' }])).toEqual({ amount: '0.00', lines: [] });
});
