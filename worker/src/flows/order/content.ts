import { hash } from 'node:crypto';
import type { OrderSnapshot } from '@causeway/contracts';
import { plainDecimal } from '../../policy/rounding/money.ts';
import { billTo, shipTo } from './canonical/address.ts';

/**
 * A fingerprint (16 hex digits) of what an ERP and a warehouse act upon: lines, amounts, addresses, delivery, payment
 * method. Status, notes, meta, names and spelling of decimals are not in it: changing those changes no order.
 */
export function contentDigest(order: OrderSnapshot): string {
  const content = {
    currency: order.currency,
    payment: order.payment_method,
    email: order.billing.email,
    billTo: { ...billTo(order), phone: '' },
    shipTo: shipTo(order),
    items: order.items.map((item) => [
      item.id,
      item.sku,
      plainDecimal(item.quantity),
      ...[item.subtotal, item.subtotal_tax, item.total, item.total_tax].map(plainDecimal),
    ]),
    shipping: order.shipping_lines.map((line) => [line.id, line.method_id, line.instance_id, ...charged(line)]),
    fees: order.fees.map((fee) => [fee.id, ...charged(fee)]),
    total: plainDecimal(order.totals.total),
  };
  return hash('sha256', JSON.stringify(content)).slice(0, 16);
}

function charged(line: { readonly total: string; readonly total_tax: string }): string[] {
  return [plainDecimal(line.total), plainDecimal(line.total_tax)];
}
