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
let now: number;
let route: Route;
let readHint: ReturnType<typeof hintReader>;

const erp = {
  name: 'erp',
  role: 'erp',
  receive(delivery: WebhookDelivery) {
    received.push(delivery);
    if (delivery.headers['webhook-signature'] !== 'right') throw new WebhookRefused('unsigned');
    return { id: 'msg_1', externalIds: [delivery.body] };
  },
} as unknown as OutsideSystem;
const notice = { id: 'x', shop: 'DEMO', subject: 'order/1', event: { type: 'notice', role: 'erp' } } as EngineEvent;

beforeEach(() => {
  counted.length = logged.length = received.length = announced.length = 0;
  now = 1_800_000_000_000;
  const systems = new Map([['erp', erp]]);
  const log = { warn: (said: unknown) => logged.push(said) } as never;
  const count = (...words: string[]) => void counted.push(words.join(' '));
  const eventsOf = (said: Announced) => (announced.push(said) ? [notice] : []);
  const take = async (said: Announced) => outcomeOf(eventsOf(said));
  route = webhookRoute({ announcements: { take }, systems, log, count, now: () => now });
  readHint = hintReader({ announcements: { eventsOf }, systems, log, count });
});

const post = (name: string, signature = 'right', method = 'POST') =>
  route({ method, path: ['hooks', name], headers: { 'webhook-signature': signature }, body: 'DEMO-1-aaaa' });
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
  expect(route({ method: 'POST', path: ['hooks'], headers: {}, body: '' })).toBeNull();
  expect(await post('nosuch')).toMatchObject({ status: 404 });
  expect(await post('erp', 'right', 'GET')).toMatchObject({ status: 405 });
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
