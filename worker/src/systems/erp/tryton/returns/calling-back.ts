import { SystemFailure } from '../../../../policy/system-failure.ts';
import type { Errand } from '../../../tryton/errand.ts';
import { isExpected, RETURN_SHIPMENT, type ReturnShipment } from '../../../tryton/return-shipments.ts';
import { isHalfMade } from '../carrying.ts';
import { leaveUninvoiced, leaveUnsent } from '../letting-go.ts';
import { INVOICE, isCancelled, SALE } from '../sale.ts';
import type { Return } from './return-sale.ts';

/**
 * Cancels a return of which nothing came, each step safe to repeat. Throws `conflict`, with nothing done, once goods were
 * received or their credit note posted.
 */
export async function callBackReturn(
  errand: Errand,
  { sale }: Return,
  shipments: readonly ReturnShipment[],
): Promise<void> {
  if (isCancelled(sale)) return;
  const came = shipments.find(({ state }) => state === 'received' || state === 'done');
  const credited = sale['invoices.'].find(({ state }) => state === 'posted' || state === 'paid');
  const late = came !== undefined ? `return shipment ${came.number} is ${came.state}` : credited && 'it is credited';
  if (late !== undefined) {
    throw new SystemFailure('conflict', 'before_send', `${errand.system}: of return ${sale.number} ${late} already`);
  }
  if (sale.state === 'confirmed') await errand.press(SALE, 'draft', [sale.id]);
  if (isHalfMade(sale)) await errand.press(SALE, 'cancel', [sale.id]);
  else await unwind(errand, sale, shipments);
}

async function unwind(errand: Errand, sale: Return['sale'], shipments: readonly ReturnShipment[]): Promise<void> {
  const expected = shipments.filter(isExpected).map(({ id }) => id);
  await errand.press(RETURN_SHIPMENT, 'cancel', expected);
  const open = sale['invoices.'].filter(({ state }) => state !== 'cancelled').map(({ id }) => id);
  await errand.press(INVOICE, 'cancel', open);
  await leaveUnsent(errand, sale.id);
  if (sale['invoices.'].length > 0) await leaveUninvoiced(errand, sale.id);
}
