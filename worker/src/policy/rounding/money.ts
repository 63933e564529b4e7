const WHOLE = /^\d{1,15}$/;
const DECIMAL = /^(-?)(\d{1,15})(?:\.(\d{1,10}))?$/;

/** Digits after the point to which every decimal of the contracts can be held without loss. */
const SCALE = 10;
const ONE = 10n ** BigInt(SCALE);

/** So many decimals are remembered: the quantities and amounts of a shop's orders are the same few, over and over. */
const REMEMBERED_MAX = 2000;
const remembered = new Map<string, bigint>();

/** A decimal string ("19.99") as an exact count of 10⁻¹⁰. Throws `RangeError` for anything else. */
export function scaled(decimal: string): bigint {
  const before = remembered.get(decimal);
  if (before !== undefined) return before;
  const exact = read(decimal);
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(decimal, exact);
  return exact;
}

function read(decimal: string): bigint {
  if (WHOLE.test(decimal)) return BigInt(decimal) * ONE;
  const parts = DECIMAL.exec(decimal);
  if (parts === null) throw new RangeError('not a decimal string');
  const [, sign, whole = '0', fraction = ''] = parts;
  const magnitude = BigInt(whole + fraction.padEnd(SCALE, '0'));
  return sign === '-' ? -magnitude : magnitude;
}

/** An amount in minor units, and whether anything was rounded away to get there. */
export interface Minor {
  readonly minor: number;
  readonly rounded: boolean;
}

/**
 * A decimal amount in minor units of a currency with `digits` decimals, exact, half away from zero ("0.005" → 1, "-0.005" → -1).
 * Throws `RangeError` where the result would not be a safe integer.
 */
export function toMinor(decimal: string, digits: number): Minor {
  const unit = 10n ** BigInt(SCALE - digits);
  const exact = scaled(decimal);
  const magnitude = exact < 0n ? -exact : exact;
  const rest = magnitude % unit;
  const minor = magnitude / unit + (rest * 2n >= unit ? 1n : 0n);
  const signed = Number(exact < 0n ? -minor : minor);
  if (!Number.isSafeInteger(signed)) throw new RangeError('amount beyond 2^53 minor units');
  return { minor: signed === 0 ? 0 : signed, rounded: rest !== 0n };
}

/** Minor units as a decimal string: (1999, 2) → "19.99". */
export function fromMinor(minor: number, digits: number): string {
  if (!Number.isSafeInteger(minor)) throw new RangeError('amount beyond 2^53 minor units');
  const figures = String(Math.abs(minor)).padStart(digits + 1, '0');
  const split = figures.length - digits;
  const sign = minor < 0 ? '-' : '';
  return digits === 0 ? sign + figures : `${sign}${figures.slice(0, split)}.${figures.slice(split)}`;
}

/** The shortest spelling of a decimal, so that "10", "10.0" and "10.00" are one. */
export const plainDecimal = (decimal: string): string => fromScaled(scaled(decimal));

/** The reverse of `scaled`, in its shortest spelling. */
export function fromScaled(exact: bigint): string {
  const figures = String(exact < 0n ? -exact : exact).padStart(SCALE + 1, '0');
  const whole = figures.slice(0, -SCALE);
  const fraction = figures.slice(-SCALE).replace(/0+$/, '');
  return `${exact < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
