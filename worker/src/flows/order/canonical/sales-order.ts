import type { SalesOrder, SalesOrderLine, WarehouseRelease } from '@causeway/contracts';
import { scaled } from '../../../policy/rounding/money.ts';
import type { Reading } from './reading.ts';

/** By what both systems will know the order. */
export interface Identity {
  readonly externalId: string;
  readonly traceId: string;
}

/** The order for the ERP; null where a check would hold it (no row for a word, an amount that does not add up). */
export function toSalesOrder(reading: Reading, identity: Identity): SalesOrder | null {
  const { order, payment, shipping, amounts } = reading;
  if (payment === undefined || payment.state === 'hold' || shipping === undefined || amounts === null) return null;
  if (amounts.missingTaxCodes.length > 0 || Math.abs(amounts.restMinor) > amounts.restMinorMax) return null;
  const lines = [...amounts.lines, ...roundingLine(amounts.restMinor)];
  return {
    ...identity,
    shopOrderId: order.id,
    shopOrderNumber: order.number,
    orderedAt: order.created_at,
    paidAt: order.paid_at,
    currency: order.currency,
    currencyDigits: amounts.digits,
    customer: {
      // Accounts of the ERP come with the customer flow; until then it books on its own walk-in account.
      accountId: null,
      email: order.billing.email,
      name: reading.billTo.name,
      phone: reading.billTo.phone,
    },
    billTo: reading.billTo,
    shipTo: reading.shipTo,
    payment: { method: payment.erp, state: payment.state, transactionId: order.transaction_id || null },
    shippingMethod: shipping.erp,
    lines,
    totalMinor: amounts.totalMinor,
    taxMinor: lines.reduce((sum, line) => sum + line.taxMinor, 0),
    note: order.customer_note,
  };
}

function roundingLine(restMinor: number): SalesOrderLine[] {
  if (restMinor === 0) return [];
  const head = { lineId: 'r1', kind: 'rounding', sku: null, description: 'Rounding', quantity: '1' } as const;
  return [{ ...head, netMinor: restMinor, taxMinor: 0, taxCode: null }];
}

/** The item lines as the warehouse gets them: under the same line ids, with what is due of each. Null: nothing is. */
export function toRelease(
  reading: Reading,
  identity: Identity,
  erpNumber: string,
  due: (lineId: string, ordered: string) => string = (_, ordered) => ordered,
): Omit<WarehouseRelease, 'node'> | null {
  const { shipping, amounts, order } = reading;
  if (shipping === undefined || amounts === null) return null;
  const lines = amounts.lines
    .filter((line) => line.kind === 'item')
    .map((line) => ({ lineId: line.lineId, sku: line.sku ?? '', quantity: due(line.lineId, line.quantity) }))
    .filter((line) => scaled(line.quantity) > 0n);
  return {
    ...identity,
    erpNumber,
    shipTo: reading.shipTo,
    email: order.billing.email,
    shippingMethod: shipping.wms,
    lines,
  };
}
