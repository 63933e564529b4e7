import { expect, test } from 'vitest';
import { Road } from './rehearsal/road.ts';
import { anOrder, aRefund } from './rehearsal/snapshot.ts';
import type { OrderState } from './state.ts';

const KEY_B = { key: 'wc_order_another', number: '1042', created_at: '2026-11-28T09:00:00Z' };

test('loaded again from its checkpoint, an order is recovering until both systems were asked; nothing is sent twice', () => {
  const road = new Road().begin().allocate();
  road.loseEngine();
  expect(road.view).toMatchObject({ state: 'recovering', waiting_for: "the ERP's answer" });
  expect(road.calls).toEqual([]);
  road.wait();
  expect(road.calls.map(({ operation }) => operation).sort()).toEqual(['find_orders', 'find_releases']);
  road.reply();
  expect(road.view.state).toBe('recovering');
  road.reply();
  expect(road.view.state).toBe('released');
  expect([road.office.orders.length, road.office.releases.length]).toEqual([1, 1]);
});

test('a look-up of a cancelled order that was to leave as the shop was restored is asked anew, and nothing waits for it', () => {
  const road = new Road().begin();
  road.change({ status: 'cancelled' });
  road.settleDown(6);
  expect(road.view.state).toBe('cancelled');
  road.notice('erp');
  // The engine forgets what waits to leave.
  expect(road.calls.splice(0).map(({ operation }) => operation)).toEqual(['find_orders']);
  road.look(undefined, true);
  expect(road.calls.map(({ operation }) => operation)).toEqual(['find_orders']);
});

test('one that the shop has no memory of is looked up too, whatever its age, before it is sent', () => {
  const road = new Road();
  road.now += 1000;
  road.look(undefined, true);
  expect([road.view.state, road.calls]).toEqual(['recovering', []]);
  road.wait();
  expect(road.calls.map(({ operation }) => operation)).toEqual(['find_orders']);
  road.settleDown();
  expect(road.operations).toEqual(['find_orders', 'create_order', 'find_orders']);
});

test('what an engine before us may still have been sending has the time to arrive before it is looked for', () => {
  const road = new Road();
  road.look();
  road.exchange();
  expect(road.calls.map(({ operation }) => operation)).toEqual(['create_order']);
  // The process is killed with the create on its way in.
  road.loseEngine();
  road.settleDown(6);
  expect(road.office.orders).toHaveLength(1);
  expect(road.view.state).toBe('accepted');
});

test('an order that had come to its end stays there: nothing is asked', () => {
  const road = new Road().begin().allocate().work(3);
  road.loseEngine();
  expect(road.view).toMatchObject({ state: 'completed', open: false });
  expect([road.calls, road.timers.size, road.state.erp.look]).toEqual([[], 0, false]);
});

test('what a person is told of a completed order by the warehouse alone stays, whatever happens to the engine', () => {
  const road = new Road();
  road.office.carrier = 'STRANGER';
  road.begin().allocate().work(3);
  const told = { state: 'completed', exceptions: [{ cause: 'mapping:carrier:STRANGER' }] };
  for (const late of [false, true]) {
    road.loseEngine();
    // Neither before nor after the warehouse was asked.
    expect([road.view, road.state.final]).toMatchObject([told, 'completed']);
    if (!late) continue;
    road.settleDown(6);
    expect(road.operations.slice(-1)).toEqual(['find_releases']);
    expect([road.view, road.last?.open]).toMatchObject([told, true]);
  }
  road.map({ carriers: { STRANGER: { name: 'Stranger', url: '' } } });
  road.loseEngine();
  road.settleDown(6);
  expect(road.view).toMatchObject({ state: 'completed', exceptions: [], open: false });
});

test('restored to before it was told: ERP number, parcels and "completed" are told again, nothing is done again', () => {
  const road = new Road();
  road.look();
  const backup = road.shop.backup();
  road.settleDown();
  road.office.allocate();
  for (let move = 0; move < 5; move += 1) {
    road.notice('erp');
    road.notice('wms');
    road.settleDown();
    road.office.work();
  }
  expect(road.view.state).toBe('completed');
  const told = [...road.shop.applied];
  road.restoreShop(backup);
  expect(road.shop.applied).toEqual([]);
  road.settleDown(6);
  expect(road.shop.applied).toEqual(told);
  expect([road.view.state, road.shop.order.status]).toEqual(['completed', 'completed']);
  expect([road.office.orders.length, road.office.releases.length]).toEqual([1, 1]);
});

test('restored, but with all that it was told: the shop says "already", and nothing changes', () => {
  const road = new Road().begin().allocate().work(3);
  const told = [...road.shop.applied];
  road.restoreShop(road.shop.backup());
  road.settleDown(6);
  expect([road.shop.applied, road.view.state]).toEqual([told, 'completed']);
  expect(road.shop.repeated.length).toBeGreaterThan(0);
});

test('lost in the restore: nothing is cancelled or sent, and a person is told what is still there', () => {
  const road = new Road().begin().allocate();
  const [order] = road.office.orders;
  const [release] = road.office.releases;
  road.restoreShop(null);
  road.settleDown(6);
  expect(road.view).toMatchObject({ state: 'lost_in_restore', open: true, waiting_for: 'a person' });
  expect(road.view.exceptions).toMatchObject([
    {
      cause: 'conflict:lost_in_restore',
      detail: `The shop no longer has order id 1042: ERP order ${order?.number} is there under ${order?.externalId}, with the warehouse release ${release?.id}.`,
    },
  ]);
  expect([order?.status, release?.status]).toEqual(['open', 'received']);
  const sent = road.sent.length;
  road.notice('erp');
  road.notice('wms');
  road.command('retry');
  road.settleDown(6);
  expect(road.sent).toHaveLength(sent);
  expect(road.view.state).toBe('lost_in_restore');

  road.command('resolve', { cause: 'conflict:lost_in_restore', reason: 'Entered by hand' });
  expect(road.view).toMatchObject({ state: 'lost_in_restore', open: false, exceptions: [], waiting_for: '' });
});

test('lost, and then the engine lost its file too: what a person has seen to is closed', () => {
  const road = new Road().begin().allocate();
  road.restoreShop(null);
  road.exchange();
  // The shop has no order to look at: the new engine never hears of it but by the person.
  road.state = new Road().state;
  Object.assign(road, { timers: new Map(), epoch: 2 });
  road.command('retry', { cause: 'conflict:lost_in_restore' });
  expect(road.last?.effects).toEqual([]);
  road.command('resolve', { cause: 'conflict:lost_in_restore', reason: 'Cancelled in the ERP' });
  expect(road.view).toMatchObject({ state: 'lost_in_restore', open: false, exceptions: [] });
  expect([road.last?.open, road.calls]).toEqual([false, []]);
});

test('lost before anything of it was sent: closed, and the shop is not told of an order that it does not have', () => {
  const road = new Road({ status: 'pending' }).begin();
  const shown = road.mirrors.length;
  road.restoreShop(null);
  expect(road.last).toMatchObject({ open: false, effects: [], calls: [] });
  road.notice('erp');
  road.command('retry');
  expect([road.mirrors.length, road.sent]).toEqual([shown, []]);
});

test('lost while its creation was on the way: a person is told that it may be there', () => {
  const road = new Road();
  road.look();
  road.exchange();
  road.calls = [];
  road.restoreShop(null);
  expect(road.view.exceptions[0]?.detail).toMatch(/an ERP order may be there under DEMO-1042-/);
});

test('another order under a number given again is an order of its own; the one before is shown until a person has seen to it', () => {
  const road = new Road().begin();
  const [old] = road.office.orders;
  road.shop.order = anOrder(KEY_B);
  road.restoreShop({ ...road.shop.backup(), applied: [], mirror: null, epoch: 0, n: 0 });
  road.settleDown(6);
  const [, second] = road.office.orders;
  expect(road.office.orders).toHaveLength(2);
  expect(second?.externalId).not.toBe(old?.externalId);
  expect(old?.status).toBe('open');
  expect(road.view).toMatchObject({ state: 'accepted', external_id: second?.externalId, erp_number: second?.number });
  expect(road.view.exceptions).toMatchObject([
    {
      cause: 'conflict:lost_in_restore',
      detail: `Order id 1042 meant another order before the restore: ERP order ${old?.number} is there under ${old?.externalId}.`,
    },
  ]);
  expect(new Set(road.keys).size).toBe(road.keys.length);

  road.loseEngine();
  road.settleDown(6);
  expect(road.causes).toEqual(['conflict:lost_in_restore']);
  road.command('resolve', { cause: 'conflict:lost_in_restore', reason: 'Cancelled in the ERP' });
  expect([road.causes, road.view.state]).toEqual([[], 'accepted']);
});

test('its number is given again after it was lost: the same story once, and none after a person had seen to it', () => {
  for (const resolved of [false, true]) {
    const road = new Road().begin();
    road.restoreShop(null);
    road.exchange();
    if (resolved) road.command('resolve', { cause: 'conflict:lost_in_restore', reason: 'Entered' });
    road.shop.order = anOrder(KEY_B);
    road.shop.restore({ ...road.shop.backup(), rev: 1, foreignRev: 1, applied: [] });
    road.look();
    road.settleDown(6);
    expect([road.view.state, road.causes]).toEqual(['accepted', resolved ? [] : ['conflict:lost_in_restore']]);
    expect(road.office.orders).toHaveLength(2);
  }
});

test('a lost order that is in the shop again goes on where it was', () => {
  const road = new Road().begin().allocate();
  const backup = road.shop.backup();
  road.restoreShop(null);
  road.exchange();
  road.shop.restore(backup);
  road.look();
  road.settleDown(6);
  expect(road.view).toMatchObject({ state: 'released', exceptions: [] });
  expect([road.office.orders.length, road.office.releases.length]).toEqual([1, 1]);
});

test('another key under the same incarnation is no restore: a person is asked, and nothing is sent', () => {
  const road = new Road().begin();
  road.change(KEY_B);
  road.settleDown(6);
  expect(road.causes).toContain('conflict:order_key');
  expect(road.office.orders).toHaveLength(1);
});

test('a refund that was settled stays so where it is the same; a number given to another is news', () => {
  for (const [amount, causes] of [
    ['10.00', []],
    ['7.00', ['conflict:refund']],
  ] as const) {
    const road = new Road().begin();
    road.change({ refunds: [aRefund(77)] });
    road.settleDown(6);
    road.command('resolve', { cause: 'conflict:refund', reason: 'Booked' });
    if (road.state.final !== null) road.state = { ...road.state, final: null };
    road.state = { ...road.state, settled: { ...road.state.settled, refunds: [77] } };
    road.shop.order = { ...road.shop.order, refunds: [aRefund(77, amount)] };
    road.restoreShop(road.shop.backup());
    road.settleDown(6);
    expect(road.causes).toEqual(causes);
  }
});

test('a state of the version before, which knew of no restore, goes on', () => {
  const road = new Road().begin();
  const { recovering: _, lost: __, ...before } = road.state;
  const { keyedIn: ___, ...shop } = before.shop;
  const { mute: ____, ...mirror } = before.mirror;
  road.state = { ...before, shop, mirror } as unknown as OrderState;
  road.restoreShop(road.shop.backup());
  road.settleDown(6);
  expect(road.view).toMatchObject({ state: 'accepted', exceptions: [] });
});

test('deleted before anybody read it, and heard of late: there is nothing to look for, and it ends', () => {
  const road = new Road();
  road.now += 300_000;
  road.look({ ...road.shop.look(), snapshot: { deleted: true, id: 1042 } });
  road.settleDown(6);
  expect([road.view.state, road.view.open, road.operations]).toEqual(['cancelled', false, []]);
});
