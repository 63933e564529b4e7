import type { CreditMemo } from '@causeway/contracts';
import { fromMinor, scaled } from '../../../../policy/rounding/money.ts';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import { POLICY } from '../../../../policy/taxonomy.ts';
import type { Directory } from '../../../tryton/directory.ts';
import type { Errand } from '../../../tryton/errand.ts';
import type { ServiceCodes } from '../lines.ts';
import { INVOICE } from '../sale.ts';
import {
  CreditNote,
  creditedMinor,
  creditNoteOf,
  creditNotesBy,
  isRight,
  titleBegins,
  titleOf,
} from './credit-note.ts';
import { type Prepared, prepared } from './credit-note-record.ts';
import { type Original, originalSale } from './making.ts';
import { type Return, returnsOf } from './return-sale.ts';

/** Books a credit memo as a posted credit note: draft first, and posted only if Tryton comes to the same sum. */
export async function bookMemo(
  errand: Errand,
  directory: Directory,
  memo: CreditMemo,
  services: ServiceCodes,
): Promise<CreditNote> {
  const sale = await originalSale(errand, memo.orderExternalId);
  await refuseAbove(errand, sale, memo);
  const returned = (await returnsOf(errand, memo.orderExternalId)).find(
    ({ sale: { number } }) => number !== null && number === memo.returnNumber,
  );
  const theirs = returned && (await ofReturn(errand, returned, memo));
  if (theirs !== undefined) return await adopted(errand, theirs, memo);
  const note = await prepared(errand, directory, memo, { sale, returned }, services);
  const id = await errand.create(INVOICE, note.record);
  try {
    // Tryton reckons a draft's taxes when it is written, not when it is made.
    await errand.write(INVOICE, [id], { comment: memo.reason });
    await settle(errand, id, memo, note.rounding);
    return await posted(errand, id);
  } catch (failure) {
    throw await takenOff(errand, id, failure);
  }
}

/** A draft of ours that a crash left is posted where it comes to its sum, else cancelled so that it is booked anew. */
export async function finishNote(errand: Errand, note: CreditNote): Promise<void> {
  // Written once more, so that its taxes are reckoned.
  await errand.write(INVOICE, [note.id], { description: note.description });
  const draft = await creditNoteOf(errand, String(note.id));
  if (isRight(draft)) await posted(errand, note.id);
  else await errand.press(INVOICE, 'cancel', [note.id]);
}

/** Reverses a posted one by an invoice over the same sum: few companies let customers' invoices be cancelled. */
export async function reverse(errand: Errand, note: CreditNote): Promise<void> {
  if (note.state === 'draft' || note.state === 'validated') await errand.press(INVOICE, 'cancel', [note.id]);
  if (note.state === 'paid') {
    const message = `${errand.system}: credit note ${note.number} is paid: take the payment off it first`;
    throw new SystemFailure('conflict', 'before_send', message);
  }
  if (note.state !== 'posted') return;
  const on = { model: INVOICE, id: note.id };
  await errand.wizard('account.invoice.credit', on, ['start', 'credit'], (defaults) => ({
    invoice_date: null,
    with_refund_allowed: true,
    ...defaults,
    with_refund: true,
  }));
}

async function posted(errand: Errand, id: number): Promise<CreditNote> {
  await errand.press(INVOICE, 'post', [id]);
  const note = await creditNoteOf(errand, String(id));
  if (note.state === 'posted' || note.state === 'paid') return note;
  throw new SystemFailure(
    'internal',
    'after_send',
    `${errand.system} left credit note ${id} in the state ${note.state}`,
  );
}

/** What Tryton itself made of a return that people began: a draft over our sum is taken, of any other they are asked. */
async function ofReturn(errand: Errand, { sale }: Return, memo: CreditMemo): Promise<CreditNote | undefined> {
  const ids = sale['invoices.'].filter(({ state }) => state !== 'cancelled').map(({ id }) => id);
  const notes = ids.length === 0 ? [] : await errand.read(INVOICE, CreditNote, [['id', 'in', ids]]);
  const [note] = notes.filter(({ reference }) => reference !== memo.externalId);
  if (note === undefined) return undefined;
  const isSame = note['currency.'].code === memo.currency && creditedMinor(note) === memo.totalMinor;
  if (note.state === 'draft' && isSame) return note;
  const what = `return ${sale.number} has a credit note of its own (${note.state}, ${note.total_amount})`;
  throw new SystemFailure('conflict', 'before_send', `${errand.system}: ${what}: cancel it there, or book by hand`);
}

async function adopted(errand: Errand, { id }: CreditNote, memo: CreditMemo): Promise<CreditNote> {
  await errand.write(INVOICE, [id], { reference: memo.externalId, description: titleOf(memo) });
  return await posted(errand, id);
}

/** All credit memos of the order together are at most what it was sold for. */
async function refuseAbove(errand: Errand, sale: Original, memo: CreditMemo): Promise<void> {
  const domain = [['description', 'like', titleBegins(memo.orderExternalId)]];
  const before = (await creditNotesBy(errand, domain)).filter(({ state }) => state !== 'cancelled');
  // What stands under the same id is what the caller looked for, and finds again.
  const others = before.filter(({ reference }) => reference !== memo.externalId);
  const sum = others.reduce((all, note) => all + creditedMinor(note), memo.totalMinor);
  const sold = scaled(sale.total_amount);
  if (sale['currency.'].code === memo.currency && scaled(fromMinor(sum, memo.currencyDigits)) <= sold) return;
  const message = `${errand.system}: more than the ${sale.total_amount} ${sale['currency.'].code} of the sale would be credited`;
  throw new SystemFailure('validation', 'before_send', message);
}

/** Half a minor unit per amount may be missing after Tryton's own rounding: one line more takes it. */
async function settle(errand: Errand, id: number, memo: CreditMemo, rounding: Prepared['rounding']): Promise<void> {
  const rest = memo.totalMinor - creditedMinor(await creditNoteOf(errand, String(id)));
  if (rest === 0) return;
  const amounts = memo.lines.flatMap(({ netMinor, taxMinor }) => [netMinor, taxMinor]).filter((minor) => minor !== 0);
  if (Math.abs(rest) <= Math.ceil(amounts.length / 2)) {
    await errand.write(INVOICE, [id], { lines: [['create', [rounding(rest)]]] });
    if (creditedMinor(await creditNoteOf(errand, String(id))) === memo.totalMinor) return;
  }
  const message = `${errand.system} comes to a credit ${Math.abs(rest)} minor units ${rest > 0 ? 'below' : 'above'} the refund`;
  throw new SystemFailure('total_mismatch', 'after_send', message);
}

/** A refusal leaves nothing: the draft is cancelled, and only then is it told as if it had never been made. */
async function takenOff(errand: Errand, id: number, failure: unknown): Promise<unknown> {
  if (!(failure instanceof SystemFailure) || POLICY[failure.category].kind !== 'hold') return failure;
  try {
    await errand.press(INVOICE, 'cancel', [id]);
    if ((await creditNoteOf(errand, String(id))).state !== 'cancelled') return failure;
  } catch {
    return failure;
  }
  return new SystemFailure(failure.category, 'before_send', failure.message);
}
