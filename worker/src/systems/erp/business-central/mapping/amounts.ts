import { fromMinor, plainDecimal, scaled, toMinor } from '../../../../policy/rounding/money.ts';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import { SYSTEM } from '../talk/refusal.ts';

/** Business Central keeps unit prices to five digits (general ledger setup, "Unit-Amount Rounding Precision"). */
const PRICE_DIGITS = 5;
/** `scaled` counts 10⁻¹⁰. */
const SCALE = 10n ** 10n;

/**
 * An amount of a reply in minor units. JSON has it as a number; its shortest spelling is what stood in the reply as long
 * as that had at most 15 figures, and what has more digits than the currency, or more figures, is no amount we can trust.
 */
export function toMinorExactly(amount: number, digits: number): number {
  try {
    const { minor, rounded } = toMinor(String(amount), digits);
    if (!rounded) return minor;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new SystemFailure('parse', 'after_send', `${SYSTEM} told an amount that is none of the currency's`);
}

/** A decimal as a JSON number that is spelled the same. */
export function toNumber(decimal: string): number {
  const number = Number(decimal);
  if (/^-?[\d.]+$/.test(String(number)) && plainDecimal(String(number)) === plainDecimal(decimal)) return number;
  throw new SystemFailure('validation', 'before_send', 'an amount has more figures than JSON can carry exactly');
}

/** What a line costs, as Business Central wants it: for one unit, less a discount on the whole line. */
export interface Price {
  readonly unitPrice: number;
  readonly discountAmount?: number;
}

/**
 * A line's net amount as a price. What doesn't divide is rounded up in the fifth digit, and where that makes a
 * difference of minor units (over a thousand pieces) a discount on the line takes it off: the line comes out exact.
 */
export function toPrice(netMinor: number, quantity: string, digits: number): Price {
  const pieces = scaled(quantity);
  if (pieces === 0n && netMinor === 0) return { unitPrice: 0 };
  if (pieces <= 0n) throw new SystemFailure('validation', 'before_send', 'a line costs something but has no quantity');
  const minor = BigInt(Math.abs(netMinor));
  const perPrice = 10n ** BigInt(PRICE_DIGITS) * SCALE;
  const perMinor = pieces * 10n ** BigInt(digits);
  const price = (minor * perPrice + perMinor - 1n) / perMinor;
  const comesTo = (2n * price * perMinor + perPrice) / (2n * perPrice);
  const sign = netMinor < 0 ? '-' : '';
  const unitPrice = toNumber(sign + fromMinor(Number(price), PRICE_DIGITS));
  if (comesTo === minor) return { unitPrice };
  return { unitPrice, discountAmount: toNumber(sign + fromMinor(Number(comesTo - minor), digits)) };
}
