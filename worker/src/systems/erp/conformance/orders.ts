import type { SalesOrder, SalesOrderLine } from '@causeway/contracts';
import { ADDRESS } from '../../conformance/documents.ts';
import type { ErpWords, Money } from './words.ts';

/** What a check wants to be different. */
export interface Wish {
  readonly sku?: string;
  readonly money?: Money;
  /** A rounding line of so many minor units. */
  readonly roundingMinor?: number;
  /** The net amount of the first line, in minor units, and its pieces. */
  readonly netMinor?: number;
  readonly quantity?: number;
}

/** An order that the system would take: goods of two kinds, a discount, shipping; taxed as the system would tax it. */
export function salesOrder(words: ErpWords, externalId: string, wish: Wish = {}): SalesOrder {
  const { money = words.currencies[0], netMinor = 3_998, quantity = 2, roundingMinor = 0 } = wish;
  const [sku, other] = words.skus;
  const taxed = (line: Partial<SalesOrderLine> & Pick<SalesOrderLine, 'lineId' | 'kind' | 'netMinor'>) =>
    lineOf({ taxMinor: taxOn(line.netMinor, words.taxPercent), taxCode: words.taxCode, ...line });
  const lines = [
    taxed({ lineId: '1', kind: 'item', sku: wish.sku ?? sku, quantity: String(quantity), netMinor }),
    taxed({ lineId: '2', kind: 'item', sku: other, quantity: '1', netMinor: 1_250 }),
    taxed({ lineId: 'd1', kind: 'discount', description: 'SPRING', netMinor: -683 }),
    taxed({ lineId: '3', kind: 'shipping', description: 'Flat rate', netMinor: 504 }),
    ...(roundingMinor === 0 ? [] : [lineOf({ lineId: 'r', kind: 'rounding', netMinor: roundingMinor })]),
  ];
  const sum = (of: (line: SalesOrderLine) => number) => lines.reduce((total, line) => total + of(line), 0);
  const { currency, currencyDigits } = { currency: money.code, currencyDigits: money.digits };
  return {
    externalId,
    shopOrderId: 1042,
    shopOrderNumber: '1042',
    orderedAt: '2026-11-27T08:00:00Z',
    paidAt: null,
    currency,
    currencyDigits,
    customer: { accountId: null, email: 'frieda@example.test', name: ADDRESS.name, phone: '' },
    billTo: ADDRESS,
    shipTo: ADDRESS,
    payment: { method: words.paymentMethod, state: 'on_account', transactionId: null },
    shippingMethod: words.shippingMethod,
    lines,
    totalMinor: sum((line) => line.netMinor + line.taxMinor),
    taxMinor: sum((line) => line.taxMinor),
    note: '',
    traceId: 'ab'.repeat(16),
  };
}

function lineOf(line: Partial<SalesOrderLine> & Pick<SalesOrderLine, 'lineId' | 'kind' | 'netMinor'>): SalesOrderLine {
  return { sku: null, description: 'Lantern', quantity: '1', taxMinor: 0, taxCode: null, ...line };
}

/** Half away from zero, as shop and ERP round. */
function taxOn(netMinor: number, percent: number): number {
  return Math.sign(netMinor) * Math.round((Math.abs(netMinor) * percent) / 100);
}
