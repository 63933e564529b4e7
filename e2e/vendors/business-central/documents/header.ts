import { NO_GUID } from '../model/field.ts';
import type { Body } from '../model/read-body.ts';
import { dialog, wrongState } from '../odata/api-error.ts';
import { today } from '../records/company-data.ts';
import type { Content, Stored } from '../records/records.ts';
import { type Books, checkRelations, currencyOf, named } from './books.ts';
import { recalculate } from './totals.ts';

/** What of an order can't be changed once it is released: what its lines' prices hang on. */
const NEEDS_DRAFT = [
  'customerId',
  'customerNumber',
  'billToCustomerId',
  'billToCustomerNumber',
  'currencyId',
  'currencyCode',
  'pricesIncludeTax',
  'discountAmount',
];

interface Kind {
  readonly series: string;
  readonly first: number;
  readonly dates: readonly string[];
}

const KINDS: Readonly<Record<string, Kind>> = {
  salesOrders: { series: 'S-ORD', first: 101001, dates: ['orderDate', 'postingDate'] },
  salesInvoices: { series: 'S-INV', first: 102001, dates: ['invoiceDate', 'postingDate', 'dueDate'] },
  salesCreditMemos: { series: 'S-CR', first: 1001, dates: ['creditMemoDate', 'postingDate', 'dueDate'] },
};

/**
 * A new draft of a sales document. Its customer is mandatory and brings name, addresses, currency and terms where they
 * aren't sent; bill-to follows sell-to unless another customer is billed.
 */
export function draft(books: Books, set: string, sent: Body): Stored {
  const kind = KINDS[set];
  const customer = named(books, 'customers', sent, { id: 'customerId', key: 'customerNumber' });
  if (kind === undefined || customer === undefined)
    throw dialog('A document needs a "customerId" or a "customerNumber".');
  const content: Content = {
    ...Object.fromEntries(kind.dates.map((date) => [date, today()])),
    ...fromCustomer(customer),
    ...currencyOf(books, { currencyCode: String(customer.body.currencyCode), ...withoutBlankCurrency(sent) }),
    ...(set === 'salesCreditMemos' ? {} : shipToOf(customer)),
    status: 'Draft',
  };
  const resolved = resolve(books, set, sent, customer);
  const number = books.records.nextNumber(books.company, kind.series, kind.first);
  return books.records.insert(books.company, set, { ...content, ...resolved, number: `${kind.series}${number}` });
}

/** Changes a document's header. Throws 400 when the document is posted, or released and its prices would change. */
export function amend(books: Books, document: Stored, sent: Body): Stored {
  checkUnposted(document);
  const blocked = NEEDS_DRAFT.find((property) => property in sent && sent[property] !== document.body[property]);
  if (document.body.status === 'Open' && blocked !== undefined) throw mustBeOpen(document);
  const customer = named(books, 'customers', sent, { id: 'customerId', key: 'customerNumber' });
  const derived = customer === undefined ? {} : fromCustomer(customer);
  const changed = books.records.update(document, { ...derived, ...resolve(books, document.set, sent, customer) });
  const repriced = ['pricesIncludeTax', 'discountAmount', 'currencyId', 'currencyCode'].some((name) => name in sent);
  return repriced ? recalculate(books, changed) : changed;
}

/** Posted invoices and credit memos are history. */
export function checkUnposted(document: Stored): void {
  if (document.set !== 'salesOrders' && document.body.status !== 'Draft')
    throw dialog('What is posted stays as it is.');
}

/** Released orders keep their lines (an AL TestField on the status, whose "Open" is this API's "Draft"). */
export const mustBeOpen = (document: Stored) =>
  wrongState(`Order ${document.body.number} is released; this is changed before.`);

function resolve(books: Books, set: string, sent: Body, customer: Stored | undefined): Content {
  checkRelations(books, sent);
  named(books, 'paymentTerms', sent, { id: 'paymentTermsId' });
  named(books, 'shipmentMethods', sent, { id: 'shipmentMethodId' });
  const billTo = named(books, 'customers', sent, { id: 'billToCustomerId', key: 'billToCustomerNumber' });
  const resolved: Content = { ...sent };
  if (customer !== undefined)
    Object.assign(resolved, { customerId: customer.id, customerNumber: String(customer.body.number) });
  if (billTo !== undefined) Object.assign(resolved, billToOf(billTo));
  if ('currencyId' in sent || 'currencyCode' in sent) Object.assign(resolved, currencyOf(books, sent));
  if (set === 'salesCreditMemos') Object.assign(resolved, invoiceOf(books, sent));
  return resolved;
}

function invoiceOf(books: Books, sent: Body): Content {
  const invoice = named(books, 'salesInvoices', sent, { id: 'invoiceId', key: 'invoiceNumber' });
  return invoice === undefined ? {} : { invoiceId: invoice.id, invoiceNumber: String(invoice.body.number) };
}

function fromCustomer(customer: Stored): Content {
  const { body } = customer;
  if (body.blocked === 'All') throw dialog(`Customer ${body.number} is blocked: All.`);
  return {
    customerId: customer.id,
    customerNumber: String(body.number),
    customerName: String(body.displayName),
    ...billToOf(customer),
    ...address('sellTo', customer),
    phoneNumber: String(body.phoneNumber),
    email: String(body.email),
    paymentTermsId: String(body.paymentTermsId),
    shipmentMethodId: String(body.shipmentMethodId),
    salesperson: String(body.salespersonCode),
  };
}

function billToOf(customer: Stored): Content {
  const { id, body } = customer;
  return {
    billToCustomerId: id,
    billToCustomerNumber: String(body.number),
    billToName: String(body.displayName),
    ...address('billTo', customer),
  };
}

function shipToOf(customer: Stored): Content {
  return { shipToName: String(customer.body.displayName), ...address('shipTo', customer) };
}

function address(prefix: string, { body }: Stored): Content {
  return {
    [`${prefix}AddressLine1`]: String(body.addressLine1),
    [`${prefix}AddressLine2`]: String(body.addressLine2),
    [`${prefix}City`]: String(body.city),
    [`${prefix}Country`]: String(body.country),
    [`${prefix}State`]: String(body.state),
    [`${prefix}PostCode`]: String(body.postalCode),
  };
}

/** A currency that is sent by its id alone must not meet the customer's code. */
function withoutBlankCurrency(sent: Body): Body {
  if ((sent.currencyId ?? NO_GUID) === NO_GUID || 'currencyCode' in sent) return sent;
  return { ...sent, currencyCode: '' };
}
