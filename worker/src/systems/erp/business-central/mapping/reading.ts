import type { ErpOrder } from '@causeway/contracts';
import { currencyDigits } from '../../../../policy/rounding/currency.ts';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import type { Settings } from '../settings.ts';
import type { NativeInvoice, NativeOrder, NativeShipment } from '../talk/native.ts';
import { SYSTEM } from '../talk/refusal.ts';
import { toMinorExactly } from './amounts.ts';

/** Everything under one external id; an order that is posted whole is gone, its invoices and shipments stay. */
export interface Documents {
  readonly orders: readonly NativeOrder[];
  readonly invoices: readonly NativeInvoice[];
  readonly shipments: readonly NativeShipment[];
}

type Rule = Settings['allocation'];

/** The orders that these documents are or were, oldest first: their numbers come from one series. */
export function toErpOrders(externalId: string, documents: Documents, rule: Rule): ErpOrder[] {
  const { orders, invoices, shipments } = documents;
  const of = (number: string) => ({
    order: orders.find((order) => order.number === number),
    invoices: invoices.filter((invoice) => numberOf(invoice) === number),
  });
  const numbers = new Set([...orders.map(({ number }) => number), ...[...invoices, ...shipments].map(numberOf)]);
  return [...numbers]
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((number) => {
      const { order, invoices: posted } = of(number);
      return order === undefined ? posting(externalId, number, posted) : toErpOrder(externalId, order, rule);
    });
}

/** An invoice that somebody wrote by hand has no order: it stands for itself. */
const numberOf = ({ orderNumber, number }: NativeInvoice | NativeShipment): string => orderNumber || number;

export function toErpOrder(externalId: string, order: NativeOrder, rule: Rule): ErpOrder {
  const { number, currencyCode: currency } = order;
  const free = order.status === 'Open' || (order.status === 'Draft' && rule === 'on_draft');
  const shipped = order.fullyShipped === true;
  return {
    id: number,
    number,
    externalId,
    status: shipped ? 'shipped' : free ? 'allocated' : 'open',
    currency,
    totalMinor: totalOf(order),
    allocation: shipped || free ? 'full' : 'none',
  };
}

export const totalOf = ({ totalAmountIncludingTax, currencyCode }: NativeOrder | NativeInvoice): number =>
  toMinorExactly(totalAmountIncludingTax, currencyDigits(currencyCode));

/** What an order became: closed by its invoices; cancelled where each of them was cancelled again. */
function posting(externalId: string, number: string, invoices: readonly NativeInvoice[]): ErpOrder {
  const [first] = invoices;
  if (first === undefined) {
    // Shipments have no amounts: whoever invoiced them together with others has to be asked.
    const message = `${SYSTEM} has shipments of ${number} but neither order nor invoice that would tell its total`;
    throw new SystemFailure('conflict', 'after_send', message);
  }
  const live = invoices.filter(({ status }) => status !== 'Canceled');
  const counted = live.length === 0 ? invoices : live;
  const isDraft = live.some(({ status }) => status === 'Draft' || status === 'In Review');
  return {
    id: number,
    number,
    externalId,
    status: live.length === 0 ? 'cancelled' : isDraft ? 'open' : 'closed',
    currency: first.currencyCode,
    totalMinor: counted.reduce((sum, invoice) => sum + totalOf(invoice), 0),
    allocation: live.length === 0 || isDraft ? 'none' : 'full',
  };
}
