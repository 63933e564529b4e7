import * as z from 'zod';
import { head, NativeLineWords, statusWord } from '../talk/native.ts';

/** Of a credit memo, or of the document that was sold by, as far as we read it (resources/dynamics_salescreditmemoline.md). */
export const SoldLine = NativeLineWords.extend({
  id: z.guid(),
  '@odata.etag': z.string().min(1),
  lineObjectNumber: z.string().default(''),
  description2: z.string().default(''),
  quantity: z.number().default(0),
  unitPrice: z.number().default(0),
  taxCode: z.string().default(''),
});
export type SoldLine = z.infer<typeof SoldLine>;

const document = {
  ...head,
  '@odata.etag': z.string().min(1),
  customerNumber: z.string(),
  currencyCode: z.string().min(1),
  totalAmountIncludingTax: z.number(),
};

/** resources/dynamics_salescreditmemo.md. A draft that is posted keeps its id and gets another number. */
export const NativeMemo = z.object({
  ...document,
  status: statusWord(['', 'Draft', 'In Review', 'Open', 'Paid', 'Canceled', 'Corrective']),
});
export type NativeMemo = z.infer<typeof NativeMemo>;

/** An order, or an invoice of one: what a credit memo takes over. */
export const Sold = z.object({ ...document, status: z.string() });
export type Sold = z.infer<typeof Sold>;

/** A credit memo and its lines. */
export interface Memo {
  readonly head: NativeMemo;
  readonly lines: readonly SoldLine[];
}

export const isDraft = ({ status }: NativeMemo): boolean => status === 'Draft' || status === 'In Review';
