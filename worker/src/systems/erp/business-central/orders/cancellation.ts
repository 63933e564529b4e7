import { SystemFailure } from '../../../../policy/system-failure.ts';
import type { NativeOrder } from '../talk/native.ts';
import { before, checked } from '../talk/refusal.ts';
import { linesOf, type Office, remove, withFreshEtag } from './office.ts';

/** There is no cancelled sales order: one that has shipped and invoiced nothing is deleted. */
export async function deleteOrder(office: Office, order: NativeOrder, signal: AbortSignal): Promise<void> {
  await withFreshEtag(office, order, signal, async (fresh) => {
    await before(untouched(office, fresh, signal));
    await checked(remove(office, fresh, signal));
  });
}

async function untouched(office: Office, { id, number }: NativeOrder, signal: AbortSignal): Promise<void> {
  const lines = await linesOf(office, id, signal);
  if (lines.every(({ shippedQuantity, invoicedQuantity }) => shippedQuantity === 0 && invoicedQuantity === 0)) return;
  throw new SystemFailure('conflict', 'before_send', `of the order ${number} something is shipped or invoiced already`);
}
