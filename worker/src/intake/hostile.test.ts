import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { receiveSigned } from '../systems/sandbox/webhook.ts';
import type { OutsideSystem } from '../systems/system.ts';
import type { Announced } from './announcements.ts';
import { ourDocuments } from './notices.ts';
import { IntakeServer, type Route } from './server.ts';
import { webhookRoute } from './webhooks.ts';

const RUNS = 300;
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const announced: Announced[] = [];
const failures: unknown[] = [];
let now = Date.now();
let hooks: Route;
let server: IntakeServer;
let port: number;

beforeAll(async () => {
  const erp = { name: 'erp', role: 'erp', receive: receiveSigned.bind(null, secret) } as unknown as OutsideSystem;
  hooks = webhookRoute({
    announcements: {
      async take(said) {
        announced.push(said);
        return 'foreign';
      },
    },
    systems: new Map([['erp', erp]]),
    poll: () => undefined,
    log: { warn: () => undefined } as never,
    count: () => undefined,
    now: () => now,
  });
  const healthz: Route = async () => ({ status: 200, body: 'well' });
  server = new IntakeServer({ hooks, healthz }, (error) => failures.push(error));
  port = await server.listen('127.0.0.1', 0);
});
beforeEach(() => {
  announced.length = failures.length = 0;
});
afterAll(() => server.close());

/** Sends bytes as they are. Resolves with the status that came back, null: the connection was ended without one. */
function raw(bytes: string | Buffer): Promise<number | null> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    socket.on('data', (chunk) => {
      said += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(/^HTTP\/1\.1 (\d{3})/.test(said) ? Number(said.slice(9, 12)) : null));
  });
}

const post = (headers: string, body = '') => `POST /hooks/erp HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n${body}`;

test.each([
  ['no HTTP', 'hello\r\n\r\n', [400]],
  ['TLS to a port without', Buffer.from([0x16, 3, 1, 2, 0, 1, 0]), [400]],
  ['a header without end', `GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`, [431]],
  ['ten thousand headers', `GET /healthz HTTP/1.1\r\nHost: x\r\n${'a: b\r\n'.repeat(10_000)}\r\n`, [431]],
  ['two lengths', post('Content-Length: 2\r\nContent-Length: 3', '{}'), [400]],
  ['a length and pieces', post('Content-Length: 2\r\nTransfer-Encoding: chunked', '0\r\n\r\n'), [400]],
  ['a length below nothing', post('Content-Length: -5'), [400]],
  ['pieces of a size that is no number', post('Transfer-Encoding: chunked', 'zz\r\n{}\r\n0\r\n\r\n'), [400]],
  ['half a body', post('Content-Length: 50', '{"type"'), [400, null]],
  ['NUL in the path', 'GET /hooks/%00%00 HTTP/1.1\r\nHost: x\r\n\r\n', [404]],
  ['a path upwards', 'GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n', [404]],
  ['an unreadable path', 'GET /%E0%A4%A HTTP/1.1\r\nHost: x\r\n\r\n', [400]],
  ['a proxy is wanted', 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: x\r\n\r\n', [null]],
] as const)('%s is turned away, and the next is served', async (_, bytes, statuses) => {
  expect(statuses).toContain(await raw(bytes));
  expect(await raw('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toBe(200);
  expect([announced, failures]).toEqual([[], []]);
});

test('a body without end is not kept: 64 MB in pieces cost next to nothing', async () => {
  const before = process.memoryUsage().rss;
  const piece = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000, 0x20), Buffer.from('\r\n')]);
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk;
  });
  socket.on('error', () => undefined);
  socket.write(post('Transfer-Encoding: chunked'));
  for (let sent = 0; sent < 1024 && !socket.destroyed; sent += 1)
    if (!socket.write(piece)) await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), pause(50)]);
  socket.destroy();
  expect(said).toMatch(/^HTTP\/1\.1 413/);
  expect(process.memoryUsage().rss - before).toBeLessThan(32 * 1024 * 1024);
});

const word = fc.oneof(fc.string(), fc.constantFrom('webhook-id', 'webhook-signature', 'v1,AAAA', '__proto__', 'erp'));

test('whatever comes unsigned is refused, and nothing of it is taken', async () => {
  const arrival = fc.record({
    method: fc.constantFrom('POST', 'GET', 'PUT', ''),
    path: fc.array(word, { maxLength: 4 }).map((rest) => ['hooks', ...rest]),
    query: fc.dictionary(word, fc.string()),
    headers: fc.dictionary(word, fc.oneof(fc.string(), fc.constant(String(Math.floor(now / 1000))))),
    body: fc.oneof(
      fc.json(),
      fc.string(),
      fc.nat(20_000).map((deep) => '['.repeat(deep)),
    ),
  });
  await fc.assert(
    fc.asyncProperty(arrival, async (sent) => {
      now += 1000;
      const reply = await hooks(sent);
      expect([null, 401, 404, 405]).toContain(reply?.status ?? null);
      expect(announced).toEqual([]);
    }),
    { numRuns: RUNS },
  );
});

test('a signed body with anything in it is taken or refused, never a failure; only ids of ours are documents', async () => {
  const told = fc.record({
    type: fc.anything(),
    data: fc.oneof(fc.anything(), fc.record({ external_id: fc.oneof(fc.string(), fc.constant('DEMO-1-0a1b')) })),
  });
  const bodies = fc.oneof(
    told.map((value) => JSON.stringify(value) ?? ''),
    fc.json({ maxDepth: 20 }),
    fc.string(),
    fc.nat(60_000).map((deep) => `{"type":"x","data":{"external_id":${'['.repeat(deep)}${']'.repeat(deep)}}}`),
  );
  await fc.assert(
    fc.asyncProperty(bodies, fc.string({ minLength: 1, maxLength: 300 }), async (body, id) => {
      now += 1000;
      const stamp = Math.floor(now / 1000);
      const headers = {
        'webhook-id': id,
        'webhook-timestamp': String(stamp),
        'webhook-signature': new Webhook(secret).sign(id, new Date(stamp * 1000), body),
      };
      announced.length = 0;
      const reply = await hooks({ method: 'POST', path: ['hooks', 'erp'], query: {}, headers, body });
      expect([204, 401]).toContain(reply?.status);
      expect(announced).toHaveLength(reply?.status === 204 ? 1 : 0);
      const documents = ourDocuments(
        announced.flatMap(({ externalIds }) => externalIds),
        { role: 'erp' },
        new Set(['DEMO']),
      );
      for (const { subject } of documents) expect(subject).toMatch(/^(order\/|return\/(r|e-|w-)?)\d{1,10}$/);
    }),
    { numRuns: RUNS },
  );
});
