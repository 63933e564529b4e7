import { afterEach, expect, it } from 'vitest';
import { type Bench, bench, until } from './test/client.ts';
import { order, release } from './test/documents.ts';

let system: Bench;
afterEach(() => system.running.stop());

const elsewhere = { name: 'Ada Lovelace', line1: '2 Lock Lane', city: 'Leeds', country: 'GB' };
const amend = (path: string, body: object) => system.api.send('PATCH', path, body);

it('an order takes another address and note, once, until it has shipped', async () => {
  system = await bench('erp', { allocate_after_ms: 60_000 });
  await system.api.post('/orders', order('D-1-aaaa'));
  const amended = await amend('/orders/SO-000001', { ship_to: elsewhere, note: 'Ring twice' });
  expect(amended).toMatchObject({ status: 200, body: { revision: 2, ship_to: elsewhere, note: 'Ring twice' } });
  expect((await amend('/orders/SO-000001', { note: 'Ring twice', ship_to: elsewhere })).body.revision).toBe(2);
  expect((await amend('/orders/SO-000001', { note: '' })).body).not.toHaveProperty('note');
  const { next_cursor } = (await system.api.get('/orders?changed_since=0')).body;
  await amend('/orders/SO-000001', { note: 'Leave it' });
  expect((await system.api.get(`/orders?changed_since=${next_cursor}`)).body.orders).toHaveLength(1);
  await system.api.post('/orders/SO-000001/shipments', {
    external_id: 'WR-1',
    shipped_at: '2026-03-01T12:00:00Z',
    carrier: 'PARCELHOUSE',
    lines: [{ line_id: '1', quantity: 1 }],
  });
  const late = await amend('/orders/SO-000001', { note: 'Too late' });
  expect(late).toMatchObject({ status: 409, body: { error: { code: 'already_shipped' } } });
});

it('what is cancelled, unknown, or not to be changed is refused', async () => {
  system = await bench('erp', { allocate_after_ms: 60_000 });
  await system.api.post('/orders', order('D-1-aaaa'));
  const code = async (path: string, body: object) => (await amend(path, body)).body.error.code;
  expect(await code('/orders/SO-000001', { total_minor: 1 })).toBe('invalid_body');
  expect(await code('/orders/SO-000009', { note: 'x' })).toBe('not_found');
  await system.api.post('/orders/SO-000001/cancel');
  expect(await code('/orders/SO-000001', { note: 'x' })).toBe('already_cancelled');
});

it('a release too, until it is picked; its e-mail stays', async () => {
  system = await bench('wms', { pick_after_ms: 60_000 });
  await system.api.post('/releases', release('D-1-aaaa'));
  const { body } = await amend('/releases/WR-000001', { ship_to: elsewhere });
  expect(body).toMatchObject({ revision: 2, ship_to: { ...elsewhere, email: 'ada@example.com' } });
  expect((await amend('/releases/WR-000001', { ship_to: elsewhere })).body.revision).toBe(2);
  await system.control.send('PATCH', '/_control/settings', { pick_after_ms: 0 });
  await system.api.post('/releases', release('D-2-aaaa'));
  await until(
    () => system.api.get('/releases/WR-000002'),
    ({ body: { status } }) => status !== 'received',
  );
  const late = await amend('/releases/WR-000002', { note: 'Too late' });
  expect(late).toMatchObject({ status: 409, body: { error: { code: 'already_picked' } } });
});

const stockOf = (items: { sku: string; on_hand: number; allocated: number }[]) =>
  Object.fromEntries(items.map(({ sku, on_hand, allocated }) => [sku, [on_hand, allocated]]));

it('the ERP tells its stock by a cursor: all of it in pages, then what moved', async () => {
  system = await bench('erp');
  const first = (await system.api.get('/items?changed_since=0&limit=15')).body;
  const second = (await system.api.get(`/items?changed_since=${first.next_cursor}&limit=15`)).body;
  expect([first.items.length, first.more, second.items.length, second.more]).toEqual([15, true, 5, false]);
  await system.api.post('/orders', order('D-1-aaaa'));
  await until(
    () => system.api.get('/orders/SO-000001'),
    ({ body }) => body.allocation === 'full',
  );
  await system.control.send('PUT', '/_control/items/CW-020', { on_hand: 7 });
  const moved = (await system.api.get(`/items?changed_since=${second.next_cursor}`)).body;
  expect(stockOf(moved.items)).toEqual({ 'CW-001': [100_000, 2], 'CW-002': [100_000, 1], 'CW-020': [7, 0] });
  expect((await system.api.get(`/items?changed_since=${moved.next_cursor}`)).body.items).toEqual([]);
});

it('the warehouse counts what lies there and what is wanted of it', async () => {
  system = await bench('wms', { pick_after_ms: 60_000 });
  const { next_cursor } = (await system.api.get('/items?changed_since=0')).body;
  await system.api.post('/releases', release('D-1-aaaa'));
  const wanted = (await system.api.get(`/items?changed_since=${next_cursor}`)).body;
  expect(stockOf(wanted.items)).toMatchObject({ 'CW-001': [100_000, 2], 'CW-003': [100_000, 3] });
  await system.api.post('/releases/WR-000001/cancel');
  const freed = (await system.api.get(`/items?changed_since=${wanted.next_cursor}`)).body;
  expect(stockOf(freed.items)['CW-003']).toEqual([100_000, 0]);
  await system.control.send('PATCH', '/_control/settings', { pick_after_ms: 0 });
  await system.api.post('/releases', release('D-2-aaaa'));
  await until(
    () => system.api.get('/releases/WR-000002'),
    ({ body }) => body.status === 'shipped',
  );
  const gone = (await system.api.get(`/items?changed_since=${freed.next_cursor}`)).body;
  expect(stockOf(gone.items)['CW-003']).toEqual([99_997, 0]);
});
