import { dialog, wrongState } from '../odata/api-error.ts';
import type { Content, Stored } from '../records/records.ts';
import { type Books, precisionOf } from './books.ts';
import { divide, exact, rounded, toNumber } from './decimal.ts';
import { copied, dueDate, moveGoods } from './posting.ts';
import { recalculate } from './totals.ts';

/** `ship` what the lines' shipQuantity says, `invoice` what their invoiceQuantity says. */
export interface Posting {
  readonly ship: boolean;
  readonly invoice: boolean;
}

/**
 * Posts an order (resources/dynamics_salesorder.md, "Bound actions"): a shipment and an invoice appear, and the order
 * vanishes once all of it is invoiced. Throws 400 when there is nothing to post, or the customer or an item is blocked.
 */
export function postOrder(books: Books, order: Stored, posting: Posting): void {
  const lines = books.records.linesOf(order.id);
  checkPostable(books, order, lines, posting);
  if (posting.ship) ship(books, order, lines);
  if (posting.invoice) invoice(books, order, books.records.linesOf(order.id));
  const left = books.records.linesOf(order.id).filter(({ body }) => body.invoicedQuantity !== body.quantity);
  for (const line of left) books.records.update(line, remainder(line.body));
  if (left.length > 0) recalculate(books, books.records.get(books.company, order.set, order.id));
  else books.records.remove(order);
}

function checkPostable(books: Books, order: Stored, lines: readonly Stored[], { ship, invoice }: Posting): void {
  const shipping = ship && lines.some(({ body }) => body.shipQuantity !== 0);
  const invoicing = invoice && lines.some(({ body }) => invoiceable(body) !== 0);
  if (!shipping && !invoicing) throw dialog('There is nothing to post.');
  const customer = books.records.get(books.company, 'customers', String(order.body.customerId));
  if (customer.body.blocked !== ' ')
    throw dialog(`Nothing is posted for customer ${customer.body.number}, who is blocked: ${customer.body.blocked}.`);
  for (const { body } of lines.filter((line) => line.body.lineType === 'Item')) {
    const item = books.records.get(books.company, 'items', String(body.itemId));
    if (item.body.blocked === true) throw wrongState(`Item ${item.body.number} is blocked.`);
  }
}

/** Comments go with every shipment and invoice; the shipment's words for line types are its own. */
function ship(books: Books, order: Stored, lines: readonly Stored[]): void {
  const going = lines.filter(({ body }) => body.lineType === 'Comment' || body.shipQuantity !== 0);
  if (going.every(({ body }) => body.lineType === 'Comment')) return;
  const number = `S-SHPT${books.records.nextNumber(books.company, 'S-SHPT', 102001)}`;
  const shipment = books.records.insert(books.company, 'salesShipments', {
    ...copied(order, 'salesShipments'),
    number,
    orderNumber: String(order.body.number),
    invoiceDate: String(order.body.orderDate),
    dueDate: dueDate(books, order),
    paymentTermsCode: codeOf(books, 'paymentTerms', order.body.paymentTermsId),
    shipmentMethodCode: codeOf(books, 'shipmentMethods', order.body.shipmentMethodId),
  });
  for (const line of going) {
    const content: Content = {
      ...copied(line, 'salesShipmentLines'),
      documentId: shipment.id,
      documentNo: number,
      lineType: SHIPPED_AS[String(line.body.lineType)] ?? '_x0020_',
      quantity: Number(line.body.shipQuantity),
    };
    books.records.insert(books.company, 'salesShipmentLines', content, shipment.id);
    books.records.update(line, { shippedQuantity: sum(line.body.shippedQuantity, line.body.shipQuantity) });
  }
  moveGoods(books, shipment, -1, 'Sales_x0020_Shipment');
}

const SHIPPED_AS: Readonly<Record<string, string>> = { Item: 'Item', Account: 'G_x002F_L_x0020_Account' };

function invoice(books: Books, order: Stored, lines: readonly Stored[]): void {
  const due = lines.filter(({ body }) => body.lineType === 'Comment' || invoiceable(body) !== 0);
  if (due.every(({ body }) => body.lineType === 'Comment')) return;
  const precision = precisionOf(books, String(order.body.currencyCode));
  const document = books.records.insert(books.company, 'salesInvoices', {
    ...copied(order, 'salesInvoices'),
    number: `PS-INV${books.records.nextNumber(books.company, 'PS-INV', 103001)}`,
    invoiceDate: String(order.body.postingDate),
    dueDate: dueDate(books, order),
    orderId: order.id,
    orderNumber: String(order.body.number),
    status: 'Open',
    discountAmount: toNumber(
      due.reduce((all, { body }) => all + exact(share(body, 'invoiceDiscountAllocation', precision)), 0n),
    ),
  });
  for (const line of due) {
    const quantity = invoiceable(line.body);
    const discountAmount = share(line.body, 'discountAmount', precision);
    const content: Content = {
      ...copied(line, 'salesInvoiceLines'),
      documentId: document.id,
      quantity,
      discountAmount,
    };
    books.records.insert(books.company, 'salesInvoiceLines', content, document.id);
    books.records.update(line, { invoicedQuantity: sum(line.body.invoicedQuantity, quantity) });
  }
  const priced = recalculate(books, document);
  books.records.update(priced, { remainingAmount: Number(priced.body.totalAmountIncludingTax) });
}

function codeOf(books: Books, set: string, id: Content[string] | undefined): string {
  return String(books.records.find(books.company, set, 'id', String(id))?.body.code ?? '');
}

const sum = (one: Content[string] | undefined, other: Content[string] | undefined) =>
  toNumber(exact(Number(one)) + exact(Number(other)));

/** Of what a line's invoiceQuantity says, as much as has been shipped. */
function invoiceable(line: Stored['body']): number {
  const shipped = sum(line.shippedQuantity, -Number(line.invoicedQuantity));
  const wanted = Number(line.invoiceQuantity);
  return Math.abs(wanted) < Math.abs(shipped) ? wanted : shipped;
}

/** What is still to ship and to invoice is what the next posting takes, unless it is told otherwise. */
function remainder(line: Stored['body']): Content {
  return {
    shipQuantity: sum(line.quantity, -Number(line.shippedQuantity)),
    invoiceQuantity: sum(line.quantity, -Number(line.invoicedQuantity)),
  };
}

/** As much of a line's discount as goes with the quantity that is invoiced, in the currency's precision. */
function share(line: Stored['body'], discount: string, precision: number): number {
  const [whole, quantity, of] = [line[discount], invoiceable(line), line.quantity].map((value) => exact(Number(value)));
  if (whole === undefined || quantity === undefined || of === undefined || of === 0n) return 0;
  return toNumber(rounded(divide(whole * quantity, of), exact(precision)));
}
