import * as z from 'zod';
import { plainDecimal, scaled } from '../../policy/rounding/money.ts';

/** What Tryton writes for values that JSON has no word for: `trytond/protocols/jsonrpc.py`. */
interface Spelled {
  readonly __class__: string;
}

/** Python spells very small and very large decimals with an exponent ("0E-8"). */
const PYTHON_DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:E([+-]\d{1,2}))?$/;

/** A `Decimal` as a plain decimal string. */
export const TrytonDecimal = z
  .object({ __class__: z.literal('Decimal'), decimal: z.string().regex(PYTHON_DECIMAL) })
  .transform(({ decimal }) => plainDecimal(withoutExponent(decimal)));

const Clock = { year: z.int(), month: z.int(), day: z.int() };

/** A `datetime` as "2026-11-21T11:47:46.526047Z": Tryton names no zone, its server is expected to run in UTC. */
export const TrytonDatetime = z
  .object({
    __class__: z.literal('datetime'),
    ...Clock,
    ...{ hour: z.int(), minute: z.int(), second: z.int(), microsecond: z.int() },
  })
  .transform(
    ({ year, month, day, hour, minute, second, microsecond }) =>
      `${digits(year, 4)}-${digits(month)}-${digits(day)}T${digits(hour)}:${digits(minute)}:${digits(second)}.${digits(microsecond, 6)}Z`,
  );

/** `text`: a decimal string. */
export function decimal(text: string): Spelled & { readonly decimal: string } {
  return { __class__: 'Decimal', decimal: text };
}

/** `text`: "2026-11-21", or an instant of which the day in UTC counts. */
export function date(text: string): Spelled {
  return { __class__: 'date', ...calendar(text) } as Spelled;
}

/** `text`: as `TrytonDatetime` tells it. */
export function datetime(text: string): Spelled {
  const [hour = 0, minute = 0, second = 0] = text.slice(11, 19).split(':').map(Number);
  const microsecond = Number((/\.(\d+)Z$/.exec(text)?.[1] ?? '0').padEnd(6, '0').slice(0, 6));
  return { __class__: 'datetime', ...calendar(text), hour, minute, second, microsecond } as Spelled;
}

/** A float of Tryton (quantities are floats there) as a decimal string, exact to what a unit of measure can hold. */
export function quantity(float: number): string {
  return plainDecimal(float.toFixed(QUANTITY_DECIMALS));
}

const QUANTITY_DECIMALS = 6;

/** Decimal strings added up, exactly. */
export function sum(...decimals: readonly string[]): string {
  const exact = decimals.reduce((all, one) => all + scaled(one), 0n);
  const figures = String(exact < 0n ? -exact : exact).padStart(SCALE + 1, '0');
  return plainDecimal(`${exact < 0n ? '-' : ''}${figures.slice(0, -SCALE)}.${figures.slice(-SCALE)}`);
}

/** What `scaled` counts in: 10⁻¹⁰. */
const SCALE = 10;

export const negative = (text: string): string => (text.startsWith('-') ? text.slice(1) : `-${text}`);

function calendar(text: string): { year: number; month: number; day: number } {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return { year, month, day };
}

const digits = (figure: number, count = 2): string => String(figure).padStart(count, '0');

function withoutExponent(text: string): string {
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] = PYTHON_DECIMAL.exec(text) ?? [];
  const point = whole.length + Number(exponent);
  const figures = (whole + fraction).padStart(whole.length + fraction.length - Math.min(point, 0), '0');
  const at = Math.max(point, 0);
  const padded = figures.padEnd(at, '0');
  // Ten decimals are all that an amount can have; what a zero has beyond them says nothing.
  return `${sign}${padded.slice(0, at) || '0'}.${padded.slice(at, at + 10) || '0'}`;
}
