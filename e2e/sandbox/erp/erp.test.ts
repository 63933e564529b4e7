import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, bench, Client, until } from '../test/client.ts';
import { order } from '../test/documents.ts';

let erp: Bench;
beforeEach(async () => {
  erp = await bench('erp');
});
afterEach(() => erp.running.stop());

describe('sign-in', () => {
  it('takes client credentials as JSON and as a form, and refuses others', async () => {
    const anyone = new Client(erp.running.url, {});
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const good = await anyone.send(
      'POST',
      '/oauth/token',
      'grant_type=client_credentials&client_id=causeway&client_secret=sandbox-erp-secret',
      form,
    );
    expect(good).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3_600 } });
    const bad = await anyone.post('/oauth/token', {
      grant_type: 'client_credentials',
      client_id: 'causeway',
      client_secret: 'guess',
    });
    expect(bad).toMatchObject({ status: 401, body: { error: { code: 'invalid_client' } } });
    expect(await anyone.get('/orders/SO-000001')).toMatchObject({
      status: 401,
      body: { error: { code: 'token_missing' } },
    });
    const stranger = new Client(erp.running.url, { authorization: 'Bearer nonsense' });
    expect(await stranger.get('/orders/SO-000001')).toMatchObject({
      status: 401,
      body: { error: { code: 'token_invalid' } },
    });
  });

  it('lets a token end', async () => {
    await erp.control.send('PATCH', '/_control/settings', { token_ttl_s: 1 });
    const { body } = await new Client(erp.running.url, {}).post('/oauth/token', {
      grant_type: 'client_credentials',
      client_id: 'causeway',
      client_secret: 'sandbox-erp-secret',
    });
    const brief = new Client(erp.running.url, { authorization: `Bearer ${body.access_token}` });
    expect((await brief.get('/orders?external_id=X')).status).toBe(200);
    const ended = await until(
      () => brief.get('/orders?external_id=X'),
      ({ status }) => status === 401,
    );
    expect(ended.body.error.code).toBe('token_expired');
  });
});

describe('an order', () => {
  it('is created, allocated by itself and shown with what was sent', async () => {
    const created = await erp.api.post('/orders', order('D-1-aaaa'));
    expect(created).toMatchObject({
      status: 201,
      body: { number: 'SO-000001', status: 'open', allocation: 'none', revision: 1, total_minor: 5_950 },
    });
    const allocated = await until(
      () => erp.api.get('/orders/SO-000001'),
      ({ body }) => body.status === 'allocated',
    );
    expect(allocated.body).toMatchObject({ allocation: 'full', revision: 2, ordered_at: '2026-03-01T11:15:30+01:00' });
    expect(allocated.body.lines[0]).toMatchObject({ sku: 'CW-001', quantity_allocated: 2, quantity_shipped: 0 });
    expect(allocated.body.lines[2]).toEqual(order('x').lines[2]);
    expect((await erp.api.get('/items/CW-001')).body).toMatchObject({
      on_hand: 100_000,
      allocated: 2,
      available: 99_998,
    });
  });

  it('is found by external id, twice when it was sent twice and duplicates are not refused', async () => {
    expect((await erp.api.get('/orders?external_id=D-1-aaaa')).body).toEqual({ orders: [] });
    await erp.api.post('/orders', order('D-1-aaaa'));
    await erp.api.post('/orders', order('D-1-aaaa'));
    const { body } = await erp.api.get('/orders?external_id=D-1-aaaa');
    expect(body.orders.map(({ number }: { number: string }) => number)).toEqual(['SO-000001', 'SO-000002']);
    expect((await erp.control.get('/_control/state')).body.duplicates).toEqual([{ external_id: 'D-1-aaaa', live: 2 }]);
  });

  it('is refused under a used external id once detection is on, unless the first was cancelled', async () => {
    await erp.control.send('PATCH', '/_control/settings', { duplicate_detection: true });
    await erp.api.post('/orders', order('D-1-aaaa'));
    const again = await erp.api.post('/orders', order('D-1-aaaa'));
    expect(again).toMatchObject({
      status: 409,
      body: { error: { code: 'duplicate_external_id', details: { number: 'SO-000001' } } },
    });
    await erp.api.post('/orders/SO-000001/cancel');
    expect((await erp.api.post('/orders', order('D-1-aaaa'))).status).toBe(201);
  });

  it('is allocated in part when stock is short, and in full when stock arrives', async () => {
    await erp.control.send('PUT', '/_control/items/CW-001', { on_hand: 1 });
    await erp.api.post('/orders', order('D-1-aaaa'));
    const short = await until(
      () => erp.api.get('/orders/SO-000001'),
      ({ body }) => body.allocation === 'partial',
    );
    expect(short.body.status).toBe('open');
    expect(short.body.lines.slice(0, 2).map((line: { quantity_allocated: number }) => line.quantity_allocated)).toEqual(
      [1, 1],
    );
    await erp.control.send('PUT', '/_control/items/CW-001', { on_hand: 5 });
    await until(
      () => erp.api.get('/orders/SO-000001'),
      ({ body }) => body.status === 'allocated' && body.allocation === 'full',
    );
    expect((await erp.api.get('/items/CW-001')).body.allocated).toBe(2);
  });

  it('gives its stock to the next when it is cancelled, once', async () => {
    await erp.control.send('PUT', '/_control/items/CW-001', { on_hand: 2 });
    await erp.api.post('/orders', order('D-1-aaaa'));
    await until(
      () => erp.api.get('/orders/SO-000001'),
      ({ body }) => body.status === 'allocated',
    );
    await erp.api.post('/orders', order('D-2-bbbb'));
    await until(
      () => erp.api.get('/orders/SO-000002'),
      ({ body }) => body.allocation === 'partial',
    );
    expect((await erp.api.post('/orders/SO-000001/cancel', { reason: 'customer' })).body).toMatchObject({
      status: 'cancelled',
      allocation: 'none',
    });
    const again = await erp.api.post('/orders/SO-000001/cancel');
    expect(again).toMatchObject({ status: 200, body: { revision: 3 } });
    await until(
      () => erp.api.get('/orders/SO-000002'),
      ({ body }) => body.status === 'allocated',
    );
    expect((await erp.api.get('/items/CW-001')).body).toMatchObject({ allocated: 2, available: 0 });
  });
});

describe('changes', () => {
  it('are told once each by a cursor that skips nothing', async () => {
    for (let n = 1; n <= 5; n += 1) await erp.api.post('/orders', order(`D-${n}-aaaa`));
    await until(
      () => erp.control.get('/_control/state'),
      ({ body }) => body.documents.by_status.allocated === 5,
    );
    const first = (await erp.api.get('/orders?changed_since=0&limit=3')).body;
    expect(first).toMatchObject({ more: true });
    const second = (await erp.api.get(`/orders?changed_since=${first.next_cursor}`)).body;
    const ids = [...first.orders, ...second.orders].map(({ external_id }) => external_id);
    expect(ids.toSorted()).toEqual(['D-1-aaaa', 'D-2-aaaa', 'D-3-aaaa', 'D-4-aaaa', 'D-5-aaaa']);
    expect((await erp.api.get(`/orders?changed_since=${second.next_cursor}`)).body).toEqual({
      orders: [],
      next_cursor: second.next_cursor,
      more: false,
    });
    await erp.api.post('/orders/SO-000002/cancel');
    const third = (await erp.api.get(`/orders?changed_since=${second.next_cursor}`)).body;
    expect(third.orders).toMatchObject([{ number: 'SO-000002', status: 'cancelled' }]);
  });

  it('refuse a cursor of another system', async () => {
    for (const cursor of ['99', 'abc', '-1', '']) {
      const { status, body } = await erp.api.get(`/orders?changed_since=${cursor}`);
      expect([cursor, status, body.error.code]).toEqual([cursor, 400, 'invalid_cursor']);
    }
  });
});

it('pages the item master', async () => {
  const first = (await erp.api.get('/items?limit=15')).body;
  expect([first.items.length, first.next_after]).toEqual([15, 'CW-015']);
  const rest = (await erp.api.get('/items?after=CW-015')).body;
  expect([rest.items.length, rest.next_after]).toEqual([5, undefined]);
});
