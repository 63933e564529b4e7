import type { SalesOrder } from '@causeway/contracts';
import { fromMinor, plainDecimal } from '../../../policy/rounding/money.ts';

const TITLE = /^Shop order .* \(([A-Z]{3}) (-?\d+(?:\.\d+)?)\)$/s;

/** A sale's description: the shop's order, how it is paid and sent, and the total that the sale must come to. */
export function titleOf(order: SalesOrder): string {
  const { payment, shippingMethod, shopOrderNumber, currency } = order;
  const transaction = payment.transactionId === null ? '' : ` ${payment.transactionId}`;
  const paid = `${payment.method} (${payment.state.replace('_', ' ')}${transaction})`;
  const total = `(${currency} ${fromMinor(order.totalMinor, order.currencyDigits)})`;
  return `Shop order ${[shopOrderNumber, paid, shippingMethod].join(', ')} ${total}`;
}

/** The total that a description names; null: it is none of ours, or was changed. */
export function totalIn(description: string | null): { readonly currency: string; readonly total: string } | null {
  const [, currency, total] = TITLE.exec(description ?? '') ?? [];
  return currency === undefined || total === undefined ? null : { currency, total: plainDecimal(total) };
}
