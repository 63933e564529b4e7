/** Decimals as whole numbers of 1e-10, so that money is computed exactly. */
export type Exact = bigint;

const DIGITS = 10;
export const ONE: Exact = 10n ** BigInt(DIGITS);

/** The exact value of the shortest decimal that names this number; more than ten decimals are rounded off. */
export function exact(value: number): Exact {
  const [, sign = '', whole = '0', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(value)) ?? [];
  const shift = Number(power) - fraction.length + DIGITS;
  const digits = BigInt(whole + fraction);
  const scaled = shift >= 0 ? digits * 10n ** BigInt(shift) : divide(digits, 10n ** BigInt(-shift));
  return sign === '-' ? -scaled : scaled;
}

export function toNumber(value: Exact): number {
  const size = value < 0n ? -value : value;
  const text = `${size / ONE}.${String(size % ONE).padStart(DIGITS, '0')}`;
  return Number(value < 0n ? `-${text}` : text);
}

export const times = (one: Exact, other: Exact): Exact => divide(one * other, ONE);

/** To the nearest multiple of `precision`, halves away from zero (AL's `Round`). */
export const rounded = (value: Exact, precision: Exact): Exact => divide(value, precision) * precision;

/** Whole division, halves away from zero. */
export function divide(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n !== divisor < 0n;
  const [upper, lower] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const quotient = (upper * 2n + lower) / (lower * 2n);
  return negative ? -quotient : quotient;
}
