import { SubjectKey } from '@causeway/contracts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stockSubject } from './stock-subject.ts';

it('is the SKU where that fits a key', () => {
  expect(stockSubject('TEA-250.g')).toBe('stock/TEA-250.g');
});

it.each([
  ['with a space', 'TEA 250'],
  ['with a slash', 'TEA/250'],
  ['with an underscore, as the hashed ones begin', '_0123456789abcdef'],
  ['too long', 'x'.repeat(39)],
  ['of another script', 'чай'],
])('is a hash of a SKU %s', (_, sku) => {
  expect(stockSubject(sku)).toMatch(/^stock\/_[0-9a-f]{16}$/);
});

it('is what the shop computes too', () => {
  expect(stockSubject('TEA 250')).toBe('stock/_d211daa32a9f5487');
});

it('is a subject key, and another one for another SKU', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'binary' }), fc.string({ minLength: 1 }), (one, other) => {
      expect(SubjectKey.safeParse(stockSubject(one)).success).toBe(true);
      expect(stockSubject(one) === stockSubject(other)).toBe(one === other);
    }),
  );
});
