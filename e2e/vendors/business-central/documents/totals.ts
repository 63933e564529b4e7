import type { Content, Stored } from '../records/records.ts';
import { type Books, precisionOf } from './books.ts';
import { price } from './pricing.ts';

/** Computes a document's amounts from its lines; the lines keep their ETags, the header gets a new one. */
export function recalculate(books: Books, document: Stored): Stored {
  const lines = books.records.linesOf(document.id);
  const { lines: amounts, totals } = price(
    lines.map(({ body }) => ({
      quantity: Number(body.quantity),
      unitPrice: Number(body.unitPrice),
      discountAmount: Number(body.discountAmount),
      taxCode: String(body.taxCode),
      taxPercent: Number(body.taxPercent),
    })),
    {
      pricesIncludeTax: document.body.pricesIncludeTax === true,
      precision: precisionOf(books, String(document.body.currencyCode)),
      discountAmount: Number(document.body.discountAmount),
    },
  );
  for (const [index, line] of lines.entries()) books.records.update(line, { ...amounts[index] }, true);
  return books.records.update(document, { ...totals, ...shipped(document, lines) });
}

function shipped(document: Stored, lines: readonly Stored[]): Content {
  if (document.set !== 'salesOrders') return {};
  const moving = lines.filter(({ body }) => body.lineType !== 'Comment');
  return { fullyShipped: moving.length > 0 && moving.every(({ body }) => body.shippedQuantity === body.quantity) };
}
