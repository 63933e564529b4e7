import { divide, type Exact, exact, ONE, rounded, times, toNumber } from './decimal.ts';

/** What a line's amounts follow from. `discountAmount` is the line's own discount, in the document's currency. */
export interface PricedLine {
  readonly quantity: number;
  readonly unitPrice: number;
  readonly discountAmount: number;
  readonly taxCode: string;
  readonly taxPercent: number;
}

export interface Terms {
  readonly pricesIncludeTax: boolean;
  /** The currency's amountRoundingPrecision: 0.01 for EUR, 1 for JPY. */
  readonly precision: number;
  /** The invoice discount, spread over the lines in proportion to their amounts. */
  readonly discountAmount: number;
}

export interface LineAmounts {
  readonly amountExcludingTax: number;
  readonly totalTaxAmount: number;
  readonly amountIncludingTax: number;
  readonly invoiceDiscountAllocation: number;
  readonly netAmount: number;
  readonly netTaxAmount: number;
  readonly netAmountIncludingTax: number;
}

export interface Totals {
  readonly totalAmountExcludingTax: number;
  readonly totalTaxAmount: number;
  readonly totalAmountIncludingTax: number;
}

/** One line's amount before tax rules: quantity × unit price, rounded, less the line's discount. */
export function lineAmount(line: PricedLine, precision: number): Exact {
  return rounded(times(exact(line.quantity), exact(line.unitPrice)), exact(precision)) - exact(line.discountAmount);
}

/**
 * All amounts of a document. Tax is rounded on the running sum of the lines of one tax code, as BaseApp's Sales Line
 * does (UpdateVATAmounts), so a document's tax is that of its sums, not of its rounded lines.
 */
export function price(lines: readonly PricedLine[], terms: Terms): { lines: LineAmounts[]; totals: Totals } {
  const amounts = lines.map((line) => lineAmount(line, terms.precision));
  const shares = spread(exact(terms.discountAmount), amounts, exact(terms.precision));
  const before = taxed(lines, amounts, terms);
  const net = taxed(
    lines,
    amounts.map((amount, index) => amount - (shares[index] ?? 0n)),
    terms,
  );
  const priced = before.map(([without, tax], index): LineAmounts => {
    const [netWithout, netTax] = net[index] ?? [0n, 0n];
    return {
      amountExcludingTax: toNumber(without),
      totalTaxAmount: toNumber(tax),
      amountIncludingTax: toNumber(without + tax),
      invoiceDiscountAllocation: toNumber(shares[index] ?? 0n),
      netAmount: toNumber(netWithout),
      netTaxAmount: toNumber(netTax),
      netAmountIncludingTax: toNumber(netWithout + netTax),
    };
  });
  const without = net.reduce((sum, [amount]) => sum + amount, 0n);
  const tax = net.reduce((sum, [, amount]) => sum + amount, 0n);
  const totals = {
    totalAmountExcludingTax: toNumber(without),
    totalTaxAmount: toNumber(tax),
    totalAmountIncludingTax: toNumber(without + tax),
  };
  return { lines: priced, totals };
}

/** Per line `[amount without tax, tax]`. */
function taxed(lines: readonly PricedLine[], amounts: readonly Exact[], terms: Terms): [Exact, Exact][] {
  const precision = exact(terms.precision);
  const running = new Map<string, { amount: Exact; without: Exact; tax: Exact }>();
  return lines.map((line, index) => {
    const amount = amounts[index] ?? 0n;
    const sum = running.get(line.taxCode) ?? { amount: 0n, without: 0n, tax: 0n };
    const all = sum.amount + amount;
    const rate = divide(exact(line.taxPercent), 100n);
    const without = terms.pricesIncludeTax ? rounded(divide(all * ONE, ONE + rate), precision) : all;
    const tax = terms.pricesIncludeTax ? all - without : rounded(times(all, rate), precision);
    running.set(line.taxCode, { amount: all, without, tax });
    return [without - sum.without, tax - sum.tax];
  });
}

/** Shares of `whole` in proportion to `weights`; the shares add up to it exactly. */
function spread(whole: Exact, weights: readonly Exact[], precision: Exact): Exact[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0n);
  let weighed = 0n;
  let given = 0n;
  return weights.map((weight) => {
    weighed += weight;
    const upTo = all === 0n ? 0n : rounded(divide(whole * weighed, all), precision);
    const share = upTo - given;
    given = upTo;
    return share;
  });
}
