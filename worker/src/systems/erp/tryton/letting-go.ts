import { SystemFailure } from '../../../policy/system-failure.ts';
import type { Errand } from '../../tryton/errand.ts';
import { isOpen, isUnderWay, SHIPMENT } from '../../tryton/shipments.ts';
import { INVOICE, isCancelled, isUnfinished, SALE, type Sale, type Whole } from './sale.ts';

const OPEN_INVOICE = new Set(['draft', 'validated']);

/** Why the sale can't be called back or sent elsewhere any more; null: it can. */
export function tooLate({ sale, shipments }: Whole): string | null {
  const number = sale.number ?? `(${sale.id})`;
  if (shipments.some(({ state }) => state === 'done')) return `sale ${number} has been shipped, at least in part`;
  if (shipments.some(isUnderWay)) return `sale ${number} is picked already`;
  return null;
}

/**
 * Cancels a sale, from wherever it is: a processed one by cancelling its shipments and invoices and telling Tryton to
 * make neither anew. Each step is safe to repeat, so an attempt that broke off goes on. Throws `conflict`, with nothing
 * done, once goods are picked or an invoice is posted.
 */
export async function letGo(errand: Errand, whole: Whole, reread: () => Promise<Whole>): Promise<void> {
  const { sale } = whole;
  if (isCancelled(sale)) return;
  refuseTooLate(errand, whole);
  if (sale.state === 'confirmed') await errand.press(SALE, 'draft', [sale.id]);
  if (isUnfinished(sale)) await errand.press(SALE, 'cancel', [sale.id]);
  else await unwind(errand, whole);
  const after = await reread();
  if (isCancelled(after.sale)) return;
  const message = `${errand.system} left sale ${sale.id} in the state ${after.sale.state} though it was cancelled`;
  throw new SystemFailure('internal', 'after_send', message);
}

function refuseTooLate(errand: Errand, whole: Whole): void {
  const late = tooLate(whole) ?? posted(whole.sale);
  if (late !== null) throw new SystemFailure('conflict', 'before_send', `${errand.system}: ${late}`);
}

function posted(sale: Sale): string | null {
  const fixed = sale['invoices.'].find(({ state }) => state === 'posted' || state === 'paid');
  return fixed === undefined ? null : `invoice ${fixed.number} is ${fixed.state}: credit it there first`;
}

async function unwind(errand: Errand, { sale, shipments }: Whole): Promise<void> {
  const open = sale['invoices.'].filter(({ state }) => OPEN_INVOICE.has(state));
  await errand.press(
    SHIPMENT,
    'cancel',
    shipments.filter(isOpen).map(({ id }) => id),
  );
  await errand.press(
    INVOICE,
    'cancel',
    open.map(({ id }) => id),
  );
  await leaveUnsent(errand, sale.id);
  await leaveUninvoiced(errand, sale.id);
}

/** Of a sale whose shipments were cancelled: Tryton is told to make none anew. */
export async function leaveUnsent(errand: Errand, id: number): Promise<void> {
  // What is not to be made anew is left out of the first list.
  await errand.wizard('sale.handle.shipment.exception', { model: SALE, id }, ['ask', 'handle'], ({ domain_moves }) => ({
    recreate_moves: [],
    domain_moves,
  }));
}

/** As `leaveUnsent`, of its invoices. */
export async function leaveUninvoiced(errand: Errand, id: number): Promise<void> {
  const on = { model: SALE, id };
  await errand.wizard('sale.handle.invoice.exception', on, ['ask', 'handle'], ({ domain_invoices }) => ({
    recreate_invoices: [],
    domain_invoices,
  }));
}
