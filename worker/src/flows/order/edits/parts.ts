import { hash } from 'node:crypto';
import type { Address, OrderSnapshot } from '@causeway/contracts';
import { plainDecimal } from '../../../policy/rounding/money.ts';
import { remembered } from '../../remembered.ts';
import { billTo, shipTo } from '../canonical/address.ts';

/** Fingerprints of what an ERP took and lets nobody change: each says by itself whether the shop's side is another one. */
export interface Parts {
  readonly goods: string;
  readonly amounts: string;
  readonly paying: string;
  readonly method: string;
}

export const partsOf = remembered((order: OrderSnapshot): Parts => {
  const { items, shipping_lines, fees, totals, currency } = order;
  return {
    goods: fingerprint(items.map((item) => [item.id, item.sku, plainDecimal(item.quantity)])),
    amounts: fingerprint([
      currency,
      plainDecimal(totals.total),
      items.flatMap((item) => [item.subtotal, item.subtotal_tax, item.total, item.total_tax].map(plainDecimal)),
      [...shipping_lines, ...fees].flatMap((line) => [line.id, plainDecimal(line.total), plainDecimal(line.total_tax)]),
    ]),
    paying: fingerprint([
      order.payment_method,
      folded(order.billing.email),
      foldedAddress({ ...billTo(order), phone: '' }),
    ]),
    method: fingerprint(shipping_lines.map((line) => [line.method_id, line.instance_id])),
  };
});

/**
 * A fingerprint of what may still change once a system has the order: `address.note`. Case and white space are not in it:
 * changing those changes no address.
 */
export const deliveryMark = remembered(
  (order: OrderSnapshot): string =>
    `${fingerprint(foldedAddress(shipTo(order)))}.${fingerprint(folded(order.customer_note))}`,
);

/** The mark of a delivery that nobody here knows: no other is the same. */
export const UNTOLD = '?.?';

/** Whether two marks mean one address. */
export const isSameAddress = (a: string, b: string): boolean => a.split('.')[0] === b.split('.')[0];

const foldedAddress = (address: Address): string[] => Object.values(address).map(folded);

const folded = (text: string): string => text.toLowerCase().replace(/\s+/g, '');

const fingerprint = (value: unknown): string => hash('sha256', JSON.stringify(value)).slice(0, 8);
