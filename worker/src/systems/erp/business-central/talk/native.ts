import * as z from 'zod';

/** An enum's word: names come escaped (`In_x0020_Review`), and a blank one as `_x0020_`, `" "` or nothing. */
export const unescaped = (word: string): string =>
  word.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))).trim();

export const statusWord = <const T extends readonly string[]>(words: T) =>
  z.string().transform(unescaped).pipe(z.enum(words));

export const head = {
  id: z.guid(),
  number: z.string(),
  externalDocumentNumber: z.string(),
};

const amounts = { currencyCode: z.string().min(1), totalAmountIncludingTax: z.number() };

/** A sales order, as far as we read it (resources/dynamics_salesorder.md). "Open" is what its pages call Released. */
export const NativeOrder = z.object({
  ...head,
  ...amounts,
  '@odata.etag': z.string().min(1),
  pricesIncludeTax: z.boolean().optional(),
  fullyShipped: z.boolean().optional(),
  status: statusWord(['Draft', 'In Review', 'Open']),
});

/** What the lines of every document say. */
export const NativeLineWords = z.object({ lineType: z.string().transform(unescaped), description: z.string() });

export const NativeOrderLine = z.object({
  '@odata.etag': z.string().min(1),
  id: z.guid(),
  sequence: z.int(),
  ...NativeLineWords.shape,
  shippedQuantity: z.number().default(0),
  invoicedQuantity: z.number().default(0),
});

/** resources/dynamics_salesinvoice.md; `orderNumber` stays when the order is gone. */
export const NativeInvoice = z.object({
  ...head,
  ...amounts,
  orderNumber: z.string().default(''),
  status: statusWord(['', 'Draft', 'In Review', 'Open', 'Paid', 'Canceled', 'Corrective']),
});

/** resources/dynamics_salesshipment.md; it has no amounts. */
export const NativeShipment = z.object({ ...head, orderNumber: z.string().default('') });

export type NativeOrder = z.infer<typeof NativeOrder>;
export type NativeOrderLine = z.infer<typeof NativeOrderLine>;
export type NativeInvoice = z.infer<typeof NativeInvoice>;
export type NativeShipment = z.infer<typeof NativeShipment>;
