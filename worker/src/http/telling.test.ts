import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { SAID_BYTES_MAX, type Said } from '../policy/recorder.ts';
import { JsonApi, REPLY_BYTES_MAX } from './json-api.ts';

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function overheard(listener: RequestListener) {
  const server = createServer(listener);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const said: Said[] = [];
  const recorder = { keep: (one: Said) => void said.push(one) };
  let clock = 1000;
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
  return { api: new JsonApi(base, 'the ERP', { recorder, now: () => (clock += 5) }), said };
}

const signal = new AbortController().signal;
const order = { method: 'POST', path: '/orders?x=1', body: { total: 1 }, signal } as const;

test('what was sent and answered is told, without what signs in', async () => {
  const { api, said } = await overheard((_, response) =>
    response.writeHead(422, { 'content-type': 'application/json', 'set-cookie': 'a=b', etag: '"7"' }).end('{"no":1}'),
  );
  await api.send({ ...order, headers: { authorization: 'Bearer abc', 'x-api-key': 'abc', 'if-match': '"6"' } });
  expect(said).toEqual([
    {
      at: 1005,
      repliedAt: expect.any(Number),
      tookMs: 5,
      request: {
        head: 'POST /api/orders?x=1\naccept: application/json\ncontent-type: application/json\nif-match: "6"',
        body: '{"total":1}',
      },
      reply: { head: expect.stringMatching(/^422 Unprocessable Entity\n/), body: '{"no":1}' },
      problem: null,
    },
  ]);
  expect(said[0]?.reply?.head).toContain('etag: "7"');
  expect(JSON.stringify(said)).not.toMatch(/abc|a=b/);
});

test('the token of a sign-in is never told; why it was refused is', async () => {
  const { api, said } = await overheard((request, response) =>
    request.url === '/api/good'
      ? response.end('{"access_token":"t0ken"}')
      : response.writeHead(400).end('{"error":"invalid_client"}'),
  );
  const signIn = { method: 'POST', form: { client_secret: 'hush' }, secret: true, signal } as const;
  await api.send({ ...signIn, path: '/good' });
  await api.send({ ...signIn, path: '/bad' });
  expect(JSON.stringify(said)).not.toMatch(/hush|t0ken/);
  expect(said[1]?.reply?.body).toBe('{"error":"invalid_client"}');
});

test('what is not JSON, and what breaks off, is told as far as it came', async () => {
  const { api, said } = await overheard((request, response) => {
    if (request.method === 'GET') response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>');
    else {
      response.writeHead(201, { 'content-length': '100' });
      response.write('{"number":', () => request.socket.end());
    }
  });
  await expect(api.send({ method: 'GET', path: '/orders', signal })).rejects.toThrow();
  await expect(api.send(order)).rejects.toThrow();
  expect(said.map(({ reply }) => reply?.body)).toEqual(['<h1>Hello</h1>', '{"number":']);
  expect(said.map(({ problem }) => problem)).toEqual([
    'the ERP answered 200 with something that is not JSON (text/html)',
    expect.stringContaining('broke the connection'),
  ]);
});

test('of a huge reply its beginning is told, and the rest never comes in', async () => {
  const block = Buffer.alloc(1024 * 1024, 0x20);
  let sent = 0;
  const { api, said } = await overheard((_, response) => {
    const more = () => {
      while (sent < 500 && !response.destroyed) {
        sent += 1;
        if (!response.write(block)) return response.once('drain', more);
      }
      return response.end();
    };
    more();
  });
  await expect(api.send(order)).rejects.toMatchObject({ category: 'too_large', phase: 'after_send' });
  expect(said[0]?.reply?.body).toHaveLength(SAID_BYTES_MAX);
  expect(sent * block.byteLength).toBeLessThan(REPLY_BYTES_MAX * 4);
});

test('a connection that was refused is told as a request without a reply', async () => {
  const { api, said } = await overheard(() => undefined);
  await new Promise((resolve) => open.splice(0)[0]?.close(resolve));
  await expect(api.send(order)).rejects.toMatchObject({ phase: 'before_send' });
  expect(said.map(({ reply, problem }) => [reply, problem])).toEqual([
    [null, "the ERP can't be reached (ECONNREFUSED)"],
  ]);
});
