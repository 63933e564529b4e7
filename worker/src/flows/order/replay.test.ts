import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Act, perform } from './rehearsal/acts.ts';
import { Road } from './rehearsal/road.ts';
import { aRefund, PLACED_AT } from './rehearsal/snapshot.ts';

const OPERATOR = { by: { user_id: 0, name: 'operator' }, seen: null };

const POINTS = {
  held: () => new Road({ payment_method: 'klarna' }).begin(),
  waiting_for_payment: () => new Road({ status: 'pending' }).begin(),
  accepted: () => new Road().begin(),
  released: () => new Road().begin().allocate(),
  picked: () => new Road().begin().allocate().work(),
  partially_shipped: () => new Road().begin().allocate().work(3, true),
  completed: () => new Road().begin().allocate().work(3),
  cancelled: () => new Road().begin().change({ status: 'cancelled' }).settleDown(),
};

const replay = (road: Road): Road => {
  road.command('replay', OPERATOR);
  return road.settleDown();
};

const outside = ({ office, shop }: Road) =>
  JSON.stringify([office.orders, office.releases, shop.order, shop.applied.filter((name) => name !== 'mirror')]);

test.each(Object.entries(POINTS))('promise 9: replay of an order that is %s changes nothing', (name, at) => {
  const road = at();
  expect(road.view.state).toBe(name);
  const [before, sent] = [outside(road), road.sent.length];
  replay(road);
  expect(outside(road)).toBe(before);
  expect(road.sent.slice(sent).every(({ operation }) => operation.startsWith('find_'))).toBe(true);
  const { state, timeline, open } = road.view;
  expect([state, open]).toEqual([name, !['completed', 'cancelled'].includes(name)]);
  const end = name === 'held' ? 'Replay: nothing was sent; a person must see to it' : 'Replay: nothing was missing';
  expect(timeline.slice(-2).map(({ actor, text }) => [actor, text])).toEqual([
    ['operator', 'Replay: ERP, warehouse and shop are looked at again'],
    ['causeway', end],
  ]);
});

test.each(Object.entries(POINTS))(
  'promise 9: replay of one that is %s, with an engine that no longer holds it',
  (name, at) => {
    const road = at();
    const before = outside(road);
    road.loseEngine();
    road.command('replay', OPERATOR);
    for (let round = 0; round < 3; round += 1) {
      road.settleDown();
      if (road.state.replay?.looking !== true) break;
      road.wait();
    }
    expect([outside(road), road.view.state]).toEqual([before, name]);
  },
);

test('promise 9: what a restore took from the ERP is sent again under the same external id, and only that', () => {
  const road = POINTS.released();
  const { externalId } = road.state;
  road.office.orders.length = 0;
  replay(road);
  expect(road.office.orders).toMatchObject([{ externalId, allocation: 'none' }]);
  expect(road.office.releases).toHaveLength(1);
  expect(road.view.timeline.map(({ text }) => text)).toContain('Replay: sent again: ERP order');
  road.allocate().work(3);
  expect([road.view.state, road.office.orders.length, road.office.releases.length]).toEqual(['completed', 1, 1]);
});

test('promise 9: a release that the warehouse lost before it picked anything is sent again', () => {
  const road = POINTS.released();
  road.office.releases.length = 0;
  replay(road);
  expect(road.office.releases).toMatchObject([{ externalId: road.state.externalId, status: 'received' }]);
  expect(road.office.orders).toHaveLength(1);
  expect(road.state.replay).toMatchObject({ looking: false, sent: ['wms'], refused: null });
});

test.each([
  ['picked', 'wms'],
  ['partially_shipped', 'wms'],
  ['completed', 'wms'],
  ['completed', 'erp'],
] as const)('promise 9: nothing is sent a second time where goods may have left (%s, none at the %s)', (name, role) => {
  for (const forgets of [false, true]) {
    const road = POINTS[name]();
    if (forgets) road.loseEngine();
    road.office[role === 'erp' ? 'orders' : 'releases'].length = 0;
    const sent = road.sent.length;
    road.command('replay', OPERATOR);
    for (let round = 0; round < 3; round += 1) {
      road.settleDown();
      road.wait();
    }
    const operations = road.sent.slice(sent).map(({ operation }) => operation);
    expect(operations.filter((operation) => !operation.startsWith('find_'))).toEqual([]);
    expect(road.causes).toContain(`conflict:missing_there:${role}`);
    road.command('resolve', { cause: `conflict:missing_there:${role}`, reason: 'seen to' });
    expect(road.view).toMatchObject({ exceptions: [], open: false });
  }
});

test('a cancelled order that the ERP still has is cancelled there', () => {
  const road = POINTS.cancelled();
  Object.assign(road.office.orders[0] ?? {}, { status: 'open' });
  replay(road);
  expect(road.office.liveOrders()).toEqual([]);
  expect(road.view).toMatchObject({ state: 'cancelled', open: false });
});

test('what the shop no longer shows it is told again', () => {
  const road = POINTS.completed();
  const told = road.shop.applied.filter((name) => name !== 'mirror' && name !== 'status:completed');
  road.shop.applied.length = 0;
  replay(road);
  expect(road.shop.applied.filter((name) => name !== 'mirror').sort()).toEqual(told.sort());
  expect(road.view.state).toBe('completed');
});

test('an order that was refunded after it was completed is not cancelled by a replay', () => {
  const road = POINTS.completed();
  road.change({ status: 'refunded', refunds: [aRefund(77)] }).settleDown();
  const before = outside(road);
  replay(road);
  expect([outside(road), road.state.final]).toEqual([before, 'completed']);
  road.office.orders.length = 0;
  replay(road);
  expect(road.causes).toContain('conflict:missing_there:erp');
});

test('of an order that was cancelled before anything was sent nobody is asked', () => {
  const road = new Road({ status: 'cancelled' }).begin();
  replay(road);
  expect([road.sent, road.view.state, road.view.open]).toEqual([[], 'cancelled', false]);
});

test('a replay of a completed order waits for a system that does not answer', () => {
  const road = POINTS.completed();
  road.command('replay', OPERATOR);
  while (road.calls.length > 0) road.reply('unreachable');
  road.exchange();
  expect(road.last?.open).toBe(true);
  road.wait();
  road.wait();
  road.settleDown();
  expect([road.state.replay?.looking, road.view.state, road.view.open]).toEqual([false, 'completed', false]);
});

test('a system that does not answer: nothing is known, so nothing is sent, until it does', () => {
  const road = POINTS.released();
  road.office.releases.length = 0;
  road.command('replay', OPERATOR);
  while (road.calls.length > 0) road.reply('unreachable');
  expect([road.state.replay?.looking, road.office.releases]).toEqual([true, []]);
  road.wait();
  road.wait();
  road.settleDown();
  expect([road.state.replay?.looking, road.office.releases.length]).toEqual([false, 1]);
});

test('what the ERP does not take is not said to be sent, neither while it is tried nor when that was given up', () => {
  const road = POINTS.accepted();
  road.office.orders.length = 0;
  road.command('replay', OPERATOR);
  road.reply();
  road.reply('unreachable');
  expect([road.calls, road.state.replay?.looking]).toEqual([[], true]);
  for (let round = 0; round < 10; round += 1) {
    road.wait();
    while (road.calls.length > 0) road.reply('unreachable');
  }
  expect(road.state.replay).toMatchObject({ looking: false, sent: [] });
  const story = road.view.timeline.map(({ text }) => text);
  expect(story).toContain('Replay: nothing was sent; a person must see to it');
});

test.each([
  ['skip', 'a person left the order out; Retry takes it up again'],
  ['resolve', 'a person closed the order; Retry opens it again'],
] as const)('a replay does not undo what a person decided (%s)', (command, why) => {
  const road = POINTS.accepted();
  road.command(command, { reason: 'because' });
  road.settleDown();
  const sent = road.sent.length;
  road.command('replay', OPERATOR);
  expect(road.view.timeline.at(-1)?.text).toBe(`"replay" was not done: ${why}`);
  expect([road.sent.length, road.view.open]).toEqual([sent, false]);
});

const old = () => {
  const road = new Road();
  road.goLiveAt = PLACED_AT + 1;
  return road.begin();
};

test('an order from before go-live is sent once it is backfilled: looked up first, then as any other', () => {
  const road = old();
  expect([road.view.state, road.sent]).toEqual(['before_go_live', []]);
  road.command('replay', OPERATOR);
  expect(road.view.timeline.at(-1)?.text).toContain('backfill sends such orders');
  road.command('backfill', { ...OPERATOR, reason: 'Christmas' });
  road.settleDown();
  expect(road.operations.slice(0, 2)).toEqual(['find_orders', 'create_order']);
  road.allocate().work(3);
  expect([road.view.state, road.office.orders.length]).toEqual(['completed', 1]);
  expect([...road.shop.audited.values()].map(({ action }) => action)).toContain('order_backfilled');
  road.loseEngine();
  expect(road.view.state).toBe('completed');
});

test('an engine that lost its file remembers that an order was backfilled, also before it was sent', () => {
  const road = old();
  road.command('backfill', OPERATOR);
  road.exchange();
  road.calls = [];
  road.loseEngine();
  road.wait();
  road.settleDown();
  expect(road.view.state).toBe('accepted');
});

test('what is no order from before go-live, is over, or of a shop that is not live is not backfilled', () => {
  const refusals = [POINTS.accepted(), old(), old()];
  refusals[1]?.command('skip', { reason: 'old' });
  Object.assign(refusals[2] ?? {}, { goLiveAt: null });
  const whys = refusals.map((road) => {
    const sent = road.sent.length;
    road.command('backfill', OPERATOR);
    road.settleDown();
    expect(road.sent.length).toBe(sent);
    return road.view.timeline.at(-1)?.text.replace('"backfill" was not done: ', '');
  });
  expect(whys).toEqual([
    'the order is not older than go-live, so that it is sent by itself',
    'the order is over',
    'the shop is not live',
  ]);
});

test('a refund of an order that was backfilled is for a person', () => {
  const road = old();
  road.change({ refunds: [aRefund(77)] });
  expect(road.causes).toEqual(['conflict:refund_before_go_live']);
  road.command('backfill', OPERATOR);
  road.settleDown();
  expect([road.causes, road.office.orders]).toEqual([['conflict:refund_before_sending'], []]);
});

const weather = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<Act>(['reply', 'honest'], ['reply', 'reply_lost'], ['reply', 'acts_late']) },
  { weight: 2, arbitrary: fc.constantFrom<Act>(['reply', 'unreachable'], ['reply', 'crashed'], ['restart', '']) },
  { weight: 4, arbitrary: fc.constantFrom<Act>(['wait', ''], ['exchange', 'willing'], ['exchange', 'failing']) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Act>(['allocate', 'full'], ['work', ''], ['work', 'two parcels'], ['notice', 'wms']),
  },
  { weight: 1, arbitrary: fc.constantFrom<Act>(['lose engine', ''], ['status', 'cancelled']) },
  { weight: 3, arbitrary: fc.constant<Act>(['replay', '']) },
);

test('promise 9: replays at any moment, in any weather, double nothing', () => {
  fc.assert(
    fc.property(fc.array(weather, { maxLength: 60 }), (acts) => {
      const road = new Road();
      road.look();
      for (const act of acts) {
        perform(road, act);
        expect([road.office.liveOrders().length, road.office.liveReleases().length].every((count) => count <= 1)).toBe(
          true,
        );
        expect(new Set(road.keys).size).toBe(road.keys.length);
      }
      for (let round = 0; round < 40; round += 1) {
        road.settleDown();
        if (road.last?.open === false) break;
        road.office.allocate();
        if (road.state.shown.state === 'needs_attention') road.command('retry', { seen: null });
        road.settleDown();
        road.office.work();
        road.wait();
      }
      expect(['completed', 'cancelled']).toContain(road.view.state);
      expect(road.office.orders.length).toBeLessThanOrEqual(1);
      expect(road.state.replay?.looking ?? false).toBe(false);
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 30) },
  );
});
