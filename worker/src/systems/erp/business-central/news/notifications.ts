import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { type WebhookDelivery, type WebhookHandshake, type WebhookNotice, WebhookRefused } from '../../../system.ts';

const Body = z.object({ value: z.array(z.object({ clientState: z.string() })).min(1) });

/**
 * A notification, or the handshake before the first and at each renewal (dynamics-subscriptions.md): it carries the
 * secret as its `clientState`, and names documents by GUIDs that say nothing to us, so that the poll has to ask.
 */
export function receive(secret: string, { query, body }: WebhookDelivery): WebhookNotice | WebhookHandshake {
  const token = query.validationToken;
  if (token !== undefined) return { handshake: token };
  for (const { clientState } of read(body).value) {
    if (!isSame(clientState, secret)) throw new WebhookRefused('the client state is not our secret');
  }
  return { id: createHash('sha256').update(body).digest('hex').slice(0, 32), externalIds: [], poll: true };
}

function read(body: string): z.infer<typeof Body> {
  try {
    return Body.parse(JSON.parse(body));
  } catch {
    throw new WebhookRefused('not a notification with a client state');
  }
}

/** As digests, so that not even the length is told by the time it takes. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
