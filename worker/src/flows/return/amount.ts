import type { RefundOrder, ReturnedOrder } from '@causeway/contracts';
import { fromMinor, fromScaled, scaled, toMinor } from '../../policy/rounding/money.ts';

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
 * that, however many returns they come back in. Items that the order doesn't have are left out.
 */
export function amountOf(order: ReturnedOrder, units: readonly Units[]): Amount {
  const digits = order.currency_decimals;
  let minor = 0;
  const lines: RefundOrder['lines'] = [];
  for (const item of order.items) {
    const back = units.reduce((sum, unit) => (unit.lineId === String(item.id) ? sum + scaled(unit.quantity) : sum), 0n);
    if (back <= 0n || scaled(item.quantity) <= 0n) continue;
    const before = scaled(item.refunded_quantity);
    const share = (whole: string) =>
      upTo(whole, before + back, item.quantity, digits) - upTo(whole, before, item.quantity, digits);
    const [net, tax] = [share(item.total), share(item.total_tax)];
    minor += net + tax;
    const quantity = fromScaled(back);
    lines.push({ item_id: item.id, quantity, total: fromMinor(net, digits), total_tax: fromMinor(tax, digits) });
  }
  return { amount: fromMinor(minor, digits), lines };
}

/** The part of `whole` that the first `units` (a count of 10⁻¹⁰) of `quantity` cost, in minor units. */
function upTo(whole: string, units: bigint, quantity: string, digits: number): number {
  const all = scaled(quantity);
  const part = (scaled(whole) * (units > all ? all : units)) / all;
  return toMinor(fromScaled(part), digits).minor;
}

/** What may still be paid back of the order. */
export const leftOf = ({ total, refunded }: Pick<ReturnedOrder, 'total' | 'refunded'>): string =>
  fromScaled(scaled(total) - scaled(refunded));
