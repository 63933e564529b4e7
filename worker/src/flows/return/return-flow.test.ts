import { expect, test } from 'vitest';
import { announced, inspected } from './rehearsal/returned.ts';
import { Road } from './rehearsal/road.ts';
import { ORDER } from './rehearsal/shop.ts';

test('asked for → RMA → announced → inspected → refunded → credit memo → closed, each looked up before and after', () => {
  const road = inspected();
  road.settle();
  expect(road.operations).toEqual([
    'find_returns',
    'create_return',
    'find_returns',
    'find_returns',
    'announce_return',
    'find_returns',
    'find_returns',
    'find_credit_memos',
    'create_credit_memo',
    'find_credit_memos',
  ]);
  expect(road.office.live()).toEqual({ rmas: 1, receipts: 1, memos: 1 });
  // Two of three units of 100 net and 19 tax: the thirds are rounded so that all three are 119 exactly.
  expect(road.shop.refunds).toMatchObject([{ amount: '79.34' }]);
  expect(road.office.memos[0]?.sent).toMatchObject({
    externalId: expect.stringMatching(/^DEMO-R12-[0-9a-f]{4}$/),
    returnNumber: 'RMA-1',
    totalMinor: 7934,
    lines: [{ lineId: '17', sku: 'ERP-1', quantity: '2', netMinor: 6667, taxMinor: 1267 }],
  });
  expect(road.shop.mirror).toMatchObject({
    state: 'closed',
    open: false,
    order_id: 42,
    erp_number: 'RMA-1',
    exceptions: [],
  });
  expect(road.shop.mirror?.stages.map(({ status }) => status)).toEqual(Array(8).fill('done'));
  expect(road.told).toEqual([
    { subject: 'order/42', body: { about: 'return_asks', return: 'return/12' } },
    { subject: 'order/42', body: { about: 'return_refunded', return: 'return/12', refunds: [57] } },
  ]);
});

test('nothing is paid before the inspection, and what is not refundable is not paid at all', () => {
  const road = announced({ refundable: ['restock'] });
  expect(road.shop.refunds).toEqual([]);
  expect(road.shop.mirror).toMatchObject({ state: 'expected', waiting_for: 'the goods' });
  road.office.inspect({ restock: 1, damaged: 1 });
  road.wait();
  road.settle();
  expect(road.shop.refunds).toMatchObject([{ amount: '39.66' }]);
});

test.each([
  ['more', { restock: 3 }, 'ERP-1', 'conflict:received_more'],
  ['other goods', { restock: 1 }, 'ERP-9', 'conflict:received_other'],
])(
  '%s came than was announced: one exception; once resolved only what was announced is paid',
  (_, units, sku, cause) => {
    const road = announced();
    road.office.inspect({ restock: 2 });
    road.office.inspect(units, '17', sku);
    road.wait();
    road.settle();
    expect(road.causes).toEqual([cause]);
    expect(road.shop.refunds).toEqual([]);
    road.command('resolve', { cause, reason: 'Kept' });
    road.settle();
    expect(road.shop.refunds).toMatchObject([{ amount: '79.34' }]);
  },
);

test('a substitute that came back alone: a person is told how to pay for it, and nothing is paid or booked by itself', () => {
  const road = announced();
  road.office.inspect({ restock: 2 }, '17', 'ERP-9');
  road.wait();
  road.settle();
  const [shown] = road.shop.mirror?.exceptions ?? [];
  expect(shown).toMatchObject({ cause: 'conflict:received_other', owner: 'support', detail: '2 of ERP-9' });
  expect(shown?.next_step).toContain('refund that line in WooCommerce');
  road.command('resolve', { cause: 'conflict:received_other', reason: 'Refunded there' });
  road.settle();
  expect([road.shop.mirror?.state, road.shop.refunds, road.office.memos]).toEqual(['closed', [], []]);
});

test('withdrawn before goods came: announcement and RMA are called back, in this order', () => {
  const road = announced();
  road.shop.ask({ status: 'withdrawn' });
  road.look();
  road.settle();
  expect(road.operations.filter((operation) => operation.startsWith('cancel'))).toHaveLength(2);
  expect(road.sent.filter(({ operation }) => operation === 'cancel_return').map(({ role }) => role)).toEqual([
    'wms',
    'erp',
  ]);
  expect(road.office.live()).toEqual({ rmas: 0, receipts: 0, memos: 0 });
  expect(road.shop.mirror?.state).toBe('withdrawn');
});

test('withdrawn, and asked for again: ERP and warehouse are told anew', () => {
  const road = announced();
  road.shop.ask({ status: 'withdrawn' });
  road.look();
  road.settle();
  road.shop.ask({ status: 'requested' });
  road.look();
  road.settle();
  expect(road.office.live()).toEqual({ rmas: 1, receipts: 1, memos: 0 });
  expect(road.shop.mirror).toMatchObject({ state: 'expected', exceptions: [] });
});

test('withdrawn when the goods are here: a conflict with choices', () => {
  const road = inspected({ approveUpTo: '0' });
  road.settle();
  road.shop.ask({ status: 'withdrawn' });
  road.look();
  road.settle();
  expect(road.causes).toEqual(['conflict:withdrawn_late']);
  road.command('resolve', { cause: 'conflict:withdrawn_late', reason: 'Keeps the money' });
  road.settle();
  expect(road.causes).toEqual(['validation:refund_approval']);
});

test('withdrawn when the goods are here, and rejected: nothing is paid, and nobody is asked again', () => {
  const road = inspected({ approveUpTo: '0' });
  road.settle();
  road.shop.ask({ status: 'withdrawn' });
  road.look();
  road.settle();
  road.command('reject', { cause: 'conflict:withdrawn_late', reason: 'Sent out again' });
  road.settle();
  expect([road.causes, road.shop.mirror?.state, road.shop.refunds]).toEqual([[], 'closed', []]);
});

test('the ERP says that it has it, and a look-up finds none: a person is asked, and Retry makes it', () => {
  const road = new Road();
  road.shop.ask();
  road.look();
  while (road.calls.some(({ operation }) => operation === 'create_return') === false) road.reply();
  road.reply('claims_duplicate');
  for (let rounds = 0; rounds < 20 && road.causes.length === 0; rounds += 1) {
    road.settle();
    road.wait();
  }
  expect([road.causes, road.office.rmas.length]).toEqual([['duplicate:erp:rma'], 0]);
  road.command('retry');
  road.settle();
  expect([road.causes, road.office.rmas.length, road.shop.mirror?.state]).toEqual([[], 1, 'expected']);
});

test('exchanged goods are inspected, and nothing is paid back or booked', () => {
  const road = inspected({}, { exchange: true });
  road.settle();
  expect([road.shop.refunds, road.office.live(), road.shop.mirror?.state]).toEqual([
    [],
    { rmas: 1, receipts: 1, memos: 0 },
    'closed',
  ]);
});

const refundedOnce = { ...ORDER, items: ORDER.items.map((item) => ({ ...item, refunded_quantity: '1' })) };

test.each([
  ['more units than were sold', 17, '4', ORDER],
  ['units that are refunded', 17, '3', refundedOnce],
  ['no unit', 17, '0', ORDER],
  ['what is not in the order', 99, '1', ORDER],
])('%s can’t come back: a person is asked before the ERP hears of it', (_, item_id, quantity, order) => {
  const road = announced({}, { order, lines: [{ item_id, quantity }] });
  expect([road.causes, road.operations]).toEqual([['validation:return_lines'], []]);
});

test('off: an exception, and not one call', () => {
  const road = announced({ mode: 'off' });
  expect([road.causes, road.sent]).toEqual([['validation:returns_off'], []]);
});

test('its order is deleted before anybody here heard of the return: a person is told, and nothing is sent', () => {
  const road = new Road();
  road.shop.ask();
  road.shop.deleteOrder();
  road.look();
  road.settle();
  expect([road.causes, road.sent]).toEqual([['conflict:return_order_deleted'], []]);
  road.command('resolve', { cause: 'conflict:return_order_deleted', reason: 'Paid back by hand' });
  road.settle();
  expect(road.shop.mirror).toMatchObject({ state: 'closed_by_person', open: false });
});

test('its order is deleted, and what was asked is lost with the engine: a person is told where it was sent', () => {
  const road = announced();
  road.shop.deleteOrder();
  road.loseEngine();
  road.settle();
  road.wait();
  road.settle();
  expect(road.shop.mirror?.exceptions).toMatchObject([
    { cause: 'conflict:return_order_deleted', detail: expect.stringMatching(/^It was sent under DEMO-R12-/) },
  ]);
});
