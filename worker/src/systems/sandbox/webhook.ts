import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import * as z from 'zod';
import { type WebhookDelivery, type WebhookNotice, WebhookRefused } from '../system.ts';
import { Named, nameOf } from './returns.ts';

/** How far the sender's clock and ours may be apart (Standard Webhooks' own tolerance): what is older is a replay. */
const AGE_MS_MAX = 5 * 60_000;
const ID_CHARACTERS_MAX = 256;

const Body = z.union([z.object({ type: z.literal('stock.changed') }), z.object({ type: z.string(), data: Named })]);

/**
 * Checks a Standard Webhooks signature (https://www.standardwebhooks.com/) and reads whom it is about. The library's own
 * check would count the age from now, and what waited in a shop's mailbox is old by then.
 */
export function receiveSigned(secret: string, delivery: WebhookDelivery): WebhookNotice {
  const {
    'webhook-id': id = '',
    'webhook-timestamp': stamp = '',
    'webhook-signature': signatures = '',
  } = delivery.headers;
  if (id === '' || signatures === '') throw new WebhookRefused('unsigned');
  if (!/^\d{1,11}$/.test(stamp) || id.length > ID_CHARACTERS_MAX) throw new WebhookRefused('unreadable signature');
  const sentAt = new Date(Number(stamp) * 1000);
  const right = Buffer.from(signed(secret, id, sentAt, delivery.body));
  if (!signatures.split(' ').some((given) => isSame(Buffer.from(given), right))) {
    throw new WebhookRefused('the signature is not of this body and our secret');
  }
  if (Math.abs(delivery.receivedAt - sentAt.getTime()) > AGE_MS_MAX) throw new WebhookRefused('too old or too new');
  const body = readBody(delivery.body);
  return 'data' in body ? { id, externalIds: [nameOf(body.data)] } : { id, externalIds: [], stock: true };
}

function signed(secret: string, id: string, sentAt: Date, body: string): string {
  try {
    return new Webhook(secret).sign(id, sentAt, body);
  } catch {
    throw new WebhookRefused('the configured secret is none of Standard Webhooks');
  }
}

const isSame = (one: Buffer, other: Buffer): boolean => one.length === other.length && timingSafeEqual(one, other);

function readBody(body: string): z.infer<typeof Body> {
  try {
    return Body.parse(JSON.parse(body));
  } catch {
    throw new WebhookRefused('signed, but not a body this adapter knows');
  }
}
