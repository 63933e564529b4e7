import { expect, test } from 'vitest';
import { Road } from './rehearsal/road.ts';
import { aRefund } from './rehearsal/snapshot.ts';

test.each(['cancelled', 'trash', 'refunded'])(
  '%s before anything was sent: cancelled and closed, nothing sent',
  (status) => {
    const road = new Road({ status });
    road.look();
    expect(road.view).toMatchObject({ state: 'cancelled', open: false, exceptions: [] });
    expect(road.sent).toEqual([]);
  },
);

test('deleted for good after acceptance: the ERP order is cancelled', () => {
  const road = new Road().begin();
  road.shop.rev += 1;
  road.look({ ...road.shop.look(), snapshot: { deleted: true, id: 1042 } });
  road.settleDown();
  expect(road.office.liveOrders()).toEqual([]);
  expect(road.view.state).toBe('cancelled');
});

test('cancelled after acceptance: the ERP order is cancelled, which is looked up', () => {
  const road = new Road().begin();
  road.change({ status: 'cancelled' }).settleDown();
  expect(road.operations.slice(-2)).toEqual(['cancel_order', 'find_orders']);
  expect(road.office.liveOrders()).toEqual([]);
  expect(road.view).toMatchObject({ state: 'cancelled', open: false });
});

test('cancelled between release and pick: first the release, then the ERP order', () => {
  const road = new Road().begin().allocate();
  road.change({ status: 'cancelled' }).settleDown();
  const cancels = road.operations.filter((operation) => operation.startsWith('cancel'));
  expect(cancels).toEqual(['cancel_release', 'cancel_order']);
  expect(road.operations.indexOf('cancel_order')).toBeGreaterThan(road.operations.lastIndexOf('find_releases'));
  expect(road.view).toMatchObject({ state: 'cancelled', exceptions: [] });
});

test('cancelled after picking: a conflict, and the order is never turned into completed', () => {
  const road = new Road().begin().allocate().work();
  road.change({ status: 'cancelled' }).settleDown();
  expect(road.causes).toEqual(['conflict:cancel_refused:wms']);
  expect(road.office.liveOrders().length).toBe(1);
  road.office.work();
  road.work();
  expect(road.shop.order.status).toBe('cancelled');
  expect(road.shop.applied).toEqual(['erp_number:SO-1']);
  expect(road.view).toMatchObject({ state: 'needs_attention', open: true });
  // The customer keeps it after all.
  road.change({ status: 'processing' }).settleDown();
  expect(road.shop.applied).toEqual(['erp_number:SO-1', 'shipment:WR-1-1', 'status:completed']);
  expect(road.view).toMatchObject({ state: 'completed', exceptions: [] });
});

test('completed by a person before we shipped: the goods still go out, and nobody is fought', () => {
  const road = new Road().begin();
  road.change({ status: 'completed' }).settleDown();
  road.allocate();
  road.work(3);
  expect(road.view.state).toBe('completed');
  expect(road.shop.applied).toEqual(['erp_number:SO-1', 'shipment:WR-1-1']);
});

test('unpaid, cancelled by the shop, then paid after all: it simply goes on', () => {
  const road = new Road({ status: 'pending' });
  road.look();
  road.change({ status: 'cancelled' }).settleDown();
  expect(road.view.state).toBe('cancelled');
  road.change({ status: 'processing' }).settleDown();
  expect(road.view).toMatchObject({ state: 'accepted', exceptions: [] });
});

test('cancelled in the ERP too and opened again: a person decides; Retry sends it anew', () => {
  const road = new Road().begin();
  road.change({ status: 'cancelled' }).settleDown();
  road.change({ status: 'processing' }).settleDown();
  expect(road.causes).toEqual(['conflict:reopened']);
  expect(road.office.liveOrders()).toEqual([]);
  road.command('retry', { cause: 'conflict:reopened' });
  road.settleDown();
  expect(road.view).toMatchObject({ state: 'accepted', erp_number: 'SO-2', exceptions: [] });
  expect(new Set(road.keys).size).toBe(road.keys.length);
});

test('cancelled by the ERP: a conflict, and nothing is released', () => {
  const road = new Road().begin();
  for (const order of road.office.orders) order.status = 'cancelled';
  road.notice('erp');
  road.settleDown();
  expect(road.causes).toEqual(['conflict:cancelled_there:erp']);
  expect(road.office.orders.length).toBe(1);
});

test('a refund after acceptance is for finance; settled after release it lets the order go on', () => {
  const road = new Road().begin().allocate();
  road.change({ refunds: [aRefund(77)] });
  expect(road.view.exceptions).toMatchObject([{ cause: 'conflict:refund', owner: 'finance' }]);
  expect(road.view.state).toBe('released');
  expect(road.view.timeline.map(({ text }) => text)).toContain('Refund 77 in the shop: 10.00 EUR');
  road.command('resolve', { cause: 'conflict:refund', reason: 'Booked as CN-9' });
  expect(road.view).toMatchObject({ state: 'released', exceptions: [] });
  expect(road.view.timeline.at(-1)).toMatchObject({ actor: 'user:7', text: 'Resolved: Booked as CN-9' });
});

test('a refund of a completed order opens it again for finance, and settles', () => {
  const road = new Road().begin().allocate().work(3);
  expect(road.last?.open).toBe(false);
  road.change({ refunds: [aRefund(77)], status: 'refunded' });
  expect(road.view).toMatchObject({ state: 'completed', open: true, waiting_for: 'a person' });
  expect(road.causes).toEqual(['conflict:refund']);
  road.command('resolve', { cause: 'conflict:refund', reason: 'Booked' });
  expect(road.view).toMatchObject({ state: 'completed', open: false, exceptions: [] });
});

test('Resolve of what holds an order: it is a person’s from then on', () => {
  const road = new Road({ payment_method: 'klarna' });
  road.look();
  road.exchange();
  road.command('resolve', { cause: 'mapping:payment_method:klarna', reason: 'Entered by hand' });
  expect(road.view).toMatchObject({ state: 'closed_by_person', open: false, exceptions: [] });
  road.change({ status: 'completed' }).settleDown();
  road.change({ status: 'processing' }).settleDown();
  expect(road.sent).toEqual([]);
  expect(road.view.timeline.map(({ actor, text }) => [actor, text])).toContainEqual([
    'user:7',
    'Resolved: Entered by hand',
  ]);
});

test('acknowledged and ignored are the shop’s to keep: told, and nothing else', () => {
  const road = new Road({ payment_method: 'klarna' });
  road.look();
  road.exchange();
  road.command('acknowledge', { cause: 'mapping:payment_method:klarna' });
  expect(road.view).toMatchObject({ state: 'held' });
  expect(road.view.timeline.at(-1)?.text).toBe('Acknowledged');
});

test('a command by someone who saw less than there is now is refused, and says so', () => {
  const road = new Road({ payment_method: 'klarna' });
  road.look();
  road.exchange();
  const seen = { epoch: road.shop.epoch, n: road.shop.n };
  road.change({ payment_method: 'cod' }).settleDown();
  road.command('resolve', { cause: 'mapping:payment_method:klarna', seen });
  expect(road.view.state).toBe('accepted');
  expect(road.view.timeline.at(-1)).toMatchObject({
    actor: 'user:7',
    text: expect.stringContaining('changed since you looked'),
  });

  road.change({ refunds: [aRefund(77)] });
  road.exchange();
  road.command('resolve', { cause: 'conflict:refund', seen });
  expect(road.causes).toEqual(['conflict:refund']);
  road.command('resolve', { cause: 'conflict:refund' });
  expect(road.view.state).toBe('closed_by_person');
});

test('events of an order that is not known here change nothing and show nothing', () => {
  const road = new Road();
  for (const decision of [road.notice('erp'), road.command('retry'), road.decide({ type: 'timer', name: 'erp' })]) {
    expect(decision).toMatchObject({ effects: [], calls: [], open: false });
  }
});

test('another order under the same id (a restored shop) is not mistaken for the first', () => {
  const road = new Road().begin();
  road.change({ key: 'wc_order_other' });
  road.allocate();
  expect(road.causes).toEqual(['conflict:order_key']);
  expect(road.office.releases).toEqual([]);
});

test('cancelled while it was being sent, and the ERP miscounts: the ERP order goes all the same', () => {
  const road = new Road();
  road.office.miscount = 1;
  road.look();
  road.change({ status: 'cancelled' }).settleDown();
  expect(road.office.orders.map(({ status }) => status)).toEqual(['cancelled']);
  expect(road.view).toMatchObject({ state: 'cancelled', exceptions: [] });
});
