import type { Hint } from '@causeway/contracts';
import { beforeEach, expect, test } from 'vitest';
import type { EngineEvent } from '../engine/engine.ts';
import { type OutsideSystem, type WebhookDelivery, WebhookRefused } from '../systems/system.ts';
import { type Announced, outcomeOf } from './announcements.ts';
import { hintReader } from './hints.ts';
import type { Route } from './server.ts';
import { WEBHOOKS_A_MINUTE_MAX, webhookRoute } from './webhooks.ts';

const counted: string[] = [];
const logged: unknown[] = [];
const received: WebhookDelivery[] = [];
const announced: Announced[] = [];
const polled: string[] = [];
let now: number;
let route: Route;
let readHint: ReturnType<typeof hintReader>;

const erp = {
  name: 'erp',
  role: 'erp',
  receive(delivery: WebhookDelivery) {
    received.push(delivery);
    if (delivery.query.validationToken !== undefined) return { handshake: delivery.query.validationToken };
    if (delivery.headers['webhook-signature'] !== 'right') throw new WebhookRefused('unsigned');
    if (delivery.body === 'something changed') return { id: 'msg_2', externalIds: [], poll: true };
    return { id: 'msg_1', externalIds: [delivery.body] };
  },
} as unknown as OutsideSystem;
const notice = { id: 'x', shop: 'DEMO', subject: 'order/1', event: { type: 'notice', role: 'erp' } } as EngineEvent;

beforeEach(() => {
  counted.length = logged.length = received.length = announced.length = polled.length = 0;
  now = 1_800_000_000_000;
  const systems = new Map([['erp', erp]]);
  const log = { warn: (said: unknown) => logged.push(said) } as never;
  const count = (...words: string[]) => void counted.push(words.join(' '));
  const eventsOf = (said: Announced) => (announced.push(said) && said.externalIds.length > 0 ? [notice] : []);
  const poll = (system: string) => void polled.push(system);
  const take = async (said: Announced) => outcomeOf(eventsOf(said));
  route = webhookRoute({ announcements: { take }, systems, poll, log, count, now: () => now });
  readHint = hintReader({ announcements: { eventsOf }, systems, poll, log, count });
});

const post = (name: string, signature = 'right', method = 'POST') =>
  route({ ...arrival, method, path: ['hooks', name], headers: { 'webhook-signature': signature } });
const arrival = { query: {}, body: 'DEMO-1-aaaa' };
const shakeHands = (validationToken: string, method = 'POST') =>
  route({ method, path: ['hooks', 'erp'], query: { validationToken }, headers: {}, body: '' });
const hint = (system: string, signature = 'right'): Hint => ({
  system,
  received_at: 77,
  headers: { 'webhook-signature': signature },
  body: 'DEMO-1-aaaa',
});

test('a believed webhook is handed on whole, and answered only then', async () => {
  expect(await post('erp')).toEqual({ status: 204 });
  expect(received[0]?.receivedAt).toBe(now);
  expect(announced).toEqual([
    { system: erp, source: 'msg_1', externalIds: ['DEMO-1-aaaa'], said: { body: 'DEMO-1-aaaa', receivedAt: now } },
  ]);
  expect(counted).toEqual(['intake erp taken']);
});

test('one that is not believed is 401, counted, and said once a minute', async () => {
  for (const _ of [1, 2, 3]) expect(await post('erp', 'wrong')).toMatchObject({ status: 401 });
  expect(announced).toEqual([]);
  expect(counted).toEqual(Array(3).fill('intake erp refused'));
  expect(logged).toEqual([{ door: 'intake', system: 'erp', reason: 'unsigned' }]);
  now += 60_000;
  await post('erp', 'wrong');
  expect(logged).toHaveLength(2);
});

test('a flood is told when to come back, before any signature is checked', async () => {
  for (let nr = 0; nr < WEBHOOKS_A_MINUTE_MAX; nr += 1) await post('erp');
  expect(await post('erp')).toMatchObject({ status: 429, retryAfterSeconds: 60 });
  expect(received).toHaveLength(WEBHOOKS_A_MINUTE_MAX);
  expect(counted.at(-1)).toBe('intake erp limited');
  now += 60_000;
  expect(await post('erp')).toEqual({ status: 204 });
});

test('other addresses, systems and methods are none of it', async () => {
  expect(route({ method: 'POST', path: ['hooks'], query: {}, headers: {}, body: '' })).toBeNull();
  expect(await post('nosuch')).toMatchObject({ status: 404 });
  expect(await post('erp', 'right', 'GET')).toMatchObject({ status: 405 });
});

test('a handshake gets its text back, and nothing that could be a page', async () => {
  expect(await shakeHands('5e4f-1')).toEqual({ status: 200, body: '5e4f-1' });
  expect(await shakeHands('5e4f-2', 'GET')).toEqual({ status: 200, body: '5e4f-2' });
  expect(await shakeHands('<img onerror="x">&')).toEqual({
    status: 200,
    body: '&#60;img onerror=&#34;x&#34;&#62;&#38;',
  });
  expect(counted).toEqual(Array(3).fill('intake erp handshake'));
  expect(await shakeHands('x'.repeat(2049))).toMatchObject({ status: 400 });
  expect(announced).toEqual([]);
});

test('a GET with a query is no webhook, even where its signature is right', async () => {
  const headers = { 'webhook-signature': 'right' };
  expect(await route({ ...arrival, method: 'GET', path: ['hooks', 'erp'], query: { a: '1' }, headers })).toMatchObject({
    status: 405,
  });
  expect(announced).toEqual([]);
});

test('a webhook that names no document of ours has the poll ask, at either door', async () => {
  const headers = { 'webhook-signature': 'right' };
  const body = 'something changed';
  expect(await route({ method: 'POST', path: ['hooks', 'erp'], query: {}, headers, body })).toEqual({ status: 204 });
  expect(readHint('DEMO', { ...hint('erp'), body })).toEqual([]);
  expect(polled).toEqual(['erp', 'erp']);
  expect(counted).toEqual(['intake erp taken', 'mailbox erp taken']);
  await post('erp');
  expect(polled).toHaveLength(2);
});

test('a hint has no query, so that a mailbox never shakes hands', () => {
  const asking = { ...erp, receive: () => ({ handshake: 'x' }) } as unknown as OutsideSystem;
  const ports = { announcements: { eventsOf: () => [notice] }, systems: new Map([['erp', asking]]) };
  const count = (...words: string[]) => void counted.push(words.join(' '));
  const log = { warn: (said: unknown) => logged.push(said) } as never;
  expect(hintReader({ ...ports, poll: () => undefined, log, count })('DEMO', hint('erp'))).toEqual([]);
  expect(counted).toEqual(['mailbox erp refused']);
  expect(logged).toMatchObject([{ reason: 'a mailbox can not answer a handshake' }]);
});

test('a hint of the mailbox is checked as at our own door, its age from when it came to the shop', () => {
  expect(readHint('DEMO', hint('erp'))).toEqual([notice]);
  expect(received[0]?.receivedAt).toBe(77);
  expect(announced[0]).toMatchObject({ source: 'msg_1', said: { body: 'DEMO-1-aaaa', receivedAt: 77 } });
  expect(counted).toEqual(['mailbox erp taken']);
});

test('a hint that is not believed, or of no system here, is logged and done with', () => {
  expect(readHint('DEMO', hint('erp', 'wrong'))).toEqual([]);
  expect(readHint('DEMO', hint('made-up-1'))).toEqual([]);
  expect(readHint('DEMO', hint('made-up-2'))).toEqual([]);
  expect(announced).toEqual([]);
  expect(counted).toEqual(['mailbox erp refused', 'mailbox other no_such_system', 'mailbox other no_such_system']);
  expect(logged).toEqual([
    { door: 'mailbox', shop: 'DEMO', system: 'erp', reason: 'unsigned' },
    { door: 'mailbox', shop: 'DEMO', system: 'other', reason: 'no system of that name is configured' },
  ]);
});
