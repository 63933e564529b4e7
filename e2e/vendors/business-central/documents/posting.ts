import { known } from '../model/entities.ts';
import { NO_GUID } from '../model/field.ts';
import { dialog } from '../odata/api-error.ts';
import { moveStock } from '../records/company-data.ts';
import type { Content, Stored } from '../records/records.ts';
import type { Books } from './books.ts';
import { exact, toNumber } from './decimal.ts';
import { recalculate } from './totals.ts';

/** Posts a draft: it keeps its id, gets the number of a posted invoice, and is open until it is paid; goods leave. */
export function postInvoice(books: Books, invoice: Stored): void {
  const posted = post(books, invoice, 'PS-INV', 103001);
  books.records.update(posted, {
    status: 'Open',
    remainingAmount: Number(posted.body.totalAmountIncludingTax),
    dueDate: dueDate(books, posted),
  });
  moveGoods(books, posted, -1, 'Sales_x0020_Shipment');
}

/** Posts a draft credit memo; what it is applied to becomes due by so much less, and goods come back. */
export function postCreditMemo(books: Books, memo: Stored): void {
  const posted = post(books, memo, 'PS-CR', 104001);
  const applied =
    posted.body.invoiceId === NO_GUID
      ? undefined
      : books.records.get(books.company, 'salesInvoices', String(posted.body.invoiceId));
  if (applied !== undefined) settle(books, applied, Number(posted.body.totalAmountIncludingTax));
  books.records.update(posted, { status: applied === undefined ? 'Open' : 'Paid' });
  moveGoods(books, posted, 1, 'Sales_x0020_Credit_x0020_Memo');
}

/** Takes an amount off what remains of a posted invoice. Throws 400 when less than that remains. */
export function settle(books: Books, invoice: Stored, amount: number): Stored {
  const remaining = exact(Number(invoice.body.remainingAmount)) - exact(amount);
  if (remaining < 0n) throw dialog('The amount to apply is more than what remains of the invoice.');
  const status = remaining === 0n ? 'Paid' : 'Open';
  return books.records.update(invoice, { remainingAmount: toNumber(remaining), status });
}

/** What two documents have in common, but for what makes each its own. */
export function copied(from: Stored, set: string, but: readonly string[] = []): Content {
  const own = ['id', 'number', 'documentId', 'status', 'lastModifiedDateTime', ...but];
  const shared = Object.keys(known(set).fields).filter((name) => name in from.body && !own.includes(name));
  return Object.fromEntries(shared.map((name) => [name, from.body[name] ?? '']));
}

/** The posting date and as many days as the payment terms give. */
export function dueDate(books: Books, document: Stored): string {
  const id = String(document.body.paymentTermsId);
  const terms = id === NO_GUID ? undefined : books.records.get(books.company, 'paymentTerms', id);
  const days = Number.parseInt(String(terms?.body.dueDateCalculation ?? '0'), 10);
  return new Date(Date.parse(String(document.body.postingDate)) + days * 86_400_000).toISOString().slice(0, 10);
}

/** One ledger entry for each item of a document: `sign` -1 out of stock, 1 back into it. */
export function moveGoods(books: Books, document: Stored, sign: 1 | -1, documentType: string): void {
  for (const { body } of books.records.linesOf(document.id)) {
    if (body.lineType !== 'Item' || body.quantity === 0) continue;
    moveStock(books.records, books.company, {
      itemNumber: String(body.lineObjectNumber),
      quantity: sign * Number(body.quantity),
      entryType: 'Sale',
      documentType,
      documentNumber: String(document.body.number),
      sourceNumber: String(document.body.customerNumber),
    });
  }
}

function post(books: Books, document: Stored, series: string, first: number): Stored {
  if (document.body.status !== 'Draft') throw dialog('The document has been posted already.');
  if (books.records.linesOf(document.id).every(({ body }) => body.quantity === 0))
    throw dialog('There is nothing to post.');
  const number = books.records.nextNumber(books.company, series, first);
  return recalculate(books, books.records.update(document, { number: `${series}${number}` }));
}
