import { afterEach, expect, it } from 'vitest';
import { type Bench, bench, type Client, until } from '../test/client.ts';
import { order, release } from '../test/documents.ts';
import { receiver } from '../test/receiver.ts';

let system: Bench;
afterEach(() => system.running.stop());

const TWO = { nodes: ['MAIN', 'EAST'], items: [{ sku: 'CW-001', on_hand: { MAIN: 5, EAST: 3 } }] };
const at = async (api: Client, sku = 'CW-001') => {
  const { body } = await api.get(`/items/${sku}`);
  return Object.fromEntries(
    body.nodes.map(({ node, on_hand, allocated }: Record<string, unknown>) => [node, [on_hand, allocated]]),
  );
};
const lines = (quantity: number) => ({ lines: [{ line_id: '1', sku: 'CW-001', quantity }] });

it('lies at nodes; what people do to it moves it there, and more than is there cannot be taken', async () => {
  system = await bench('wms', {}, TWO);
  const move = (more: object) => system.control.post('/_control/movements', { sku: 'CW-001', ...more });
  await move({ kind: 'transit', quantity: 4 });
  await move({ kind: 'receipt', quantity: 3 });
  await move({ kind: 'damage', node: 'EAST', quantity: 1 });
  await move({ kind: 'quarantine', quantity: 2 });
  await move({ kind: 'clear', quantity: 1 });
  await move({ kind: 'adjustment', quantity: -2 });
  expect((await move({ kind: 'scrap', node: 'EAST', quantity: 1 })).body).toEqual({
    ...{ sku: 'CW-001', name: 'CW-001', on_hand: 8, allocated: 0, in_transit: 1, damaged: 0, quarantined: 1 },
    available: 7,
    nodes: [
      { node: 'MAIN', on_hand: 6, allocated: 0, in_transit: 1, damaged: 0, quarantined: 1 },
      { node: 'EAST', on_hand: 2, allocated: 0, in_transit: 0, damaged: 0, quarantined: 0 },
    ],
  });
  expect((await move({ kind: 'clear', quantity: 5 })).body.error.code).toBe('quantity_exceeds_stock');
  expect((await move({ kind: 'receipt', node: 'WEST', quantity: 5 })).body.error.code).toBe('unknown_node');
  expect((await move({ kind: 'receipt', sku: 'NOPE', quantity: 5 })).status).toBe(404);
});

it('is promised by the ERP from the node that has most, to channels too, and leaves from where it was promised', async () => {
  system = await bench('erp', {}, TWO);
  const sold = await system.control.post('/_control/sales', { sku: 'CW-001', quantity: 4 });
  expect(sold).toMatchObject({ status: 201, body: { channel: 'MARKET', quantity: 4, allocated: 4 } });
  const item = {
    type: 'item',
    line_id: '1',
    sku: 'CW-001',
    quantity: 6,
    net_minor: 600,
    tax_minor: 0,
    tax_code: 'STD',
  };
  await system.api.post('/orders', order('D-1-aaaa', { lines: [item], total_minor: 600 }));
  await until(
    () => system.api.get('/orders/SO-000001'),
    ({ body }) => body.allocation === 'partial',
  );
  expect(await at(system.api)).toEqual({ MAIN: [5, 5], EAST: [3, 3] });
  const shipment = {
    external_id: 'WR-1',
    shipped_at: '2026-03-01T12:00:00Z',
    carrier: 'X',
    lines: [{ line_id: '1', quantity: 4 }],
  };
  await system.api.post('/orders/SO-000001/shipments', shipment);
  expect(await at(system.api)).toEqual({ MAIN: [1, 1], EAST: [3, 3] });
  await system.control.post('/_control/sales', { sku: 'CW-001', quantity: 1 });
  expect(await at(system.api)).toEqual({ MAIN: [1, 1], EAST: [3, 3] });
});

it('of a node that vanished is told as such; releases nobody began to pick leave from another', async () => {
  system = await bench('wms', { pick_after_ms: 60_000 }, TWO);
  expect((await system.api.post('/releases', release('D-1-aaaa', lines(2)))).body.node).toBe('MAIN');
  expect(await at(system.api)).toEqual({ MAIN: [5, 2], EAST: [3, 0] });
  await system.control.send('PUT', '/_control/nodes/MAIN', { online: false });
  expect((await system.api.get('/releases/WR-000001')).body).toMatchObject({ node: 'EAST', status: 'received' });
  expect((await system.api.post('/releases', release('D-2-aaaa', lines(3)))).body.node).toBe('EAST');
  const { body } = await system.api.get('/items?changed_since=0');
  expect(body.nodes).toEqual([
    { node: 'MAIN', online: false },
    { node: 'EAST', online: true },
  ]);
  expect(await at(system.api)).toEqual({ MAIN: [5, 0], EAST: [3, 5] });
  await system.control.post('/_control/hurry', { external_id: 'D-1-aaaa' });
  await system.control.send('PATCH', '/_control/settings', { pick_after_ms: 0 });
  await until(
    () => system.api.get('/releases/WR-000001'),
    ({ body: { status } }) => status === 'shipped',
  );
  expect(await at(system.api)).toEqual({ MAIN: [5, 0], EAST: [1, 3] });
  await system.control.send('DELETE', '/_control/nodes/MAIN');
  const gone = await system.api.get(`/items?changed_since=${body.next_cursor}`);
  expect(gone.body.items).toMatchObject([{ sku: 'CW-001', nodes: [{ node: 'EAST' }] }]);
});

it('waits at a vanished node with what was begun there', async () => {
  system = await bench('wms', { pack_after_ms: 60_000 }, TWO);
  await system.api.post('/releases', release('D-1-aaaa', lines(2)));
  await until(
    () => system.api.get('/releases/WR-000001'),
    ({ body: { status } }) => status === 'picked',
  );
  await system.control.send('PUT', '/_control/nodes/MAIN', { online: false });
  await system.control.post('/_control/hurry', { external_id: 'D-1-aaaa' });
  expect((await system.api.get('/releases/WR-000001')).body).toMatchObject({ node: 'MAIN', status: 'picked' });
  await system.control.send('PUT', '/_control/nodes/MAIN', { online: true });
  await until(
    () => system.api.get('/releases/WR-000001'),
    ({ body: { status } }) => status === 'shipped',
  );
});

it('is counted anew for many at once, and a change of it is told by webhook to who names that event', async () => {
  const [all, stock] = [await receiver(() => 204), await receiver(() => 204)];
  system = await bench('wms');
  await system.api.post('/webhooks', { url: all.url });
  await system.api.post('/webhooks', { url: stock.url, events: ['*', 'stock.changed'] });
  const items = Array.from({ length: 16 }, (_, nth) => ({ sku: `CW-${String(nth + 1).padStart(3, '0')}`, on_hand: 0 }));
  expect((await system.control.send('PUT', '/_control/items', { items })).body).toEqual({ counted: 16 });
  await until(
    async () => stock.deliveries,
    ({ length }) => length === 1,
  );
  expect(JSON.parse(stock.deliveries[0]?.body ?? '')).toMatchObject({ type: 'stock.changed', data: {} });
  await system.control.send('PUT', '/_control/nodes/MAIN', { online: false });
  await until(
    async () => stock.deliveries,
    ({ length }) => length === 2,
  );
  expect(all.deliveries).toEqual([]);
  all.close();
  stock.close();
});
