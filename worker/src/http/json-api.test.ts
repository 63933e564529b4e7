import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { SystemFailure } from '../policy/system-failure.ts';
import { JsonApi, REPLY_BYTES_MAX, retryAfterMs } from './json-api.ts';

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function served(listener: RequestListener): Promise<JsonApi> {
  const server = createServer(listener);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return new JsonApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, 'the ERP');
}

async function closed(): Promise<JsonApi> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return new JsonApi(`http://127.0.0.1:${port}`, 'the ERP');
}

const signal = new AbortController().signal;
const post = { method: 'POST', path: '/orders', body: { total: 1 }, signal } as const;
const failure = (sent: Promise<unknown>) =>
  sent.then(
    () => expect.fail('it answered'),
    (error: SystemFailure) => error,
  );

test('sends JSON and reads JSON, whatever the status', async () => {
  const api = await served((request, response) => {
    response
      .writeHead(422, { 'content-type': 'application/json', 'x-path': String(request.url) })
      .end('{"error":"no"}');
  });
  const reply = await api.send(post);
  expect([reply.status, reply.body, reply.headers.get('x-path')]).toEqual([422, { error: 'no' }, '/orders']);
});

test('a refused connection is before the send: nothing can have happened', async () => {
  const error = await failure((await closed()).send(post));
  expect([error.category, error.phase]).toEqual(['connection', 'before_send']);
});

test('a connection that breaks after the request is during the send: the system may have acted', async () => {
  const api = await served((request) => request.socket.destroy());
  const error = await failure(api.send(post));
  expect([error.category, error.phase]).toEqual(['connection', 'during_send']);
});

test('a body that breaks off is during the send', async () => {
  const api = await served((request, response) => {
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"number":', () => request.socket.destroy());
  });
  const error = await failure(api.send(post));
  expect([error.category, error.phase]).toEqual(['connection', 'during_send']);
});

test('HTML with a good status is a parse failure after the send', async () => {
  const api = await served((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>'),
  );
  const error = await failure(api.send(post));
  expect([error.category, error.phase]).toEqual(['parse', 'after_send']);
  expect(error.message).not.toContain('Hello');
});

test('a reply without end is cut off at the limit', async () => {
  const block = Buffer.alloc(1024 * 1024, 0x20);
  const api = await served((_, response) => {
    const more = () => {
      while (response.write(block)) if (response.destroyed) return;
      response.once('drain', more);
    };
    more();
  });
  const error = await failure(api.send(post));
  expect([error.category, error.phase]).toEqual(['too_large', 'after_send']);
  expect(error.message).toContain(String(REPLY_BYTES_MAX));
});

test('an aborted call throws the reason it was aborted with', async () => {
  const api = await served(() => undefined);
  const reason = new Error('enough');
  const stop = new AbortController();
  const sent = failure(api.send({ ...post, signal: stop.signal }));
  setTimeout(() => stop.abort(reason), 20);
  expect(await sent).toBe(reason);
});

test('Retry-After is seconds or a date', () => {
  const now = Date.parse('2026-11-27T08:00:00Z');
  expect(retryAfterMs('7', now)).toBe(7000);
  expect(retryAfterMs('Fri, 27 Nov 2026 08:00:30 GMT', now)).toBe(30_000);
  expect([retryAfterMs(null, now), retryAfterMs('soon', now)]).toEqual([null, null]);
});
