import { expect, test } from 'vitest';
import { Road } from './rehearsal/road.ts';
import { aRefund, ordered } from './rehearsal/snapshot.ts';

test.each(['pending', 'failed', 'checkout-draft'])('promise 4: %s waits for payment, and nothing is sent', (status) => {
  const road = new Road({ status });
  road.look();
  expect(road.view).toMatchObject({
    state: 'waiting_for_payment',
    exceptions: [],
    waiting_for: "the customer's payment",
  });
  expect(road.sent).toEqual([]);
  road.change({ status: 'processing' });
  expect(road.operations).toEqual(['create_order']);
});

test('promise 4: on hold waits, unless the rule of its payment method sends it', () => {
  const road = new Road({ status: 'on-hold' });
  road.look();
  expect(road.view.state).toBe('on_hold');
  expect(road.sent).toEqual([]);
  const sends = new Road({ status: 'on-hold' });
  sends.map({ paymentMethods: { cod: { erp: 'COD', state: 'on_account', sendOnHold: true } } });
  sends.look();
  expect(sends.operations).toEqual(['create_order']);
});

test('promise 4: a status of another plugin holds until the mapping says what it means', () => {
  const road = new Road({ status: 'in-production' });
  road.look();
  expect(road.causes).toEqual(['mapping:order_status:in-production']);
  road.map({ orderStatuses: { 'in-production': 'send' } });
  road.command('retry');
  expect(road.view).toMatchObject({ state: 'submitting', exceptions: [] });
});

test('promise 4: a data hold goes on by itself once the order is corrected, or the mapping is', () => {
  const road = new Road({ payment_method: 'klarna', shipping: { ...new Road().shop.order.shipping, city: '' } });
  road.look();
  expect(road.view).toMatchObject({ state: 'held', waiting_for: 'a person' });
  expect(road.causes).toEqual(['mapping:payment_method:klarna', 'validation:address']);
  expect(road.last?.labels).toContain('mapping:payment_method:klarna');
  road.change({ shipping: { ...road.shop.order.shipping, city: 'London' } });
  expect(road.causes).toEqual(['mapping:payment_method:klarna']);
  expect(road.sent).toEqual([]);
  road.map({ paymentMethods: { klarna: { erp: 'CARD', state: 'paid', sendOnHold: false } } });
  road.command('retry');
  expect(road.operations).toEqual(['create_order']);
});

test('promise 4: what the ERP says about creating is not acceptance; a differing total is held', () => {
  const road = new Road();
  road.office.miscount = 1;
  road.look();
  road.settleDown();
  expect(road.view).toMatchObject({ state: 'needs_attention', erp_number: null });
  expect(road.causes).toEqual(['total_mismatch:erp']);
  expect(road.view.exceptions[0]?.detail).toBe('SO-1 says 60.70 EUR, the shop 60.69 EUR.');
  expect(road.shop.applied).toEqual([]);
});

test.each(['none', 'partial'] as const)('promise 4: allocation "%s" releases nothing', (allocation) => {
  const road = new Road().begin();
  road.allocate(allocation);
  expect(road.operations).not.toContain('create_release');
  expect(road.view.state).toBe(allocation === 'none' ? 'accepted' : 'waiting_for_stock');
  road.office.allocate('full');
  expect(road.wait()).toBe(true);
  road.settleDown();
  expect(road.operations).toContain('create_release');
});

test('what is allocated in part is told once, also of an order that is held for a person', () => {
  const road = new Road().begin();
  road.change({ status: 'on-hold' });
  road.allocate('partial');
  expect(road.view).toMatchObject({ state: 'on_hold' });
  expect(road.view.timeline.filter(({ text }) => text.startsWith('Only a part is allocated'))).toHaveLength(1);
  expect(road.effects).toEqual([]);
});

test('promise 4: an order that someone pauses after acceptance is not released', () => {
  const road = new Road().begin();
  road.change({ status: 'on-hold' });
  road.allocate();
  expect(road.view.state).toBe('on_hold');
  expect(road.office.releases).toEqual([]);
});

test('an order that is put on hold while its look-up fails is on hold, and waits for no attempt that nobody makes', () => {
  const road = new Road();
  road.look(road.shop.look(), true);
  road.wait();
  expect(road.calls.map(({ operation }) => operation)).toEqual(['find_orders']);
  road.change({ status: 'on-hold' });
  road.reply('unreachable');
  road.exchange();
  expect(road.wait()).toBe(false);
  expect(road.view.state).toBe('on_hold');
  road.change({ status: 'processing' });
  road.settleDown();
  expect([road.view.state, road.office.orders.length]).toEqual(['accepted', 1]);
});

test('promise 4: edits after acceptance are a conflict and release nothing; benign ones are none', () => {
  const road = new Road().begin();
  road.change({ number: 'A-1042', meta: { gift: 'yes' }, transaction_id: 'x' });
  expect([road.causes, road.calls]).toEqual([[], []]);
  const { items } = road.shop.order;
  road.change(ordered(items, '3'));
  road.allocate();
  expect(road.causes).toEqual(['conflict:edited']);
  expect(road.office.releases).toEqual([]);
  road.change({ items }).settleDown();
  expect(road.causes).toEqual([]);
  expect(road.office.liveReleases().length).toBe(1);
});

test.each([
  ['validation', 'validation:erp'],
  ['missing_reference', 'missing_reference:erp'],
  ['mapping', 'mapping:erp'],
] as const)('promise 4: %s is an exception at once, never a retry', (category, cause) => {
  const road = new Road();
  road.look();
  const call = road.calls.shift();
  const outcome = {
    kind: 'failed',
    category,
    phase: 'before_send',
    message: 'The ERP refused.',
    retryAfterMs: null,
  } as const;
  road.decide({ type: 'called', key: call?.key ?? '', role: 'erp', operation: 'create_order', outcome });
  expect(road.causes).toEqual([cause]);
  expect(road.timers.size).toBe(0);
  road.command('retry', { cause });
  road.settleDown();
  expect(road.view).toMatchObject({ state: 'accepted', exceptions: [] });
});

test('promise 4: failures are retried visibly, and the last attempt ends as an exception with an owner', () => {
  const road = new Road({}, { attemptsMax: 3 });
  road.look();
  road.reply('unreachable');
  expect(road.view).toMatchObject({ state: 'retrying', attempt: { n: 2, of: 3, next_at: expect.any(Number) } });
  road.wait();
  road.reply('unreachable');
  road.wait();
  road.reply('unreachable');
  expect(road.view).toMatchObject({ state: 'needs_attention', waiting_for: 'a person' });
  expect(road.view.exceptions[0]).toMatchObject({
    cause: 'connection:erp',
    owner: 'it',
    detail: expect.stringContaining('Gave up after 3 of 3'),
  });
  expect(road.wait()).toBe(false);
  road.command('retry');
  road.settleDown();
  expect(road.view).toMatchObject({ state: 'accepted', attempt: null, exceptions: [] });
  expect(road.office.orders.length).toBe(1);
});

test('promise 4: a category may have a schedule of its own, and ends as an exception by that', () => {
  const retries = { connection: { attemptsMax: 2, baseMs: 60_000, capMs: 60_000 } };
  const road = new Road({}, { attemptsMax: 5, retryBaseMs: 10, retries });
  road.look();
  road.reply('unreachable');
  expect(road.view).toMatchObject({ state: 'retrying', attempt: { n: 2, of: 2 } });
  expect((road.timers.get('erp') ?? 0) - road.now).toBeGreaterThanOrEqual(30_000);
  road.wait();
  road.reply('unreachable');
  expect(road.view.exceptions[0]?.detail).toContain('Gave up after 2 of 2');
  const other = new Road({}, { attemptsMax: 5, retryBaseMs: 10, retries });
  other.look();
  other.reply('reply_lost');
  expect(other.view).toMatchObject({ attempt: { n: 2, of: 5 } });
});

test('promise 8: an order whose call may not leave says why, and until when where that does not move', () => {
  const road = new Road();
  road.held = { erp: { why: 'the ERP is in maintenance', until: road.now + 60_000, reason: 'maintenance' } };
  road.look();
  const gate = () => road.view.gates.find(({ status }) => status === 'waiting');
  expect(road.view).toMatchObject({ state: 'submitting', waiting_for: 'the ERP is in maintenance' });
  expect(gate()).toMatchObject({ name: 'accepted', detail: 'the ERP is in maintenance', until: road.now + 60_000 });
  road.held = {};
  road.settleDown();
  expect(road.view.waiting_for).toBe("the ERP's allocation");
  const silent = new Road();
  silent.held = { erp: { why: "the ERP doesn't answer", until: silent.now + 1000, reason: 'silent' } };
  silent.look();
  expect(silent.view.gates.find(({ status }) => status === 'waiting')).toMatchObject({
    detail: "the ERP doesn't answer",
    until: null,
  });
});

test('promise 8: the limit of a system spends no attempt', () => {
  const road = new Road({}, { attemptsMax: 2 });
  road.look();
  for (let times = 0; times < 6; times += 1) {
    road.reply('rate_limited');
    expect(road.view).toMatchObject({ state: 'waiting_for_system', attempt: null, exceptions: [] });
    expect(road.timers.get('erp')).toBe(road.now + 4000);
    road.wait();
  }
  road.settleDown();
  expect(road.view.state).toBe('accepted');
});

test('a refused sign-in is for IT at once, and heals by itself', () => {
  const road = new Road();
  road.look();
  road.reply('signed_out');
  expect(road.view.exceptions[0]).toMatchObject({ cause: 'authentication:erp', owner: 'it', severity: 'critical' });
  road.wait();
  road.settleDown();
  expect(road.view).toMatchObject({ state: 'accepted', exceptions: [] });
});

test('an order from before go-live is listed and never sent; its refund is an exception', () => {
  const road = new Road();
  road.goLiveAt = road.now + 1;
  road.look();
  expect(road.view).toMatchObject({ state: 'before_go_live', open: false });
  road.change({
    refunds: [aRefund(5)],
  });
  expect(road.causes).toEqual(['conflict:refund_before_go_live']);
  road.command('resolve', { cause: 'conflict:refund_before_go_live', reason: 'booked' });
  expect(road.view).toMatchObject({ state: 'before_go_live', exceptions: [] });
  road.goLiveAt = null;
  road.change({ status: 'completed' });
  expect(road.sent).toEqual([]);
});

test('promise 4: a suspected fraud goes nowhere until a person takes the flag off', () => {
  const road = new Road({ meta: { _causeway_fraud: 'yes' } });
  road.look();
  expect(road.view).toMatchObject({ state: 'held', waiting_for: 'a person' });
  road.command('retry');
  expect(road.sent).toEqual([]);
  road.change({ meta: {} });
  expect(road.operations).toEqual(['create_order']);
});
