import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Bench, bench, Client, signIn, until } from '../test/client.ts';
import { order, release } from '../test/documents.ts';

let erp: Bench;
beforeEach(async () => {
  erp = await bench('erp');
});
afterEach(() => erp.running.stop());

const fault = (body: object) => erp.control.post('/_control/faults', body);
const orders = async () => (await erp.api.get('/orders?external_id=D-1-aaaa')).body.orders as object[];
const create = () => erp.api.post('/orders', order('D-1-aaaa'));

it('latency before, and after the commit', async () => {
  await fault({ kind: 'latency', ms: 150, method: 'POST', count: 1 });
  const before = performance.now();
  expect((await create()).status).toBe(201);
  expect(performance.now() - before).toBeGreaterThanOrEqual(149);
  await fault({ kind: 'latency', ms: 400, after_commit: true, method: 'POST', path: '/orders', count: 1 });
  const slow = create();
  await until(orders, (found) => found.length === 2);
  const settledEarly = await Promise.race([slow.then(() => true), until(orders, () => true).then(() => false)]);
  expect(settledEarly).toBe(false);
  expect((await slow).status).toBe(201);
});

it('429 with Retry-After', async () => {
  await fault({ kind: 'rate_limit', retry_after_s: 7, count: 1 });
  const refused = await create();
  expect([refused.status, refused.body.error.code, refused.headers.get('retry-after')]).toEqual([
    429,
    'rate_limited',
    '7',
  ]);
  expect((await create()).status).toBe(201);
});

it('429 to what goes beyond so many a second, and to nothing a second later', async () => {
  await fault({ kind: 'rate_limit', per_s: 1 });
  const statuses = (await Promise.all(Array.from({ length: 20 }, create))).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([201, 429]));
  await until(create, ({ status }) => status === 201);
});

it('500 before and after the commit, and an HTML page', async () => {
  await fault({ kind: 'error', count: 1 });
  expect(await create()).toMatchObject({ status: 500, body: { error: { code: 'internal' } } });
  expect(await orders()).toHaveLength(0);
  await fault({ kind: 'error', status: 503, after_commit: true, method: 'POST', count: 1 });
  expect((await create()).status).toBe(503);
  expect(await orders()).toHaveLength(1);
  await fault({ kind: 'html', method: 'POST', count: 1 });
  const page = await create();
  expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
  expect(page.body).toContain('<html>');
  expect(await orders()).toHaveLength(1);
});

it('connection reset before the commit, after the commit, and half an answer', async () => {
  await fault({ kind: 'reset_before', method: 'POST', count: 1 });
  await expect(create()).rejects.toThrow();
  expect(await orders()).toHaveLength(0);
  await fault({ kind: 'reset_after_commit', count: 1 });
  await expect(create()).rejects.toThrow();
  expect(await orders()).toHaveLength(1);
  await fault({ kind: 'truncate', method: 'POST', count: 1 });
  const half = await create();
  expect([half.status, typeof half.body]).toEqual([201, 'string']);
  expect(await orders()).toHaveLength(2);
});

it('down: connections are refused until the fault ends', async () => {
  await fault({ kind: 'down' });
  await expect(create()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  await erp.control.send('DELETE', '/_control/faults');
  expect(
    (
      await until(
        () => create().catch(() => ({ status: 0 })),
        ({ status }) => status !== 0,
      )
    ).status,
  ).toBe(201);
  await fault({ kind: 'down', for_ms: 100 });
  await expect(create()).rejects.toThrow();
  await until(
    () => create().catch(() => ({ status: 0 })),
    ({ status }) => status === 201,
  );
});

it('down destroys the requests that are under way', async () => {
  await fault({ kind: 'latency', ms: 60_000 });
  const waiting = create();
  await until(
    () => erp.control.get('/_control/state'),
    ({ body }) => body.requests.by_status.none === 1,
  );
  await fault({ kind: 'down' });
  await expect(waiting).rejects.toThrow();
});

it('expired sign-in, until the next one', async () => {
  await fault({ kind: 'expired_sign_in' });
  for (let n = 0; n < 2; n += 1)
    expect(await create()).toMatchObject({ status: 401, body: { error: { code: 'token_expired' } } });
  expect((await (await signIn(erp.running.url)).post('/orders', order('D-1-aaaa'))).status).toBe(201);
  const wms = await bench('wms', { faults: [{ kind: 'expired_sign_in' }] });
  expect((await wms.api.post('/releases', release('D-1-aaaa'))).body.error.code).toBe('key_expired');
  expect((await wms.api.post('/releases', release('D-1-aaaa'))).status).toBe(201);
  await wms.running.stop();
});

it('refuse everything refuses creates and nothing else', async () => {
  await create();
  await fault({ kind: 'refuse_everything' });
  expect(await create()).toMatchObject({ status: 422, body: { error: { code: 'refused' } } });
  expect(await orders()).toHaveLength(1);
  expect((await erp.api.post('/orders/SO-000001/cancel')).status).toBe(200);
});

it('strike by probability, the same way for the same seed, and count their hits', async () => {
  const run = async () => {
    const { body } = await fault({ kind: 'error', probability: 0.5, seed: 42, path: '/orders' });
    const statuses: number[] = [];
    for (let n = 0; n < 20; n += 1) statuses.push((await erp.api.get('/orders?external_id=X')).status);
    const listed = (await erp.control.get('/_control/faults')).body.faults;
    await erp.control.send('DELETE', `/_control/faults/${body.id}`);
    expect(listed).toMatchObject([{ id: body.id, hits: statuses.filter((status) => status === 500).length }]);
    return statuses;
  };
  const first = await run();
  expect(new Set(first)).toEqual(new Set([200, 500]));
  expect(await run()).toEqual(first);
});

it('are refused when they are malformed, or come without the token', async () => {
  expect((await fault({ kind: 'flood' })).status).toBe(422);
  expect((await fault({ kind: 'latency' })).body.error.details.fields[0].path).toBe('ms');
  expect((await fault({ kind: 'down', path: '/orders' })).status).toBe(422);
  const stranger = new Client(erp.running.control, { authorization: 'Bearer guess' });
  expect((await stranger.post('/_control/faults', { kind: 'down' })).status).toBe(401);
  expect((await erp.api.post('/_control/faults', { kind: 'down' })).status).toBe(404);
});
