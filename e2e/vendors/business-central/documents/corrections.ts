import { dialog } from '../odata/api-error.ts';
import { today } from '../records/company-data.ts';
import type { Stored } from '../records/records.ts';
import type { Books } from './books.ts';
import { copied, moveGoods } from './posting.ts';
import { recalculate } from './totals.ts';

/** Takes a posted invoice back: a posted, corrective credit memo appears, goods come back, the invoice is canceled. */
export function cancelInvoice(books: Books, invoice: Stored): void {
  const memo = memoFor(books, invoice);
  const number = books.records.nextNumber(books.company, 'PS-CR', 104001);
  const posted = books.records.update(memo, { number: `PS-CR${number}`, status: 'Corrective' });
  moveGoods(books, posted, 1, 'Sales_x0020_Credit_x0020_Memo');
  books.records.update(invoice, { status: 'Canceled', remainingAmount: 0 });
}

/** A draft credit memo with the invoice's lines, to be changed and posted (resources/dynamics_salesinvoice.md). */
export function makeCorrectiveCreditMemo(books: Books, invoice: Stored): void {
  memoFor(books, invoice);
}

/** Only what came of a canceled invoice could be canceled, and then the invoice is open again: not built. */
export function cancelCreditMemo(_books: Books, memo: Stored): void {
  throw dialog(`Credit memo ${memo.body.number} can't be taken back.`);
}

function memoFor(books: Books, invoice: Stored): Stored {
  if (invoice.body.status !== 'Open') throw dialog('Only a posted invoice that is open can be corrected.');
  if (invoice.body.remainingAmount !== invoice.body.totalAmountIncludingTax)
    throw dialog('The invoice is paid, if only in part, and stays.');
  const memo = books.records.insert(books.company, 'salesCreditMemos', {
    ...copied(invoice, 'salesCreditMemos'),
    number: `S-CR${books.records.nextNumber(books.company, 'S-CR', 1001)}`,
    creditMemoDate: today(),
    postingDate: today(),
    invoiceId: invoice.id,
    invoiceNumber: String(invoice.body.number),
    status: 'Draft',
  });
  for (const line of books.records.linesOf(invoice.id)) {
    const content = { ...copied(line, 'salesCreditMemoLines'), documentId: memo.id };
    books.records.insert(books.company, 'salesCreditMemoLines', content, memo.id);
  }
  return recalculate(books, memo);
}
