import type * as z from 'zod';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import { toNativeId } from '../mapping/external-document.ts';
import type { Documents } from '../mapping/reading.ts';
import type { References } from '../references.ts';
import type { Settings } from '../settings.ts';
import { type Api, query, quoted } from '../talk/api.ts';
import { NativeInvoice, NativeOrder, NativeOrderLine, NativeShipment } from '../talk/native.ts';

/** What is needed to work on orders. */
export interface Office {
  readonly api: Api;
  readonly references: References;
  readonly settings: Settings;
}

export const orderById = ({ api }: Office, id: string, signal: AbortSignal): Promise<NativeOrder> =>
  api.read(NativeOrder, { path: `/salesOrders(${id})` }, signal);

export const linesOf = ({ api }: Office, id: string, signal: AbortSignal): Promise<NativeOrderLine[]> =>
  api.rows(NativeOrderLine, `/salesOrders(${id})/salesOrderLines`, signal);

/** Every document under an external id: orders first, because one may be posted while we look. */
export const documentsUnder = (office: Office, externalId: string, signal: AbortSignal): Promise<Documents> =>
  documents(office, 'externalDocumentNumber', 'externalDocumentNumber', toNativeId(externalId), signal);

/** Every document of one order number. */
export const documentsOf = (office: Office, number: string, signal: AbortSignal): Promise<Documents> =>
  documents(office, 'number', 'orderNumber', number, signal);

async function documents(
  { api }: Office,
  ofOrders: string,
  ofPostings: string,
  value: string,
  signal: AbortSignal,
): Promise<Documents> {
  const found = <T>(shape: z.ZodType<T>, set: string, field: string) =>
    api.rows(shape, `/${set}${query({ filter: `${field} eq ${quoted(value)}` })}`, signal);
  const orders = await found(NativeOrder, 'salesOrders', ofOrders);
  const [invoices, shipments] = await Promise.all([
    found(NativeInvoice, 'salesInvoices', ofPostings),
    found(NativeShipment, 'salesShipments', ofPostings),
  ]);
  return { orders, invoices, shipments };
}

export async function remove({ api }: Office, order: NativeOrder, signal: AbortSignal): Promise<void> {
  const etag = order['@odata.etag'];
  await api.send({ method: 'DELETE', path: `/salesOrders(${order.id})`, etag }, signal);
}

/**
 * Changes an order as it was just read; where somebody else changed it in between, it is read once more and tried again.
 * `act` is not repeated after anything but a refusal for that reason.
 */
export async function withFreshEtag<T>(
  office: Office,
  order: NativeOrder,
  signal: AbortSignal,
  act: (order: NativeOrder) => Promise<T>,
): Promise<T> {
  try {
    return await act(order);
  } catch (error) {
    if (!(error instanceof SystemFailure) || error.category !== 'conflict') throw error;
    return act(await orderById(office, order.id, signal));
  }
}
