import { AUDIT_ENTRIES_MAX, type AuditEntry } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { Road } from './rehearsal/road.ts';
import { aRefund } from './rehearsal/snapshot.ts';

const audited = (road: Road): AuditEntry[] => {
  road.exchange();
  return [...road.shop.audited.values()];
};
const actions = (road: Road): string[] => audited(road).map(({ action }) => action);

test('what an order does to ERP, warehouse and customer is told once each, with number and amount', () => {
  const road = new Road().begin().allocate().work(3);
  expect(actions(road)).toEqual(['erp_order_created', 'release_created', 'order_completed']);
  const [order] = road.office.liveOrders();
  const [created] = audited(road);
  expect(created).toMatchObject({ actor: 'causeway', about: order?.number, after: '60.69 EUR' });
});

test('a cancel in the shop: release and ERP order each, then the order', () => {
  const road = new Road().begin().allocate();
  road.change({ status: 'cancelled' }).settleDown();
  expect(actions(road).slice(2)).toEqual(['release_cancelled', 'erp_order_cancelled', 'order_cancelled']);
});

test('what people did to an order carries who and why; what was refused, too', () => {
  const road = new Road({ payment_method: 'klarna' });
  road.look();
  road.exchange();
  const seen = { epoch: road.shop.epoch, n: road.shop.n };
  road.command('skip', { reason: 'Test order' });
  road.exchange();
  road.command('retry', { by: { user_id: 0, name: 'operator' } });
  road.exchange();
  road.change({ payment_method: 'cod' }).settleDown();
  road.command('resolve', { cause: 'mapping:payment_method:klarna', seen, reason: 'Too late' });
  expect(audited(road).map(({ actor, action, before, after, why }) => [actor, action, before, after, why])).toEqual([
    ['user:7', 'order_skipped', 'held', 'skipped', 'Test order'],
    ['operator', 'retry_asked', '', '', ''],
    ['operator', 'order_reopened', 'skipped', 'open', 'Retry'],
    ['causeway', 'erp_order_created', '', '60.69 EUR', 'Read back and compared'],
    ['user:7', 'command_refused', 'resolve', '', 'Not done: the order changed since you looked'],
  ]);
});

test('an order that a person takes over, and an exception that a person settles, carry who, why and what was before', () => {
  const closed = new Road({ payment_method: 'klarna' });
  closed.look();
  closed.exchange();
  closed.command('resolve', { cause: 'mapping:payment_method:klarna', reason: 'Sent by hand' });
  expect(audited(closed)).toMatchObject([
    { actor: 'user:7', action: 'order_closed', before: 'held', after: 'closed_by_person', why: 'Sent by hand' },
  ]);
  const settled = new Road().begin().allocate();
  settled.change({ refunds: [aRefund(77)] }).settleDown();
  settled.exchange();
  const [cause = ''] = settled.causes;
  settled.command('resolve', { cause, reason: 'Booked by finance' });
  expect(cause).toMatch(/^conflict:refund/);
  expect(audited(settled).at(-1)).toMatchObject({
    ...{ actor: 'user:7', action: 'exception_settled', about: cause, why: 'Booked by finance' },
  });
});

test('told again until the shop has applied it, and then no more', () => {
  const road = new Road({ payment_method: 'klarna' });
  road.look();
  road.exchange();
  road.command('skip', { reason: 'Test order' });
  road.exchange('failing');
  road.wait();
  expect(road.mirrors.slice(-2).map(({ audit }) => audit?.length)).toEqual([1, 1]);
  expect(actions(road)).toEqual(['order_skipped']);
  road.command('acknowledge');
  expect(road.mirrors.at(-1)?.audit).toBeUndefined();
});

test('what is decided while a mirror is on its way is not taken for told with that one', () => {
  const road = new Road({ payment_method: 'klarna' });
  road.look();
  const [first] = road.effects;
  if (first === undefined) throw new Error('nothing was shown');
  road.command('skip', { reason: 'Test order', seen: null });
  road.decide({ type: 'answered', key: first.id, kind: 'mirror', answer: road.shop.apply(first) });
  road.exchange('failing');
  road.wait();
  expect(actions(road)).toEqual(['order_skipped']);
});

test('bounded: while the shop takes nothing, the newest stay', () => {
  const road = new Road({ payment_method: 'klarna' });
  road.look();
  for (let turn = 0; turn < 20; turn += 1)
    road.command(turn % 2 === 0 ? 'skip' : 'retry', { reason: `turn ${turn}`, seen: null });
  const { audit = [] } = road.mirrors.at(-1) ?? {};
  expect([audit.length, audit.at(-1)?.why]).toEqual([AUDIT_ENTRIES_MAX, 'turn 19']);
});
