import { expect, test } from 'vitest';
import { Road } from './rehearsal/road.ts';
import { aRefund } from './rehearsal/snapshot.ts';

const REASON = { reason: 'A test order of the agency' };

function held(): Road {
  const road = new Road({ payment_method: 'klarna' });
  road.look();
  road.exchange();
  return road;
}

test('an order that is left out is sent nowhere, keeps its reason, and is nobody’s exception any more', () => {
  const road = held();
  road.command('skip', { cause: 'mapping:payment_method:klarna', ...REASON });
  expect(road.view).toMatchObject({ state: 'skipped', open: false, exceptions: [], waiting_for: '' });
  expect(road.view.reason).toBe('Left out by a person: A test order of the agency. Nothing more is sent.');
  road.change({ payment_method: 'cod', refunds: [aRefund(77)] }).settleDown();
  expect(road.sent).toEqual([]);
  expect(road.view).toMatchObject({ state: 'skipped', open: false, exceptions: [] });
});

test('what the ERP has stays there, and the reason says so', () => {
  const road = new Road().begin();
  road.command('skip', REASON);
  const [order] = road.office.liveOrders();
  expect(road.view.reason).toContain(`Nothing more is sent; ${order?.number} stay as they are.`);
  road.allocate();
  expect(road.office.liveOrders().length).toBe(1);
  expect(road.office.releases).toEqual([]);
});

test('a call that was out comes back and is followed by nothing', () => {
  const road = new Road();
  road.look();
  while (road.calls[0]?.operation !== 'create_order') road.reply();
  road.command('skip', REASON);
  const before = road.sent.length;
  road.settleDown();
  expect([road.view.state, road.sent.length]).toEqual(['skipped', before]);
});

test('Retry takes it up again: looked up first, then sent once', () => {
  const road = held();
  road.command('skip', REASON);
  road.settleDown();
  road.change({ payment_method: 'cod' });
  road.command('retry');
  road.settleDown();
  expect(road.operations.slice(0, 2)).toEqual(['find_orders', 'create_order']);
  expect(road.view).toMatchObject({ state: 'accepted', open: true });
  expect(road.office.liveOrders().length).toBe(1);
});

test('an engine that lost its file still leaves it out, with the reason', () => {
  const road = held();
  road.command('skip', REASON);
  road.settleDown();
  road.loseEngine();
  road.settleDown();
  expect(road.view).toMatchObject({ state: 'skipped', open: false });
  expect(road.view.reason).toContain(REASON.reason);
  expect(road.sent).toEqual([]);
});

test('Retry takes it up again long after the engine has forgotten it', () => {
  const road = held();
  road.command('skip', REASON);
  road.settleDown();
  road.shop.change({ payment_method: 'cod' });
  road.loseEngine();
  road.command('retry');
  road.settleDown();
  while (road.view.state !== 'accepted' && road.wait()) road.settleDown();
  expect(road.view).toMatchObject({ state: 'accepted', exceptions: [] });
  expect(road.office.liveOrders().length).toBe(1);
});

test.each(['cancelled', 'trash'])('an order that is over can’t be left out (%s)', (status) => {
  const road = new Road({ status });
  road.look();
  road.exchange();
  road.command('skip', REASON);
  expect(road.view.state).toBe('cancelled');
  expect(road.view.timeline.at(-1)).toMatchObject({ level: 'warning', actor: 'user:7' });
});

test('refused where the exception that they saw is gone: the order goes on', () => {
  const road = held();
  const seen = { epoch: road.shop.epoch, n: road.shop.n };
  road.change({ payment_method: 'cod' }).settleDown();
  road.command('skip', { cause: 'mapping:payment_method:klarna', seen, ...REASON });
  expect(road.view.state).toBe('accepted');
  expect(road.view.timeline.at(-1)?.text).toBe('"skip" was not done: the order changed since you looked');
});
