import type { CreditMemo, ErpCreditMemo } from '@causeway/contracts';
import * as z from 'zod';
import { currencyDigits } from '../../../../policy/rounding/currency.ts';
import { fromMinor, plainDecimal, toMinor } from '../../../../policy/rounding/money.ts';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import type { Errand } from '../../../tryton/errand.ts';
import { negative, TrytonDecimal } from '../../../tryton/values.ts';
import { INVOICE } from '../sale.ts';

/** An `account.invoice` to a customer over a negative sum. */
export const CreditNote = z.object({
  id: z.int(),
  number: z.string().nullable(),
  reference: z.string().nullable(),
  description: z.string().nullable(),
  state: z.enum(['draft', 'validated', 'posted', 'paid', 'cancelled']),
  total_amount: TrytonDecimal,
  'currency.': z.object({ code: z.string() }),
});
export type CreditNote = z.infer<typeof CreditNote>;

/** Oldest first. A reversal of one has no reference: it is none. */
export async function creditNotesBy(errand: Errand, domain: readonly unknown[]): Promise<CreditNote[]> {
  const ours = [
    ['type', '=', 'out'],
    ['company', '=', await errand.company()],
    ['reference', '!=', null],
  ];
  return await errand.read(INVOICE, CreditNote, [...domain, ...ours]);
}

export const notesUnder = (errand: Errand, externalId: string): Promise<CreditNote[]> =>
  creditNotesBy(errand, [['reference', '=', externalId]]);

/** By the id that we gave out. Throws `missing_reference`. */
export async function creditNoteOf(errand: Errand, id: string): Promise<CreditNote> {
  const [found] = /^\d{1,9}$/.test(id) ? await creditNotesBy(errand, [['id', '=', Number(id)]]) : [];
  if (found !== undefined) return found;
  throw new SystemFailure('missing_reference', 'before_send', `${errand.system} has no credit note with such an id`);
}

const TITLE = /^Credit memo of shop order (\S+) \(([A-Z]{3}) (\d+(?:\.\d+)?)\)$/;

/** A credit note's description: the order, and the sum that it must come to. */
export const titleOf = ({ orderExternalId, currency, totalMinor, currencyDigits: digits }: CreditMemo): string =>
  `Credit memo of shop order ${orderExternalId} (${currency} ${fromMinor(totalMinor, digits)})`;

/** How the descriptions of all credit memos of an order begin, for a search. */
export const titleBegins = (orderExternalId: string): string => `Credit memo of shop order ${orderExternalId} (%`;

/** Null: it is none of ours, or was changed. */
export function titleIn({ description }: CreditNote) {
  const [, orderExternalId, currency, total] = TITLE.exec(description ?? '') ?? [];
  if (orderExternalId === undefined || currency === undefined || total === undefined) return null;
  return { orderExternalId, currency, total: plainDecimal(total) };
}

/** Over the sum that its description says. */
export function isRight(note: CreditNote): boolean {
  const meant = titleIn(note);
  return meant?.currency === note['currency.'].code && meant.total === negative(note.total_amount);
}

export const creditedMinor = (note: CreditNote): number =>
  -toMinor(note.total_amount, currencyDigits(note['currency.'].code)).minor;

export const isPosted = ({ state }: CreditNote): boolean => state === 'posted' || state === 'paid';

/** Drafts are on their way, and told to nobody. */
export function toErpCreditMemo(note: CreditNote): ErpCreditMemo {
  return {
    id: String(note.id),
    number: note.number ?? `(${note.id})`,
    externalId: note.reference ?? '',
    orderExternalId: titleIn(note)?.orderExternalId ?? '',
    status: isPosted(note) ? 'posted' : 'cancelled',
    currency: note['currency.'].code,
    totalMinor: creditedMinor(note),
  };
}
