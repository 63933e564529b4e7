/**
 * A decimal amount as whole minor units of `currency` (ISO 4217), half a unit rounded away from zero:
 * `minorUnits('49.90', 'EUR')` is 4990. Null for what is no number or no currency.
 */
export function minorUnits(amount: string, currency: string): number | null {
  const parts = /^(-?)(\d+)(?:\.(\d*))?$/.exec(amount.trim());
  const digits = fractionDigits(currency);
  if (parts === null || digits === null) return null;
  const [, sign, whole = '0', fraction = ''] = parts;
  const kept = fraction.slice(0, digits).padEnd(digits, '0');
  const units = BigInt(whole + kept) + (fraction.charAt(digits) >= '5' ? 1n : 0n);
  return Number(sign === '-' ? -units : units);
}

function fractionDigits(currency: string): number | null {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? null;
  } catch {
    return null;
  }
}
