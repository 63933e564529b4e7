import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { WebhookRefused } from '../system.ts';
import { receiveSigned } from './webhook.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const sentAt = 1_800_000_000_000;
const body = JSON.stringify({ type: 'order.allocated', data: { external_id: 'DEMO-1042-9f3a', note: 'Grüße 🛳' } });

function delivery({ key = secret, text = body, at = sentAt, ...headers }: Record<string, unknown> = {}) {
  const id = 'msg_1';
  return {
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(sentAt / 1000),
      'webhook-signature': new Webhook(key as string).sign(id, new Date(sentAt), text as string),
      ...(headers as Record<string, string>),
    },
    query: {},
    body: text as string,
    receivedAt: at as number,
  };
}
const refusal = (changes: Record<string, unknown>) => {
  try {
    return receiveSigned(secret, delivery(changes));
  } catch (error) {
    if (error instanceof WebhookRefused) return error.reason;
    throw error;
  }
};

test('a signed body names its delivery and its document', () => {
  expect(receiveSigned(secret, delivery())).toEqual({ id: 'msg_1', externalIds: ['DEMO-1042-9f3a'] });
});

test('that stock changed names no document', () => {
  const text = JSON.stringify({ type: 'stock.changed', data: { change: 7 } });
  expect(receiveSigned(secret, delivery({ text }))).toEqual({ id: 'msg_1', externalIds: [], stock: true });
});

test('while a secret is being exchanged, either of two signatures is enough', () => {
  const two = `v1,${Buffer.alloc(32).toString('base64')} ${delivery().headers['webhook-signature']}`;
  expect(refusal({ 'webhook-signature': two })).toMatchObject({ id: 'msg_1' });
});

test('unsigned, signed with another secret, or for another body, id or time: not believed', () => {
  expect(refusal({ 'webhook-signature': '' })).toBe('unsigned');
  expect(refusal({ 'webhook-id': '' })).toBe('unsigned');
  const wrong = 'the signature is not of this body and our secret';
  expect(refusal({ key: other })).toBe(wrong);
  expect(refusal({ 'webhook-id': 'msg_2' })).toBe(wrong);
  expect(refusal({ 'webhook-timestamp': String(sentAt / 1000 + 1) })).toBe(wrong);
  expect(refusal({ 'webhook-timestamp': '1e9' })).toBe('unreadable signature');
  const changed = { ...delivery(), body: `${body} ` };
  expect(() => receiveSigned(secret, changed)).toThrow(wrong);
});

test('its age counts from when it came to a door of ours, not from now', () => {
  expect(refusal({ at: sentAt + 5 * 60_000 })).toMatchObject({ id: 'msg_1' });
  expect(refusal({ at: sentAt + 5 * 60_000 + 1 })).toBe('too old or too new');
  expect(refusal({ at: sentAt - 5 * 60_000 - 1 })).toBe('too old or too new');
});

test('a signed body that is no JSON, or says no document, is refused too', () => {
  for (const text of ['<order/>', '{}', '{"type":"x","data":{}}']) {
    expect(refusal({ text })).toBe('signed, but not a body this adapter knows');
  }
});
