import { MIRROR_BYTES_MAX, Mirror } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { fromCheckpoint } from './checkpoint.ts';
import { orderFlow } from './order-flow.ts';
import { Road } from './rehearsal/road.ts';
import { anItem, aParcel, aRefund } from './rehearsal/snapshot.ts';

function shipped(inTwoParcels = false): Road {
  const road = new Road().begin().allocate();
  for (let move = 0; move < 3; move += 1) road.office.work(inTwoParcels);
  road.notice('wms');
  while (road.reply() !== null);
  return road;
}

const kinds = (road: Road) => road.effects.map(({ kind }) => kind);

test('each parcel is told once, and only the last one completes the order', () => {
  const road = shipped(true);
  road.settleDown();
  expect(road.view.state).toBe('partially_shipped');
  expect(road.shop.applied).toEqual(['erp_number:SO-1', 'shipment:WR-1-1']);
  for (let times = 0; times < 3; times += 1) {
    road.notice('wms');
    road.settleDown();
  }
  expect(road.shop.applied.length).toBe(2);
  road.work();
  expect(road.shop.applied).toEqual(['erp_number:SO-1', 'shipment:WR-1-1', 'shipment:WR-1-2', 'status:completed']);
  expect(road.view.state).toBe('completed');
});

test('a parcel carries the mapped carrier, its address and the order’s own line ids', () => {
  const effect = shipped().effects.find(({ kind }) => kind === 'shipment');
  expect(effect).toMatchObject({
    body: {
      shipment_id: 'WR-1-1',
      carrier: 'Parcel House',
      tracking_url: 'https://track.example/WR-1-1',
      lines: [
        { item_id: 17, quantity: '2' },
        { item_id: 18, quantity: '1' },
      ],
    },
    accepts: expect.not.arrayContaining(['cancelled']),
  });
});

test.for([
  ['PARCELHOUSE', ['mapping:carrier:PARCELHOUSE']],
  ['', []],
] as const)(
  'a carrier without a row ("%s") goes on under its own word; where one is named, %j',
  ([carrier, causes]) => {
    const road = new Road();
    road.map({ carriers: {} });
    road.office.carrier = carrier;
    road.begin().allocate().work(3);
    expect(road.causes).toEqual(causes);
    expect(road.view).toMatchObject({ state: 'completed', open: causes.length > 0 });
  },
);

test('a release closed short does not complete the order', () => {
  const road = shipped(true);
  const [release] = road.office.releases;
  if (release === undefined) throw new Error('it was released');
  release.status = 'shipped';
  road.notice('wms');
  road.settleDown();
  expect(road.causes).toEqual(['stock:short_shipment']);
  expect(road.shop.order.status).toBe('processing');
});

test('"completed", whose e-mail shows the parcels, waits until each was taken, in however many exchanges', () => {
  const road = shipped();
  for (const mood of ['busy', 'failing', 'willing'] as const) {
    expect(road.effects.map(({ kind }) => kind)).not.toContain('status');
    for (const effect of road.effects.splice(0)) {
      const answer = road.shop.apply(effect, effect.kind === 'shipment' ? mood : 'willing');
      road.decide({ type: 'answered', key: effect.id, kind: effect.kind, answer });
    }
    if (mood !== 'willing') expect(road.wait()).toBe(true);
  }
  expect(road.effects.map(({ kind }) => kind)).toContain('status');
  road.settleDown();
  expect(road.view.state).toBe('completed');
});

test('stale: the look in the answer is new, and what is still wanted is said on it under a new key', () => {
  const road = shipped();
  road.exchange();
  const before = road.effects.find(({ kind }) => kind === 'status');
  expect(before).toMatchObject({ accepts: ['processing'] });
  road.shop.change({ customer_note: 'Thanks' });
  road.exchange();
  const after = road.effects.find(({ kind }) => kind === 'status');
  expect(after?.id).not.toBe(before?.id);
  expect(after).toMatchObject({ decided_on: { rev: road.shop.rev } });
  road.settleDown();
  expect(road.view.state).toBe('completed');
});

test('stale because of a cancel: nothing is said again, and a person is asked', () => {
  const road = shipped();
  road.shop.change({ status: 'cancelled' });
  road.exchange();
  expect(kinds(road)).toEqual(['mirror']);
  road.settleDown();
  expect(road.shop.order.status).toBe('cancelled');
  expect(road.causes).toEqual(['conflict:cancel_refused:wms']);
});

test('a cancel in the very instant of our "completed" is a conflict, although the shop no longer shows it', () => {
  const road = shipped();
  road.settleDown();
  expect(road.view).toMatchObject({ state: 'completed', open: false });
  // The look of who cancelled: their status was written, and ours over it; the revision is the one that our answer told.
  road.look({ ...road.shop.look(), written_status: 'cancelled' });
  expect(road.causes).toEqual(['conflict:cancel_overtaken']);
  expect(road.view).toMatchObject({ state: 'completed', open: true });
  road.loseEngine();
  road.settleDown();
  expect(road.causes).toEqual(['conflict:cancel_overtaken']);
  road.command('resolve', { cause: 'conflict:cancel_overtaken', reason: 'The customer keeps it' });
  expect(road.view).toMatchObject({ state: 'completed', open: false, exceptions: [] });
});

test('who cancels once more is heard, and a status that was written and stayed is no conflict', () => {
  const road = shipped();
  road.settleDown();
  road.look({ ...road.shop.look(), written_status: 'completed' });
  expect(road.causes).toEqual([]);
  road.look({ ...road.shop.look(), written_status: 'cancelled' });
  road.shop.change({ status: 'cancelled' });
  road.look({ ...road.shop.look(), written_status: 'cancelled' });
  expect(road.causes).toEqual(['conflict:cancelled_after_shipping']);
});

test('later: said again in a few seconds, spending no attempt', () => {
  const road = shipped();
  for (let times = 0; times < 20; times += 1) {
    road.exchange('busy');
    expect(kinds(road)).toEqual([]);
    expect(road.wait()).toBe(true);
  }
  road.settleDown();
  expect(road.view).toMatchObject({ state: 'completed', exceptions: [] });
  expect(road.shop.repeated).toEqual([]);
});

test('failed: again with back-off, then an exception; Retry begins anew', () => {
  const road = shipped();
  for (let times = 0; times < 40; times += 1) {
    for (const effect of road.effects.splice(0)) {
      const mood = effect.kind === 'shipment' ? 'failing' : 'willing';
      road.decide({ type: 'answered', key: effect.id, kind: effect.kind, answer: road.shop.apply(effect, mood) });
    }
    road.wait();
  }
  expect(road.causes).toEqual(['internal:shop_effect']);
  expect(road.view.state).toBe('shipped');
  road.command('retry', { cause: 'internal:shop_effect' });
  road.settleDown();
  expect(road.view).toMatchObject({ state: 'completed', exceptions: [] });
});

test('our own echo is no edit: an answer’s revision counts as known', () => {
  const road = new Road().begin();
  expect(road.state.shop.rev).toBe(road.shop.rev);
  const timeline = road.view.timeline.length;
  expect(road.look()).toMatchObject({ effects: [], calls: [] });
  expect(road.view.timeline.length).toBe(timeline);
});

test.each([
  [null, 'too_large:snapshot'],
  [{ deleted: false, id: 1042 }, 'parse:snapshot'],
  ['nonsense', 'parse:snapshot'],
])('a snapshot that cannot be used is an exception of its order, and the next one heals it', (snapshot, cause) => {
  const road = new Road();
  road.look({ ...road.shop.look(), snapshot });
  expect(road.causes).toEqual([cause]);
  expect(road.view).toMatchObject({ state: 'needs_attention', external_id: null });
  expect(Mirror.safeParse(road.view).error).toBeUndefined();
  expect(road.sent).toEqual([]);
  road.change({}).settleDown();
  expect(road.view).toMatchObject({ state: 'accepted', exceptions: [] });
});

test('promise 10: what is shown names no customer, and stays within 16 KB however much happens', () => {
  const road = new Road().begin();
  for (let times = 0; times < 120; times += 1) {
    road.change({
      customer_note: `note ${times}`,
      refunds: [{ ...aRefund(times + 1, '1.00'), reason: 'x'.repeat(900) }],
    });
    road.exchange();
  }
  const text = JSON.stringify(road.view);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MIRROR_BYTES_MAX);
  expect(road.view.timeline.length).toBeLessThanOrEqual(50);
  expect(road.view.timeline[0]?.text).toContain('Placed in the shop');
  expect(text).not.toMatch(/Lovelace|Quay|example\.com|7946/);
});

test('a checkpoint of another flow or version is not taken for one of ours', () => {
  const road = new Road();
  road.look();
  const { checkpoint } = road.view;
  if (checkpoint === null) throw new Error('every mirror has a checkpoint');
  expect(orderFlow.fromCheckpoint('order/1042', checkpoint)).toMatchObject({ externalId: road.state.externalId });
  expect(fromCheckpoint('order/1042', { ...checkpoint, version: 2 })).toBeNull();
  expect(fromCheckpoint('order/1042', { ...checkpoint, flow: 'return' })).toBeNull();
  expect(fromCheckpoint('order/1042', { ...checkpoint, body: {} })).toBeNull();
});

test('an order of hundreds of lines is worked with; one beyond that is held, not a crash', () => {
  const line = anItem(1, 'CW-001', '1', { subtotal: '1.00', subtotal_tax: '0', total: '1.00', total_tax: '0' });
  const lines = (count: number) =>
    Array.from({ length: count }, (_, id) => ({ ...line, id: id + 100, meta: { note: 'x'.repeat(400) } }));
  const road = new Road({ items: lines(500) });
  road.look();
  expect(road.causes).toEqual(['total_mismatch:lines']);
  expect(Buffer.byteLength(JSON.stringify(road.state))).toBeLessThan(256 * 1024);
  road.change({ items: lines(1500) });
  expect(road.causes).toContain('too_large:snapshot');
  expect(Buffer.byteLength(JSON.stringify(road.state))).toBeLessThan(256 * 1024);
});

test('forty parcels at once are told in turns, each once', () => {
  const items = Array.from({ length: 40 }, (_, id) =>
    anItem(id + 100, 'CW-001', '1', { subtotal: '0', subtotal_tax: '0', total: '0', total_tax: '0' }),
  );
  const road = new Road({ items, shipping_lines: [], totals: { ...new Road().shop.order.totals, total: '0' } });
  road.map({ shippingMethods: { none: { erp: 'A', wms: 'A' } } });
  road.begin().allocate();
  const [release] = road.office.releases;
  if (release === undefined) throw new Error('it was released');
  release.status = 'shipped';
  release.shipments = items.map(({ id }) => aParcel(`P-${id}`, { [id]: '1' }));
  road.notice('wms');
  for (let round = 0; round < 5; round += 1) {
    expect(road.effects.length).toBeLessThanOrEqual(32);
    road.settleDown();
    road.wait();
  }
  expect(road.view.state).toBe('completed');
  expect(road.shop.applied.length).toBe(42);
});
