import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import * as z from 'zod';
import { type WebhookDelivery, type WebhookNotice, WebhookRefused } from '../system.ts';

const Body = z.object({ type: z.string(), data: z.object({ external_id: z.string() }) });

/** Checks a Standard Webhooks signature (https://www.standardwebhooks.com/) and reads whom it is about. */
export function receiveSigned(secret: string, delivery: WebhookDelivery): WebhookNotice {
  try {
    new Webhook(secret).verify(delivery.body, { ...delivery.headers });
  } catch (error) {
    throw new WebhookRefused(error instanceof WebhookVerificationError ? error.message : 'unreadable signature');
  }
  const parsed = Body.safeParse(JSON.parse(delivery.body));
  if (!parsed.success) throw new WebhookRefused('signed, but not a body this adapter knows');
  return { id: delivery.headers['webhook-id'] ?? '', externalIds: [parsed.data.data.external_id] };
}
