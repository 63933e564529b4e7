import { fromMinor } from './money.ts';

/** ISO 4217 currencies whose minor unit isn't a hundredth (list one, 2024). */
const DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    [
      'BIF',
      'CLP',
      'DJF',
      'GNF',
      'ISK',
      'JPY',
      'KMF',
      'KRW',
      'PYG',
      'RWF',
      'UGX',
      'UYI',
      'VND',
      'VUV',
      'XAF',
      'XOF',
      'XPF',
    ].map((code) => [code, 0]),
  ),
  ...Object.fromEntries(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3])),
  CLF: 4,
  UYW: 4,
};

/** Decimals of a currency's minor unit: EUR 2, JPY 0, KWD 3. `Intl` won't do: its figures are habits, not ISO's. */
export const currencyDigits = (code: string): number => DIGITS[code] ?? 2;

/** Minor units as people read them: `79.34 EUR`. */
export const readable = (minor: number, code: string): string => `${fromMinor(minor, currencyDigits(code))} ${code}`;
