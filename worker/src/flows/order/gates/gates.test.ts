import { GATES_MAX, Gate } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { explain } from '../explain.ts';
import type { Mood } from '../rehearsal/back-office.ts';
import { Road } from '../rehearsal/road.ts';
import { aRefund, ordered } from '../rehearsal/snapshot.ts';

const gates = (road: Road): readonly Gate[] => {
  const shop = { code: 'DEMO', goLiveAt: road.goLiveAt };
  return explain(road.state, { now: road.now, subject: 'order/1042', shop, settings: road.settings }).gates;
};
const gate = (road: Road, name: string): Gate => {
  const found = gates(road).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no gate ${name}`);
  return found;
};
/** `received+ paid+ … accepted… allocated-`: passed +, waiting …, held !, ahead -, skipped ~. */
const picture = (road: Road) => {
  const signs = { passed: '+', waiting: '…', held: '!', ahead: '-', skipped: '~' };
  return gates(road)
    .map(({ name, status }) => `${name}${signs[status]}`)
    .join(' ');
};
const CHECKS_PASSED =
  'check_required_fields+ check_known_skus+ check_payment+ check_shipping_method+ check_tax_codes+ check_totals+ check_fraud_flag+ check_address+';
const CHECKS_AHEAD = CHECKS_PASSED.replaceAll('+', '-');

function begun(changes = {}, settings = {}): Road {
  const road = new Road(changes, settings);
  road.look();
  return road;
}

test('before anything was heard of it, every gate is still to come', () => {
  const [first, ...others] = gates(new Road());
  expect(first).toMatchObject({ name: 'received', status: 'waiting', detail: 'the shop to say what the order is' });
  expect(new Set(others.map(({ status }) => status))).toEqual(new Set(['ahead']));
});

test('sent to the ERP: its answer is awaited', () => {
  const road = begun();
  expect(picture(road)).toBe(
    `received+ go_live+ paid+ ${CHECKS_PASSED} accepted… number- allocated- released- picked- packed- shipped- told- closed-`,
  );
  expect(gate(road, 'accepted')).toMatchObject({ detail: "the ERP's answer", until: null, at: road.now });
  expect(gate(road, 'check_totals')).toMatchObject({ label: 'Check: totals', at: road.now });
});

test.each([
  ['pending', 'waiting', "the customer's payment"],
  ['on-hold', 'held', 'The order is on hold in the shop: someone there lets it go, or cancels it.'],
] as const)('%s: the shop has not let it go', (status, says, detail) => {
  const road = begun({ status });
  expect(gate(road, 'paid')).toMatchObject({ status: says, detail });
  expect(picture(road)).toContain(`${CHECKS_AHEAD} accepted- number-`);
});

test('a status that nobody mapped holds, and says which row to add', () => {
  const road = begun({ status: 'in-production' });
  expect(gate(road, 'paid')).toMatchObject({ status: 'held', detail: expect.stringContaining('`in-production`') });
});

test('each check answers for itself: those that hold say what to do, the others pass', () => {
  const road = begun({ payment_method: 'klarna', meta: { _causeway_fraud: 'yes' } });
  expect(picture(road)).toContain(
    'check_required_fields+ check_known_skus+ check_payment! check_shipping_method+ check_tax_codes+ check_totals+ check_fraud_flag! check_address+ accepted-',
  );
  expect(gate(road, 'check_payment').detail).toMatch(/^Payment method "klarna" is not mapped\. Add payment method/);
});

test.each([
  ['unreachable', /^attempt 2 of 8 with the ERP \(It can not be reached\.\)$/],
  ['rate_limited', /^the ERP's limit \(Too many requests\.\)$/],
] as [Mood, RegExp][])('%s: what is waited for, and until when', (mood, detail) => {
  const road = begun();
  road.reply(mood);
  expect(gate(road, 'accepted')).toMatchObject({ status: 'waiting', detail: expect.stringMatching(detail) });
  expect(gate(road, 'accepted').until).toBe(road.timers.get('erp'));
  expect(gate(road, 'accepted').until).toBeGreaterThan(road.now);
});

test('no attempt is left: held, by what and with what to do', () => {
  const road = begun({}, { attemptsMax: 1 });
  road.reply('unreachable');
  expect(gate(road, 'accepted')).toMatchObject({ status: 'held', until: null });
  expect(gate(road, 'accepted').detail).toContain(road.view.exceptions[0]?.title);
});

test('a sign-in that failed holds for a person and says when it is tried again by itself', () => {
  const road = begun();
  road.reply('signed_out');
  expect(gate(road, 'accepted')).toMatchObject({ status: 'held', until: road.timers.get('erp') });
});

test('accepted: the number is in the shop, allocation is awaited until the next look-up', () => {
  const road = new Road().begin();
  expect(picture(road)).toContain('accepted+ number+ allocated… released-');
  expect(gate(road, 'accepted')).toMatchObject({ detail: 'SO-1', at: road.now });
  expect(gate(road, 'allocated')).toMatchObject({ detail: "the ERP's allocation", until: road.timers.get('erp') });
  road.allocate('partial');
  expect(gate(road, 'allocated').detail).toBe('stock: the ERP allocated a part');
});

test('while the shop can not be told the number, the ERP goes on and the warehouse waits', () => {
  const road = begun();
  road.office.allocate();
  for (let round = 0; round < 8; round += 1) {
    while (road.calls.length > 0) road.reply();
    road.office.allocate();
    road.exchange('busy');
    road.notice('erp');
  }
  expect(picture(road)).toContain('accepted+ number… allocated+ released…');
  expect(gate(road, 'number').detail).toBe('the shop to take it');
  expect(road.operations).not.toContain('create_release');
  road.now += 60_000;
  while (road.wait() && road.view.state !== 'released') road.settleDown();
  expect(road.operations).toContain('create_release');
});

test('what the shop will not take, however often, is held', () => {
  const road = begun({}, { attemptsMax: 2 });
  while (road.calls.length > 0) road.reply();
  for (let round = 0; round < 12; round += 1) {
    road.exchange('failing');
    road.wait();
  }
  expect(gate(road, 'number')).toMatchObject({ status: 'held', detail: expect.stringContaining('press Retry') });
});

test('in the warehouse: each of its steps in turn', () => {
  const road = new Road().begin().allocate();
  const seen = [picture(road).split('released')[1]];
  for (let move = 0; move < 2; move += 1) {
    road.office.work(true);
    road.notice('wms');
    road.reply();
    seen.push(picture(road).split('released')[1]);
  }
  expect(seen).toEqual([
    '+ picked… packed- shipped- told- closed-',
    '+ picked+ packed… shipped- told- closed-',
    '+ picked+ packed+ shipped… told- closed-',
  ]);
  expect(gate(road, 'shipped').detail).toBe('the carrier');
  road.office.work(true);
  road.notice('wms');
  road.reply();
  expect(gate(road, 'shipped').detail).toBe('the rest: a part has left');
});

test('shipped and told: every gate is passed, with its instant', () => {
  const road = new Road().begin().allocate();
  for (let move = 0; move < 3; move += 1) road.office.work();
  road.notice('wms');
  road.reply();
  expect(picture(road)).toContain('shipped+ told… closed-');
  road.settleDown();
  expect(new Set(gates(road).map(({ status }) => status))).toEqual(new Set(['passed']));
  expect(gates(road).map(({ at }) => at)).not.toContain(null);
  expect(gate(road, 'closed').at).toBe(road.now);
});

test('paid on delivery: let go when it was sent, and not when the money came', () => {
  const road = new Road().begin();
  road.shop.change({ paid_at: '2026-11-29T10:00:00Z' });
  road.now = Date.parse('2026-11-29T10:00:01Z');
  road.look();
  expect(gate(road, 'paid').at).toBe(gate(road, 'check_totals').at);
});

test('shipped, but the order in the shop was put on hold: held, and by whom', () => {
  const road = new Road().begin().allocate();
  road.change({ status: 'on-hold' });
  road.work(3);
  expect(gate(road, 'told')).toMatchObject({ status: 'held', detail: expect.stringContaining('not in processing') });
});

test('put on hold after the ERP took it: held by the shop while stock is still waited for, and nothing is released', () => {
  const road = new Road().begin();
  road.change({ status: 'on-hold' });
  expect(picture(road)).toContain('paid! ');
  expect(picture(road)).toContain('accepted+ number+ allocated… released-');
});

test('edited after the ERP took it: held before the next step', () => {
  const road = new Road().begin();
  road.change(ordered(road.shop.order.items, '3'));
  expect(gate(road, 'allocated')).toMatchObject({ status: 'held', detail: expect.stringContaining('was edited') });
});

test('cancelled on the way: the rest of the road is skipped, warehouse and ERP come one after the other', () => {
  const road = new Road().begin().allocate();
  road.change({ status: 'cancelled' });
  expect(picture(road)).toContain(
    'released+ picked~ packed~ shipped~ told~ release_cancelled… order_cancelled- closed-',
  );
  while (road.last?.calls[0]?.operation !== 'cancel_order') road.reply();
  expect(picture(road)).toContain('release_cancelled+ order_cancelled… closed-');
  road.settleDown();
  expect(picture(road)).toContain('release_cancelled+ order_cancelled+ closed+');
});

test('cancelled when it was picked: held in the warehouse', () => {
  const road = new Road().begin().allocate();
  road.office.work();
  road.change({ status: 'cancelled' });
  road.settleDown();
  expect(gate(road, 'release_cancelled')).toMatchObject({ status: 'held' });
  expect(gate(road, 'release_cancelled').detail).toContain('does not let it go');
});

test('cancelled before anything was sent: nothing to cancel anywhere', () => {
  const road = begun({ status: 'cancelled' });
  expect(picture(road)).toBe(
    `received+ go_live+ paid~ ${CHECKS_PASSED.replaceAll('+', '~')} accepted~ number~ allocated~ released~ picked~ packed~ shipped~ told~ release_cancelled~ order_cancelled~ closed+`,
  );
});

test('completed and then refunded: all is passed, and a person has something to decide', () => {
  const road = new Road().begin().allocate();
  road.work(3);
  road.change({ refunds: [aRefund(77)] });
  expect(picture(road)).toContain('told+ closed!');
  expect(gate(road, 'closed').detail).toContain('refunded');
});

test('placed before go-live: it says so, and nothing else is asked', () => {
  const road = new Road();
  road.goLiveAt = road.now + 1;
  road.look();
  expect(gate(road, 'go_live')).toMatchObject({ status: 'skipped', detail: 'Placed before: listed here, never sent.' });
  expect(picture(road)).toMatch(/^received\+ go_live~ paid~ .*told~ closed\+$/);
});

test("a snapshot that can't be read holds the first gate", () => {
  const road = new Road();
  road.look({ ...road.shop.look(), snapshot: { nonsense: true } });
  expect(gate(road, 'received')).toMatchObject({ status: 'held', detail: expect.stringContaining("can't be read") });
});

test('begun again from the shop after the engine was lost: looked up before anything else, also what a check holds', () => {
  const road = new Road().begin();
  road.loseEngine();
  expect(gate(road, 'allocated')).toMatchObject({ status: 'waiting', detail: "the ERP's answer: what is there?" });
  const held = begun({ payment_method: 'klarna' });
  held.exchange();
  held.loseEngine();
  expect(picture(held)).toContain('check_payment! ');
  expect(gate(held, 'accepted')).toMatchObject({ status: 'waiting', detail: "the ERP's answer: what is there?" });
});

test('lost in a restore: what it had passed, and what a person has to see to', () => {
  const road = new Road().begin();
  road.decide({ type: 'lost' });
  expect(picture(road)).toContain('accepted+ number+ allocated~');
  expect(gate(road, 'closed')).toMatchObject({
    status: 'held',
    detail: expect.stringContaining('lost an order in a restore'),
  });
});

test('what every gate says fits the contract', () => {
  const long = 'x'.repeat(400);
  const road = begun({ payment_method: long }, { shipToCountries: ['DE'] });
  road.change({ status: 'cancelled' });
  expect(gates(road).length).toBeLessThanOrEqual(GATES_MAX);
  for (const each of [...gates(road), ...gates(begun({ payment_method: long }))]) {
    expect(Gate.safeParse(each).error).toBeUndefined();
  }
});

test('the mirror carries the gates, but not the instant of our own next look-up: a look-up that finds nothing new says nothing', () => {
  const road = new Road().begin();
  expect(road.view.gates.map(({ name }) => name)).toEqual(gates(road).map(({ name }) => name));
  expect(road.view.gates.find(({ name }) => name === 'allocated')).toMatchObject({ status: 'waiting', until: null });
  road.wait();
  road.reply();
  expect(road.effects).toEqual([]);
});
