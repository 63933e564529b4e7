import type { DeliveryAmendment } from '@causeway/contracts';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import { toShipTo } from '../mapping/address.ts';
import { comment, isNoteLine, noteLines } from '../mapping/note.ts';
import type { NativeOrder } from '../talk/native.ts';
import { after, before, checked } from '../talk/refusal.ts';
import { documentsOf, linesOf, type Office, orderById, withFreshEtag } from './office.ts';

/** Ship-to and note of an order that has not been posted yet. */
export async function amendOrder(
  office: Office,
  number: string,
  { shipTo, note }: DeliveryAmendment,
  signal: AbortSignal,
): Promise<NativeOrder> {
  const body = shipTo === undefined ? undefined : toShipTo(shipTo);
  const order = await before(changeable(office, number, signal));
  if (body !== undefined) {
    await checked(withFreshEtag(office, order, signal, (fresh) => patched(office, fresh, body, signal)));
  }
  if (note !== undefined) {
    const noted = renoted(office, order.id, note, signal);
    await checked(body === undefined ? noted : after(noted));
  }
  return after(orderById(office, order.id, signal));
}

async function changeable(office: Office, number: string, signal: AbortSignal): Promise<NativeOrder> {
  const { orders } = await documentsOf(office, number, signal);
  const [order] = orders;
  if (order !== undefined && order.fullyShipped !== true) return order;
  throw new SystemFailure('conflict', 'before_send', `the order ${number} is shipped, or no longer there`);
}

async function patched({ api }: Office, order: NativeOrder, body: object, signal: AbortSignal): Promise<void> {
  await api.send({ method: 'PATCH', path: `/salesOrders(${order.id})`, body, etag: order['@odata.etag'] }, signal);
}

/** Comment lines of the old note become the new one's, place by place; what is as it should be stays untouched. */
async function renoted(office: Office, id: string, note: string, signal: AbortSignal): Promise<void> {
  const ours = (await linesOf(office, id, signal)).filter(isNoteLine).toSorted((a, b) => a.sequence - b.sequence);
  const wanted = noteLines(note);
  const path = `/salesOrders(${id})/salesOrderLines`;
  for (let place = 0; place < Math.max(ours.length, wanted.length); place += 1) {
    const line = ours[place];
    const description = wanted[place];
    if (line === undefined) {
      await office.api.send({ method: 'POST', path, body: comment(description ?? '') }, signal);
    } else if (line.description !== description) {
      const change =
        description === undefined
          ? ({ method: 'DELETE' } as const)
          : ({ method: 'PATCH', body: { description } } as const);
      await office.api.send({ ...change, path: `${path}(${line.id})`, etag: line['@odata.etag'] }, signal);
    }
  }
}
