import * as z from 'zod';
import { type Api, quoted } from '../talk/api.ts';

const Subscription = z.object({
  '@odata.etag': z.string().optional(),
  subscriptionId: z.string().min(1),
  notificationUrl: z.string(),
  resource: z.string(),
  expirationDateTime: z.iso.datetime({ offset: true }),
});
const Subscriptions = z.object({ value: z.array(Subscription) });
type Subscription = z.infer<typeof Subscription>;

/** Shipments have no notifications: they are polled. */
const SETS = ['salesOrders', 'salesInvoices'] as const;
/** It ends after three days (dynamics-subscriptions.md), and is renewed a day before. */
const RENEW_MS = 24 * 3600_000;
/** One that Business Central gave up, because we once answered badly, is made again within the hour. */
const AGAIN_MS = 3600_000;

export interface Wanted {
  readonly notificationUrl: string;
  /** What every notification is to carry. */
  readonly clientState: string;
}

/** Registers what is missing and renews what ends soon; each shakes hands with our intake. Returns when to look again. */
export async function keepSubscribed(
  api: Api,
  wanted: Wanted,
  now: () => number,
  signal: AbortSignal,
): Promise<number> {
  const { value: all } = await api.read(Subscriptions, { path: '/subscriptions', company: false }, signal);
  const company = await api.companyId(signal);
  for (const set of SETS) {
    const content = { ...wanted, resource: `/api/v2.0/companies(${company})/${set}` };
    const ours = all.find(({ notificationUrl, resource }) => {
      return notificationUrl === wanted.notificationUrl && isSame(resource, content.resource);
    });
    if (ours === undefined) {
      await api.send({ method: 'POST', path: '/subscriptions', company: false, body: content }, signal);
    } else if (Date.parse(ours.expirationDateTime) - now() < RENEW_MS) await renew(api, ours, content, signal);
  }
  return now() + AGAIN_MS;
}

async function renew(api: Api, { subscriptionId, ...ours }: Subscription, body: object, signal: AbortSignal) {
  const path = `/subscriptions(${quoted(subscriptionId)})`;
  await api.send({ method: 'PATCH', path, company: false, body, etag: ours['@odata.etag'] ?? '*' }, signal);
}

/** It comes back with and without the slash, and GUIDs in either case. */
const isSame = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (resource: string): string => resource.replace(/^\//, '').toLowerCase();
