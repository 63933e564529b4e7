import type { SalesOrder, SalesOrderLine } from '@causeway/contracts';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import type { LineCode, Settings } from '../settings.ts';
import { toSellTo, toShipTo } from './address.ts';
import { toNumber, toPrice } from './amounts.ts';
import { toNativeId } from './external-document.ts';
import { comment, noteLines } from './note.ts';
import { cut, filled, fitting } from './texts.ts';

const DESCRIPTION_LENGTH = 100;

/** What was looked up for an order: Business Central names these by GUID. */
export interface Looked {
  readonly customerNumber: string;
  readonly shipmentMethodId: string;
  readonly paymentTermsId: string | undefined;
  readonly locationId: string | undefined;
}

/** A sales order with its lines, for one deep insert. The rounding line isn't among them: see totals.ts. */
export function toNativeOrder(order: SalesOrder, looked: Looked, { lines }: Pick<Settings, 'lines'>) {
  const { shipmentMethodId, paymentTermsId, locationId } = looked;
  const customerNumber = fitting(looked.customerNumber, 20, 'customer.accountId');
  return {
    ...filled({ customerNumber, shipmentMethodId, paymentTermsId }),
    externalDocumentNumber: toNativeId(order.externalId),
    orderDate: order.orderedAt.slice(0, 10),
    currencyCode: order.currency,
    phoneNumber: fitting(order.customer.phone || order.shipTo.phone, 30, 'customer.phone'),
    email: fitting(order.customer.email, 80, 'customer.email'),
    ...toSellTo(order.billTo),
    ...toShipTo(order.shipTo),
    salesOrderLines: [
      ...order.lines
        .filter(({ kind }) => kind !== 'rounding')
        .map((line) => toNativeLine(line, order, lines, locationId)),
      comment(referenceOf(order)),
      ...noteLines(order.note).map(comment),
    ],
  };
}

function toNativeLine(
  line: SalesOrderLine,
  { currencyDigits }: SalesOrder,
  codes: Settings['lines'],
  locationId: string | undefined,
): Record<string, unknown> {
  const description = cut(line.description, DESCRIPTION_LENGTH);
  const price = toPrice(line.netMinor, line.quantity, currencyDigits);
  if (line.kind !== 'item') return onCode(codeFor(line, codes), { ...price, description }, line.taxCode);
  if (line.sku === null || line.sku === '') {
    throw new SystemFailure('validation', 'before_send', `line ${line.lineId} has no SKU`);
  }
  return filled({
    lineType: 'Item',
    lineObjectNumber: fitting(line.sku, 20, `the SKU of line ${line.lineId}`),
    description,
    quantity: toNumber(line.quantity),
    ...price,
    taxCode: fitting(line.taxCode ?? '', 20, `the tax code of line ${line.lineId}`),
    locationId,
  });
}

function codeFor({ kind }: SalesOrderLine, codes: Settings['lines']): LineCode {
  return kind === 'gift_card' ? codes.giftCard : codes[kind as Exclude<keyof Settings['lines'], 'giftCard'>];
}

/** A line on an account (or item, or charge) that the settings name, of one piece. */
function onCode(
  { type, number, taxCode }: LineCode,
  line: { readonly description: string; readonly unitPrice: number },
  given: string | null,
): Record<string, unknown> {
  const tax = fitting(given ?? taxCode ?? '', 20, `the tax code of a line on ${number}`);
  return filled({ lineType: type, lineObjectNumber: number, quantity: 1, ...line, taxCode: tax });
}

/** The line that makes up for tax that Business Central rounded otherwise; `unitPrice` in the currency. */
export const roundingLine = (code: LineCode, unitPrice: number): Record<string, unknown> =>
  onCode(code, { description: 'Rounding', unitPrice }, null);

/** For whoever reads the order there: it has neither payment nor our number of its own. */
function referenceOf({ shopOrderNumber, payment }: SalesOrder): string {
  const paid = `${payment.state.replace('_', ' ')}, ${payment.method}`;
  const transaction = payment.transactionId === null ? '' : ` ${payment.transactionId}`;
  return `Shop order ${shopOrderNumber}: ${paid}${transaction}`;
}
