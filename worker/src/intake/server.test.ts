import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { doorbellKey, doorbellRoute } from './doorbell.ts';
import { IntakeServer } from './server.ts';

const engineId = '5f0f1f7e-0000-4000-8000-000000000001';
const rung: string[] = [];
const failures: unknown[] = [];
let server: IntakeServer;
let base = '';

beforeEach(async () => {
  rung.length = 0;
  failures.length = 0;
  server = new IntakeServer(
    {
      doorbell: doorbellRoute(engineId, (shop) => shop === 'DEMO' && rung.push(shop) > 0),
      broken: () => Promise.reject(new Error('secret detail')),
      query: ({ query }) => Promise.resolve({ status: 200, body: JSON.stringify(query) }),
      echo: ({ body }) => Promise.resolve({ status: 429, body, retryAfterSeconds: 7 }),
      none: () => null,
    },
    (error) => failures.push(error),
  );
  base = `http://127.0.0.1:${await server.listen('127.0.0.1', 0)}`;
});
afterEach(() => server.close());

const status = async (path: string, init?: RequestInit) => (await fetch(base + path, init)).status;

test('the doorbell needs its key, its shop and a POST', async () => {
  const bell = `/doorbell/DEMO/${doorbellKey(engineId, 'DEMO')}`;
  expect(await status(bell)).toBe(404);
  expect(await status(`${bell.slice(0, -1)}x`, { method: 'POST' })).toBe(404);
  expect(await status(`/doorbell/OTHER/${doorbellKey(engineId, 'OTHER')}`, { method: 'POST' })).toBe(404);
  expect(rung).toEqual([]);
  expect(await status(bell, { method: 'POST' })).toBe(204);
  expect(rung).toEqual(['DEMO']);
});

test('too large a body, an unreadable path and an unknown page are refused', async () => {
  expect(await status('/hooks/erp', { method: 'POST', body: 'x'.repeat(300_000) })).toBe(413);
  expect(await status('/%E0%A4%A')).toBe(400);
  for (const path of ['/', '/nothing', '/none', '/__proto__', '/constructor'])
    expect(await status(path), path).toBe(404);
});

test('a body that says in advance that it is too large is not waited for', async () => {
  const url = new URL(`${base}/hooks/erp`);
  const sent = request({ host: url.hostname, port: url.port, method: 'POST', headers: { 'content-length': 1e9 } });
  sent.on('error', () => undefined);
  sent.write('x');
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(413);
  sent.destroy();
});

test('a body reaches its route byte for byte, or not at all', async () => {
  const body = '\u{FEFF}{"note":"Grüße \u{1F6F3}\\u0000"}\r\n';
  const response = await fetch(`${base}/echo`, { method: 'POST', body });
  expect(Buffer.from(await response.arrayBuffer()).toString()).toBe(body);
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
  expect(await status('/echo', { method: 'POST', body: Buffer.from([0x7b, 0xfc, 0x7d]) })).toBe(415);
});

test('a query reaches its route decoded', async () => {
  const response = await fetch(`${base}/query/x?validationToken=a%20b%2Bc&b=1?2&b=3&c`);
  expect(await response.json()).toEqual({ validationToken: 'a b+c', b: '3', c: '' });
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test('an error says nothing of the inside, and is told to the log', async () => {
  const response = await fetch(`${base}/broken`);
  expect([response.status, await response.text()]).toEqual([500, 'internal error\n']);
  expect(failures).toHaveLength(1);
});
