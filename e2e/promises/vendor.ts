import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Webhook } from 'standardwebhooks';
import type { Demo } from '../demo/demo.ts';

export type System = 'erp' | 'wms';

/** A webhook as it goes over the wire. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** From now on the sandbox sends the system's webhooks to this address alone; null: nowhere. */
export async function subscribe(demo: Demo, system: System, url: string | null): Promise<void> {
  const { webhooks } = (await (await api(demo, system, 'GET', '/webhooks')).json()) as { webhooks: { id: string }[] };
  for (const { id } of webhooks) await api(demo, system, 'DELETE', `/webhooks/${id}`);
  const { erpWebhook, wmsWebhook } = demo.backOffice.secrets;
  const secret = system === 'erp' ? erpWebhook : wmsWebhook;
  if (url !== null) await api(demo, system, 'POST', '/webhooks', { url, secret });
}

/** A webhook about a document, signed as the system does, or with another secret. */
export function signed(demo: Demo, system: System, externalId: string, secret?: string): Delivery {
  const { erpWebhook, wmsWebhook } = demo.backOffice.secrets;
  const [id, now] = [`msg_${randomUUID()}`, new Date()];
  const body = JSON.stringify({ type: 'order.allocated', timestamp: now, data: { external_id: externalId } });
  const signature = new Webhook(secret ?? (system === 'erp' ? erpWebhook : wmsWebhook)).sign(id, now, body);
  const stamp = String(Math.floor(now.getTime() / 1000));
  return { headers: { 'webhook-id': id, 'webhook-timestamp': stamp, 'webhook-signature': signature }, body };
}

export const unsigned = ({ body }: Delivery): Delivery => ({ headers: {}, body });

/** Sends it; gives the status and `Retry-After` in seconds (null: none). */
export async function deliver(url: string, { headers, body }: Delivery) {
  const sent = { 'content-type': 'application/json', ...headers };
  const answer = await fetch(url, { method: 'POST', headers: sent, body });
  await answer.body?.cancel();
  const retryAfter = answer.headers.get('retry-after');
  return { status: answer.status, retryAfter: retryAfter === null ? null : Number(retryAfter) };
}

/** What the system's deliveries came to: how often each last status was answered. */
export function lastStatuses({ sandboxFolder }: Demo, system: System): Record<string, number> {
  const store = new DatabaseSync(join(sandboxFolder, `${system}.sqlite`), { readOnly: true });
  try {
    const rows = store.prepare('SELECT last_status AS s, COUNT(*) AS n FROM delivery GROUP BY 1').all();
    return Object.fromEntries((rows as { s: number | null; n: number }[]).map(({ s, n }) => [String(s), n]));
  } finally {
    store.close();
  }
}

/** Lets the worker, which is at rest, take all that changed so far for read: its first poll finds nothing. */
export async function catchUp(demo: Demo): Promise<void> {
  for (const system of ['erp', 'wms'] as const) {
    const path = system === 'erp' ? '/orders' : '/releases';
    let page = { next_cursor: '0', more: true };
    while (page.more) {
      const answer = await api(demo, system, 'GET', `${path}?changed_since=${page.next_cursor}&limit=500`);
      page = (await answer.json()) as typeof page;
    }
    writeFileSync(join(demo.worker.folder, 'state/cursors', system), page.next_cursor);
  }
}

/** How many of an article the ERP has; short orders are tried again at once. */
export async function stock({ backOffice }: Demo, sku: string, onHand: number): Promise<void> {
  const answer = await fetch(`${backOffice.erpControlUrl}/_control/items/${sku}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${backOffice.secrets.control}`, 'content-type': 'application/json' },
    body: JSON.stringify({ on_hand: onHand }),
  });
  if (!answer.ok) throw new Error(`stock of ${sku}: ${answer.status}`);
}

async function api(demo: Demo, system: System, method: string, path: string, body?: object): Promise<Response> {
  const { erpUrl, wmsUrl, secrets } = demo.backOffice;
  const signIn = system === 'erp' ? { authorization: `Bearer ${await token(demo)}` } : { 'x-api-key': secrets.wmsKey };
  const answer = await fetch((system === 'erp' ? erpUrl : wmsUrl) + path, {
    method,
    headers: { ...signIn, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!answer.ok) throw new Error(`${method} ${path} at the ${system}: ${answer.status} ${await answer.text()}`);
  return answer;
}

async function token({ backOffice: { erpUrl, secrets } }: Demo): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'causeway',
    client_secret: secrets.erpClient,
  });
  const answer = await fetch(`${erpUrl}/oauth/token`, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}
