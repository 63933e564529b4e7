import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import { JsonApi, REPLY_BYTES_MAX } from './json-api.ts';
import { ask, NotConnected } from './line.ts';

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function served(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const { signal } = new AbortController();
const get = { method: 'GET', headers: {}, body: null, signal };

test('requests that follow each other share one connection', async () => {
  const ports = new Set<number | undefined>();
  const address = await served((request, response) => {
    ports.add(request.socket.remotePort);
    response.end('{}');
  });
  const api = new JsonApi(`http://${address}`, 'the ERP');
  for (let nr = 0; nr < 3; nr += 1) await api.send({ method: 'POST', path: '/', body: { nr }, signal });
  expect(ports.size).toBe(1);
});

test('a packed reply is unpacked, and bounded by what it holds', async () => {
  const small = gzipSync('{"packed":true}');
  const large = gzipSync(Buffer.alloc(REPLY_BYTES_MAX + 1, 0x20));
  const address = await served((request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(request.url === '/small' ? small : large);
  });
  const api = new JsonApi(`http://${address}`, 'the shop');
  expect((await api.send({ method: 'GET', path: '/small', signal })).body).toEqual({ packed: true });
  await expect(api.send({ method: 'GET', path: '/large', signal })).rejects.toMatchObject({ category: 'too_large' });
});

test.each(['identity', 'gzip'])('an abort in the middle of a reply (%s) ends it with its reason', async (encoding) => {
  const stop = new AbortController();
  const reason = new Error('enough');
  const address = await served((_, response) => {
    response.writeHead(200, { 'content-encoding': encoding });
    response.write(encoding === 'gzip' ? gzipSync('{"half":').subarray(0, 12) : '{"half":', () => stop.abort(reason));
  });
  const sent = new JsonApi(`http://${address}`, 'the shop').send({ method: 'GET', path: '/', signal: stop.signal });
  await expect(sent).rejects.toBe(reason);
});

test('who does not speak TLS was sent nothing', async () => {
  const address = await served(() => undefined);
  await expect(ask(new URL(`https://${address}/`), get)).rejects.toThrow(NotConnected);
});

test('headers are found in any case, and told one by one', async () => {
  const address = await served((_, response) => response.setHeader('X-Request-Id', '7').end('{}'));
  const reply = await ask(new URL(`http://${address}/`), get);
  expect([reply.headers.get('x-REQUEST-id'), reply.headers.get('etag')]).toEqual(['7', null]);
  expect([...reply.headers]).toContainEqual(['x-request-id', '7']);
  expect(await text(reply.body)).toBe('{}');
});

test('who was stopped while it connected says nothing when it wakes', async () => {
  const heard: unknown[] = [];
  const address = await served((request, response) => {
    heard.push(request.url);
    response.end();
  });
  const clock = vi.spyOn(performance, 'now');
  try {
    const began = performance.now();
    clock.mockReturnValueOnce(began).mockReturnValue(began + 60_000);
    await expect(ask(new URL(`http://${address}/orders`), get)).rejects.toBeInstanceOf(NotConnected);
  } finally {
    clock.mockRestore();
  }
  expect((await ask(new URL(`http://${address}/health`), get)).status).toBe(200);
  expect(heard).toEqual(['/health']);
});
