import { afterEach, describe, expect, it } from 'vitest';
import { type Bench, bench, Client, until } from '../test/client.ts';
import { release } from '../test/documents.ts';

let wms: Bench;
afterEach(() => wms.running.stop());

const status =
  (wanted: string) =>
  ({ body }: { body: { status: string } }) =>
    body.status === wanted;
const read = () => wms.api.get('/releases/WR-000001');

describe('a release', () => {
  it('is picked, packed and shipped by itself in one parcel', async () => {
    wms = await bench('wms');
    const created = await wms.api.post('/releases', release('D-1-aaaa'));
    expect(created).toMatchObject({
      status: 201,
      body: { id: 'WR-000001', status: 'received', revision: 1, shipments: [] },
    });
    const { body } = await until(read, status('shipped'));
    expect(body.shipments).toMatchObject([
      {
        id: 'WR-000001-1',
        carrier: 'PARCELHOUSE',
        tracking_number: 'PH00000000011',
        tracking_url: 'https://track.parcelhouse.example/PH00000000011',
      },
    ]);
    expect(body.shipments[0].shipped_at).toMatch(/\+01:00$/);
    expect(Math.abs(Date.parse(body.shipments[0].shipped_at) - Date.now())).toBeLessThan(600_000);
    expect(
      body.shipments[0].lines.map(({ line_id, quantity }: { line_id: string; quantity: number }) => [
        line_id,
        quantity,
      ]),
    ).toEqual([
      ['1', 2],
      ['2', 1],
      ['4', 3],
    ]);
  });

  it('goes in two parcels where a pick rule holds a line back, and tells of both', async () => {
    wms = await bench('wms', { picks: [{ sku: 'CW-003', pick: 1, rest_after_ms: 300 }] });
    await wms.api.post('/releases', release('D-1-aaaa'));
    const partial = await until(read, status('partially_shipped'));
    expect(partial.body.shipments).toHaveLength(1);
    expect(partial.body.lines[2]).toMatchObject({ quantity: 3, quantity_shipped: 1 });
    const { body } = await until(read, status('shipped'));
    expect(body.shipments[1]).toMatchObject({ id: 'WR-000001-2', lines: [{ line_id: '4', quantity: 2 }] });
  });

  it('goes without what is not found: the rest is short, and off the books', async () => {
    wms = await bench('wms');
    await wms.control.post('/_control/picks', { sku: 'CW-003', pick: 1, short: true });
    await wms.api.post('/releases', release('D-1-aaaa'));
    const { body } = await until(read, status('shipped'));
    expect(body.lines[2]).toMatchObject({ quantity: 3, quantity_shipped: 1, quantity_short: 2 });
    expect(body.shipments).toHaveLength(1);
    const { items } = (await wms.api.get('/items?changed_since=0')).body;
    expect(items.find(({ sku }: { sku: string }) => sku === 'CW-003')).toMatchObject({ on_hand: 99_997, allocated: 0 });
  });

  it('is closed without a parcel where nothing of it is found', async () => {
    wms = await bench('wms');
    await wms.control.post('/_control/picks', { sku: 'CW-001', pick: 0, short: true });
    await wms.api.post('/releases', release('D-1-aaaa', { lines: [{ line_id: '1', sku: 'CW-001', quantity: 2 }] }));
    const { body } = await until(read, status('shipped'));
    expect([body.shipments, body.lines[0].quantity_short]).toEqual([[], 2]);
  });

  it('is delivered when the carrier says so, once', async () => {
    wms = await bench('wms');
    await wms.api.post('/releases', release('D-1-aaaa'));
    await until(read, status('shipped'));
    await wms.control.post('/_control/deliver', { external_id: 'D-1-aaaa' });
    const { body } = await until(read, ({ body }) => body.shipments[0].delivered_at !== undefined);
    expect(body.shipments[0].delivered_at).toMatch(/\+01:00$/);
    await wms.control.post('/_control/deliver', { external_id: 'D-1-aaaa' });
    expect((await read()).body.revision).toBe(body.revision);
  });

  it('waits while its only stock is held back for good, until the rule goes', async () => {
    wms = await bench('wms');
    await wms.control.post('/_control/picks', { sku: 'CW-001', external_id: 'D-1-aaaa', pick: 0, rest_after_ms: null });
    const one = { lines: [{ line_id: '1', sku: 'CW-001', quantity: 2 }] };
    await wms.api.post('/releases', release('D-1-aaaa', one));
    await wms.api.post('/releases', release('D-2-aaaa', one));
    await until(() => wms.api.get('/releases/WR-000002'), status('shipped'));
    expect((await read()).body.status).toBe('received');
    expect((await wms.control.send('DELETE', '/_control/picks')).status).toBe(204);
    await until(read, status('shipped'));
  });

  it('is cancelled before the pick and not after', async () => {
    wms = await bench('wms', { pick_after_ms: 60_000 });
    await wms.api.post('/releases', release('D-1-aaaa'));
    expect((await wms.api.post('/releases/WR-000001/cancel', { reason: 'customer' })).body.status).toBe('cancelled');
    expect((await wms.api.post('/releases/WR-000001/cancel')).status).toBe(200);
    await wms.control.send('PATCH', '/_control/settings', { pick_after_ms: 0, pack_after_ms: 60_000 });
    await wms.api.post('/releases', release('D-2-aaaa'));
    await until(() => wms.api.get('/releases/WR-000002'), status('picked'));
    const late = await wms.api.post('/releases/WR-000002/cancel');
    expect(late).toMatchObject({
      status: 409,
      body: { error: { code: 'already_picked', details: { status: 'picked' } } },
    });
  });

  it('is made twice under one external id, or refused once detection is on', async () => {
    wms = await bench('wms');
    await wms.api.post('/releases', release('D-1-aaaa'));
    await wms.api.post('/releases', release('D-1-aaaa'));
    expect((await wms.api.get('/releases?external_id=D-1-aaaa')).body.releases).toHaveLength(2);
    await wms.control.send('PATCH', '/_control/settings', { duplicate_detection: true });
    const third = await wms.api.post('/releases', release('D-1-aaaa'));
    expect(third).toMatchObject({
      status: 409,
      body: { error: { code: 'duplicate_external_id', details: { id: 'WR-000001' } } },
    });
  });
});

it('refuses what it does not know', async () => {
  wms = await bench('wms');
  const code = async (more: object) => (await wms.api.post('/releases', release('D-1-aaaa', more))).body.error.code;
  expect(await code({ lines: [{ line_id: '1', sku: 'NOPE', quantity: 1 }] })).toBe('unknown_item');
  expect(await code({ shipping_method: 'RAFT' })).toBe('unknown_shipping_method');
  expect(await code({ erp_number: undefined })).toBe('invalid_body');
  expect(await code({ ship_to: { name: 'A', line1: 'B', city: 'C', country: 'gb' } })).toBe('invalid_body');
  expect(await code({ lines: [] })).toBe('invalid_body');
  const stranger = new Client(wms.running.url, { 'x-api-key': 'guess' });
  expect((await stranger.get('/releases/WR-000001')).body.error.code).toBe('key_invalid');
  expect((await new Client(wms.running.url, {}).get('/releases/WR-000001')).body.error.code).toBe('key_missing');
});

it('tells changes by a cursor', async () => {
  wms = await bench('wms');
  await wms.api.post('/releases', release('D-1-aaaa'));
  await until(read, status('shipped'));
  const { body } = await wms.api.get('/releases?changed_since=0');
  expect(body).toMatchObject({ releases: [{ id: 'WR-000001', status: 'shipped' }], more: false });
  expect((await wms.api.get(`/releases?changed_since=${body.next_cursor}`)).body.releases).toEqual([]);
});
