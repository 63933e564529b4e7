import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact, toNumber } from './decimal.ts';
import { type PricedLine, price } from './pricing.ts';

const line = (quantity: number, unitPrice: number, taxPercent: number, discountAmount = 0): PricedLine => ({
  quantity,
  unitPrice,
  discountAmount,
  taxPercent,
  taxCode: `T${taxPercent}`,
});
const terms = { pricesIncludeTax: false, precision: 0.01, discountAmount: 0 };
const minor = (amount: number) => Math.round(amount * 100);

describe('decimals', () => {
  it('are exact where binary fractions are not', () => {
    expect(toNumber(exact(0.1) + exact(0.2))).toBe(0.3);
    expect(toNumber(exact(-1.005))).toBe(-1.005);
    expect(exact(1e-7)).toBe(1_000n);
    expect(toNumber(exact(123_456_789.12))).toBe(123_456_789.12);
  });
});

describe('prices', () => {
  it('round the tax of one code on the running sum, not line by line', () => {
    const { lines, totals } = price([line(1, 0.13, 19), line(1, 0.13, 19), line(1, 0.13, 7)], terms);
    expect(lines.map(({ netTaxAmount }) => netTaxAmount)).toEqual([0.02, 0.03, 0.01]);
    expect(totals).toEqual({ totalAmountExcludingTax: 0.39, totalTaxAmount: 0.06, totalAmountIncludingTax: 0.45 });
  });

  it('take what is deducted off the sum that is taxed', () => {
    const { totals } = price([line(1, 0.13, 19), line(-1, 0.05, 19)], terms);
    expect(totals).toEqual({ totalAmountExcludingTax: 0.08, totalTaxAmount: 0.02, totalAmountIncludingTax: 0.1 });
  });

  it('that include tax come to exactly what they say', () => {
    const { totals } = price([line(3, 9.99, 19), line(1, 4.9, 7)], { ...terms, pricesIncludeTax: true });
    expect(totals).toEqual({ totalAmountExcludingTax: 29.76, totalTaxAmount: 5.11, totalAmountIncludingTax: 34.87 });
  });

  it('round halves away from zero, and yen to whole ones', () => {
    expect(price([line(1, 1.005, 0)], terms).totals.totalAmountExcludingTax).toBe(1.01);
    expect(price([line(-1, 1.005, 0)], terms).totals.totalAmountExcludingTax).toBe(-1.01);
    expect(price([line(1, 105, 10)], { ...terms, precision: 1 }).totals.totalTaxAmount).toBe(11);
  });

  it('add up: lines to totals, and the invoice discount to its shares', () => {
    const amount = fc.integer({ min: 0, max: 99_999 }).map((cents) => cents / 100);
    const anyLine = fc
      .tuple(fc.integer({ min: 1, max: 50 }), amount, fc.constantFrom(0, 7, 19, 8.1))
      .map(([quantity, unitPrice, tax]) => line(quantity, unitPrice, tax));
    fc.assert(
      fc.property(
        fc.array(anyLine, { minLength: 1, maxLength: 8 }),
        amount,
        fc.boolean(),
        (lines, discount, pricesIncludeTax) => {
          const priced = price(lines, { pricesIncludeTax, precision: 0.01, discountAmount: discount });
          const sum = (pick: (one: (typeof priced.lines)[number]) => number) =>
            priced.lines.reduce((all, one) => all + minor(pick(one)), 0);
          expect(sum((one) => one.netAmountIncludingTax)).toBe(minor(priced.totals.totalAmountIncludingTax));
          expect(sum((one) => one.netTaxAmount)).toBe(minor(priced.totals.totalTaxAmount));
          const worth = lines.some(({ unitPrice }) => unitPrice > 0);
          expect(sum((one) => one.invoiceDiscountAllocation)).toBe(worth ? minor(discount) : 0);
          if (pricesIncludeTax) {
            const gross = lines.reduce((all, one) => all + one.quantity * minor(one.unitPrice), 0);
            expect(minor(priced.totals.totalAmountIncludingTax)).toBe(gross - (worth ? minor(discount) : 0));
          }
        },
      ),
    );
  });
});
