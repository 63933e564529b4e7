import type { SalesOrder } from '@causeway/contracts';
import { fromMinor, plainDecimal } from '../../../policy/rounding/money.ts';

const TITLE = /^Shop order .* \(([A-Z]{3}) (-?\d+(?:\.\d+)?)\)$/;
/** Between the note and what we say of payment and shipping; nobody's note has it. */
const FOOT = '\n-- \n';

/** A sale's description: names the shop's order, and the total that the sale must come to. */
export function titleOf(order: SalesOrder): string {
  return `Shop order ${order.shopOrderNumber} (${order.currency} ${fromMinor(order.totalMinor, order.currencyDigits)})`;
}

/** The total that a description names; null: it is none of ours, or was changed. */
export function totalIn(description: string | null): { readonly currency: string; readonly total: string } | null {
  const [, currency, total] = TITLE.exec(description ?? '') ?? [];
  return currency === undefined || total === undefined ? null : { currency, total: plainDecimal(total) };
}

/** A sale's comment: the customer's note, then how it is paid and sent. */
export function commentOf({ note, payment, shippingMethod }: SalesOrder): string {
  const transaction = payment.transactionId === null ? '' : `, transaction ${payment.transactionId}`;
  return `${note}${FOOT}Payment: ${payment.method} (${payment.state.replace('_', ' ')}${transaction})\nShipping: ${shippingMethod}`;
}

/** The comment with another note before what we said there. */
export function withNote(comment: string | null, note: string): string {
  const foot = (comment ?? '').lastIndexOf(FOOT);
  return foot === -1 ? note : note + (comment ?? '').slice(foot);
}
