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

test('HTML beside 401, 429 and 5xx leaves the status to speak; beside 404 it is no answer of the system', async () => {
  const api = await served((request, response) =>
    response.writeHead(Number(request.url?.slice(1)), { 'content-type': 'text/html' }).end('<h1>Proxy</h1>'),
  );
  for (const status of [401, 429, 502]) {
    const reply = await api.send({ method: 'GET', path: `/${status}`, signal });
    expect([reply.status, reply.body]).toEqual([status, null]);
  }
  const error = await failure(api.send({ method: 'GET', path: '/404', signal }));
  expect([error.category, error.phase]).toEqual(['parse', 'after_send']);
});

test('a redirection is not followed: it may lead the order elsewhere', async () => {
  let asked = 0;
  const api = await served((_, response) => {
    asked += 1;
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  const error = await failure(api.send(post));
  expect([error.category, error.phase, asked]).toEqual(['parse', 'after_send', 1]);
  expect(error.message).toContain('307');
});

test('a form is sent as a form', async () => {
  let got = '';
  const api = await served(async (request, response) => {
    for await (const chunk of request) got += chunk;
    response.end(JSON.stringify({ type: request.headers['content-type'] }));
  });
  const reply = await api.send({ method: 'POST', path: '/token', form: { scope: 'a b', id: 'x&y' }, signal });
  expect(got).toBe('scope=a+b&id=x%26y');
  expect(reply.body).toEqual({ type: 'application/x-www-form-urlencoded' });
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
