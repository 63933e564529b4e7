import type { RefundOrder, ReturnedOrder } from '@causeway/contracts';
import { fromMinor, fromScaled, scaled, toMinor } from '../../policy/rounding/money.ts';
import { withRest } from './rounding.ts';

/** Units of an order's item for which the customer gets the money back. */
export interface Units {
  readonly lineId: string;
  readonly quantity: string;
}

/** Money for returned units, in the order's currency and its decimals: lines, and all of it together. */
export interface Amount {
  readonly amount: string;
  readonly lines: RefundOrder['lines'];
}

/**
 * What the units cost: of each line its share of what was charged, such that the shares of all units add up to exactly
 * that, however many returns they come back in. Cents that rounding by line makes above what is left of the order are
 * taken off. Items that the order doesn't have are left out.
 */
export function amountOf(order: ReturnedOrder, units: readonly Units[]): Amount {
  const digits = order.currency_decimals;
  const shares = order.items.flatMap((item) => {
    const back = units.reduce((sum, unit) => (unit.lineId === String(item.id) ? sum + scaled(unit.quantity) : sum), 0n);
    if (back <= 0n || scaled(item.quantity) <= 0n) return [];
    const before = scaled(item.refunded_quantity);
    const share = (whole: string) =>
      upTo(whole, before + back, item.quantity, digits) - upTo(whole, before, item.quantity, digits);
    const quantity = fromScaled(back);
    return [{ item_id: item.id, quantity, netMinor: share(item.total), taxMinor: share(item.total_tax) }];
  });
  const above = sumOf(shares) - toMinor(leftOf(order), digits).minor;
  const due = above > 0 ? (withRest(shares, -above) ?? shares) : shares;
  const lines = due.map(({ netMinor, taxMinor, ...line }) => ({
    ...line,
    total: fromMinor(netMinor, digits),
    total_tax: fromMinor(taxMinor, digits),
  }));
  return { amount: fromMinor(sumOf(due), digits), lines };
}

const sumOf = (shares: readonly { readonly netMinor: number; readonly taxMinor: number }[]): number =>
  shares.reduce((sum, { netMinor, taxMinor }) => sum + netMinor + taxMinor, 0);

/** The part of `whole` that the first `units` (a count of 10⁻¹⁰) of `quantity` cost, in minor units. */
function upTo(whole: string, units: bigint, quantity: string, digits: number): number {
  const all = scaled(quantity);
  const part = (scaled(whole) * (units > all ? all : units)) / all;
  return toMinor(fromScaled(part), digits).minor;
}

/** What may still be paid back of the order. */
export const leftOf = ({ total, refunded }: Pick<ReturnedOrder, 'total' | 'refunded'>): string =>
  fromScaled(scaled(total) - scaled(refunded));
