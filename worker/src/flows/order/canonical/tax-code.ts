import type { OrderSnapshot, SnapshotItem } from '@causeway/contracts';
import type { OrderSettings } from '../settings.ts';
import { row } from './row.ts';

/** The ERP's tax code of a line (null: an untaxed line that needs none), or the row that the mapping lacks. */
export type TaxCode = { readonly code: string | null } | { readonly missing: string };

/**
 * By the line's rate codes first, then by its class. `taxClass` as WooCommerce names it ('' is the standard class);
 * 'shipping' for lines that have none of their own.
 */
export function taxCodeOf(
  order: OrderSnapshot,
  settings: OrderSettings,
  taxes: SnapshotItem['taxes'],
  taxClass: string,
): TaxCode {
  const table = settings.mapping.taxCodes;
  const byClass = row(table, `class:${taxClass === '' ? 'standard' : taxClass}`);
  if (taxes.length === 0) {
    const named = taxClass !== '' && taxClass !== 'shipping';
    return { code: row(table, 'none') ?? (named ? byClass : undefined) ?? null };
  }
  const rates = taxes.map(({ rate_id }) => rateCode(order, rate_id)).sort();
  const whole = rates.join('+');
  const each = new Set(rates.map((rate) => row(table, rate)));
  const [only] = each;
  const code = row(table, whole) ?? (each.size === 1 ? only : undefined) ?? byClass;
  return code === undefined ? { missing: whole } : { code };
}

function rateCode(order: OrderSnapshot, rateId: number): string {
  return order.taxes.find((tax) => tax.rate_id === rateId)?.rate_code ?? `rate-${rateId}`;
}
