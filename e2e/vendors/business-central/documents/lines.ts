import type { Body } from '../model/read-body.ts';
import { dialog, notInTable, stays, wrongState } from '../odata/api-error.ts';
import type { Content, Stored } from '../records/records.ts';
import { type Books, named, precisionOf } from './books.ts';
import { divide, exact, ONE, rounded, times, toNumber } from './decimal.ts';
import { checkUnposted, mustBeOpen } from './header.ts';
import { subjectOf } from './line-subject.ts';
import { recalculate } from './totals.ts';

const SEQUENCE_STEP = 10_000;

/** Adds a line to a draft; the document's amounts follow. `set` is the set of its lines. */
export function addLine(books: Books, document: Stored, set: string, sent: Body): Stored {
  const subject = subjectOf(books, sent);
  checkEditable(document, subject);
  const others = books.records.linesOf(document.id);
  const last = Number(others.at(-1)?.body.sequence ?? 0);
  const sequence = Number(sent.sequence ?? 0) === 0 ? last + SEQUENCE_STEP : Number(sent.sequence);
  if (others.some(({ body }) => body.sequence === sequence)) throw dialog(`There is a line at ${sequence} already.`);
  const content: Content = {
    ...subject,
    ...sent,
    sequence,
    documentId: document.id,
  };
  const line = books.records.insert(books.company, set, settled(books, document, content, sent), document.id);
  recalculate(books, document);
  return books.records.get(books.company, set, line.id);
}

/** Changes a line of a draft. What a line is written on once stays: its document, sequence and object. */
export function changeLine(books: Books, document: Stored, line: Stored, sent: Body): Stored {
  checkEditable(document, line.body);
  const fixed = ['documentId', 'sequence', 'lineObjectNumber', 'lineType'].find(
    (name) => name in sent && sent[name] !== line.body[name],
  );
  if (fixed !== undefined) throw stays(fixed);
  const subject = 'itemId' in sent || 'accountId' in sent ? subjectOf(books, sent) : {};
  const content: Content = { ...line.body, ...subject, ...sent };
  books.records.update(line, settled(books, document, content, sent));
  recalculate(books, document);
  return books.records.get(books.company, line.set, line.id);
}

export function removeLine(books: Books, document: Stored, line: Stored): void {
  checkEditable(document, line.body);
  if (Number(line.body.shippedQuantity ?? 0) !== Number(line.body.invoicedQuantity ?? 0))
    throw wrongState('What is shipped and not invoiced stays.');
  books.records.remove(line);
  recalculate(books, document);
}

/** A released order's lines stay, but for comments (BaseApp's Sales Line, TestStatusOpen). */
function checkEditable(document: Stored, { lineType }: Content): void {
  checkUnposted(document);
  if (document.set === 'salesOrders' && document.body.status !== 'Draft' && lineType !== 'Comment')
    throw mustBeOpen(document);
}

/** Completes a line: unit, location, tax, discount, and what is still to ship and to invoice. */
function settled(books: Books, document: Stored, content: Content, sent: Body): Content {
  if (content.lineType === 'Comment' && (content.quantity || content.unitPrice))
    throw wrongState('A comment has no quantity and no price.');
  named(books, 'locations', sent, { id: 'locationId' });
  const variant = sent.itemVariantId;
  if (typeof variant === 'string' && !/^[0-]+$/.test(variant))
    throw dialog('"itemVariantId" is the id of no itemVariant.');
  const unit = named(books, 'unitsOfMeasure', sent, { id: 'unitOfMeasureId', key: 'unitOfMeasureCode' });
  const taxCode = String(content.taxCode ?? '');
  const taxPercent = taxCode === '' ? 0 : books.configuration.tax_groups[taxCode];
  if (taxPercent === undefined) throw notInTable('taxCode', taxCode);
  return {
    ...content,
    ...(unit === undefined ? {} : { unitOfMeasureId: unit.id, unitOfMeasureCode: String(unit.body.code) }),
    taxPercent,
    ...discount(content, sent, precisionOf(books, String(document.body.currencyCode))),
    ...(document.set === 'salesOrders' ? outstanding(content, sent) : {}),
  };
}

function discount(content: Content, sent: Body, precision: number): Content {
  const gross = rounded(
    times(exact(Number(content.quantity ?? 0)), exact(Number(content.unitPrice ?? 0))),
    exact(precision),
  );
  const byAmount = 'discountAmount' in sent && !('discountPercent' in sent);
  const percent = byAmount
    ? gross === 0n
      ? 0n
      : divide(exact(Number(content.discountAmount)) * 100n * ONE, gross)
    : exact(Number(content.discountPercent ?? 0));
  if (percent < 0n || percent > 100n * ONE) throw dialog('A discount is 0 to 100 percent.');
  const amount = byAmount
    ? exact(Number(content.discountAmount))
    : rounded(divide(times(gross, percent), 100n), exact(precision));
  return { discountPercent: toNumber(rounded(percent, exact(0.00001))), discountAmount: toNumber(amount) };
}

function outstanding(content: Content, sent: Body): Content {
  const quantity = Number(content.quantity ?? 0);
  const shipped = Number(content.shippedQuantity ?? 0);
  const invoiced = Number(content.invoicedQuantity ?? 0);
  if (Math.abs(quantity) < Math.abs(shipped)) throw dialog('More than this quantity is shipped already.');
  const fresh = !('shipQuantity' in content) || 'quantity' in sent;
  const ship = Number(sent.shipQuantity ?? (fresh ? quantity - shipped : content.shipQuantity));
  if (Math.abs(ship) > Math.abs(quantity - shipped)) throw dialog(`At most ${quantity - shipped} can be shipped.`);
  const invoice = Number(
    sent.invoiceQuantity ?? (fresh || 'shipQuantity' in sent ? shipped + ship - invoiced : content.invoiceQuantity),
  );
  if (Math.abs(invoice) > Math.abs(shipped + ship - invoiced))
    throw dialog(`At most ${shipped + ship - invoiced} can be invoiced.`);
  return { shipQuantity: ship, invoiceQuantity: invoice };
}
