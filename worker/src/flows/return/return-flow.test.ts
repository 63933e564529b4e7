import { expect, test } from 'vitest';
import { Road } from './rehearsal/road.ts';
import { ORDER } from './rehearsal/shop.ts';

/** Asked for, authorised and announced: the goods are expected. */
function announced(
  settings: ConstructorParameters<typeof Road>[0] = {},
  ask: Parameters<Road['shop']['ask']>[0] = {},
): Road {
  const road = new Road(settings);
  road.shop.ask(ask);
  road.look();
  road.settle();
  return road;
}

/** As `announced`, and 1 of 2 is good, the other damaged. */
function inspected(
  settings: ConstructorParameters<typeof Road>[0] = {},
  ask: Parameters<Road['shop']['ask']>[0] = {},
): Road {
  const road = announced(settings, ask);
  road.office.inspect({ restock: 1, damaged: 1 });
  road.decide({ type: 'notice', role: 'wms' });
  return road;
}

const ORDER_WORD = {
  about: 'order',
  order: 'order/42',
  incarnation: 1,
  rev: 5,
  externalId: 'DEMO-42-ab12',
  erpNumber: 'SO-000001',
  shipped: [{ lineId: '17', quantity: '3' }],
  goods: ORDER,
};

const REFUND_WORD = {
  about: 'refund',
  order: 'order/42',
  incarnation: 1,
  rev: 5,
  gone: false,
  refund: {
    id: 57,
    created_at: '2026-11-20T10:00:00Z',
    amount: '41',
    reason: 'Goodwill',
    payment_refunded: true,
    lines: [{ item_id: 17, sku: 'SHOP-1', quantity: '1', total: '30', total_tax: '5.70' }],
  },
  currency: 'EUR',
  currencyDigits: 2,
  total: '130',
  refunded: '41',
  externalId: 'DEMO-42-ab12',
  erpNumber: 'SO-000001',
  shipped: true,
};

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

test('above the limit a person approves, and approves this amount', () => {
  const road = inspected({ approveUpTo: '79.33' });
  road.settle();
  expect(road.causes).toEqual(['validation:refund_approval']);
  expect(road.shop.mirror?.exceptions[0]).toMatchObject({
    owner: 'finance',
    detail: expect.stringContaining('79.34 EUR'),
  });
  road.command('approve', { seen: { epoch: 0, n: 1 } });
  road.settle();
  expect(road.shop.refunds).toEqual([]);
  road.command('approve', { cause: 'validation:refund_approval' });
  road.settle();
  expect(road.shop.refunds).toHaveLength(1);
  expect(road.shop.mirror?.state).toBe('closed');
});

test('rejected: nothing is paid or booked, and the return ends', () => {
  const road = inspected({ approveUpTo: '0' });
  road.settle();
  road.command('reject', { reason: 'Worn' });
  road.settle();
  expect([road.shop.refunds, road.office.live().memos, road.shop.mirror?.state]).toEqual([[], 0, 'closed']);
});

test('the shop dies while it pays: unknown, one exception for finance, never paid again; a person says what happened', () => {
  const road = inspected();
  road.reply();
  road.exchange('dies');
  road.wait();
  road.settle();
  expect(road.causes).toEqual(['unknown_outcome:refund']);
  road.command('retry', { cause: 'unknown_outcome:refund' });
  road.settle();
  expect([road.shop.refunds.length, road.office.live().memos]).toEqual([1, 0]);
  road.command('resolve', { cause: 'unknown_outcome:refund', reason: 'The bank shows it' });
  road.settle();
  expect([road.shop.refunds.length, road.office.memos[0]?.totalMinor, road.shop.mirror?.state]).toEqual([
    1,
    7934,
    'closed',
  ]);
});

test('it began and did not pay: a person says so, and nothing is booked', () => {
  const road = inspected();
  road.reply();
  road.exchange('dies_before');
  road.wait();
  road.settle();
  road.command('reject', { cause: 'unknown_outcome:refund', reason: 'The bank shows none' });
  road.settle();
  expect([road.shop.refunds.length, road.office.live().memos, road.shop.mirror?.state]).toEqual([0, 0, 'closed']);
});

test('refused by the shop: an exception; a retry asks once more', () => {
  const road = inspected();
  road.reply();
  road.settle('refuses');
  expect(road.causes).toEqual(['validation:refund_failed']);
  road.command('retry');
  road.settle();
  expect(road.shop.mirror?.state).toBe('closed');
});

test('never above what is left: an exception, nothing paid', () => {
  const road = inspected({}, { order: { ...ORDER, refunded: '60' } });
  road.settle();
  expect(road.causes).toEqual(['total_mismatch:refund_above_paid']);
  expect(road.shop.refunds).toEqual([]);
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

test('exchanged goods are inspected, and nothing is paid back or booked', () => {
  const road = inspected({}, { exchange: true });
  road.settle();
  expect([road.shop.refunds, road.office.live(), road.shop.mirror?.state]).toEqual([
    [],
    { rmas: 1, receipts: 1, memos: 0 },
    'closed',
  ]);
});

test('goods that cannot come back are asked about before the ERP hears of them', () => {
  const road = announced({}, { lines: [{ item_id: 17, quantity: '4' }] });
  expect(road.causes).toEqual(['validation:return_lines']);
  expect(road.operations).toEqual([]);
});

test('off: an exception, and not one call', () => {
  const road = announced({ mode: 'off' });
  expect([road.causes, road.sent]).toEqual([['validation:returns_off'], []]);
});

test('export: followed to the inspection, the refund is left to a person', () => {
  const road = inspected({ mode: 'export' });
  road.settle();
  expect(road.causes).toEqual(['validation:refund_by_hand']);
  road.command('resolve', { cause: 'validation:refund_by_hand', reason: 'Done in WooCommerce' });
  road.settle();
  expect([road.shop.refunds, road.office.live().memos, road.shop.mirror?.state]).toEqual([[], 0, 'closed']);
});

test('a refund made in WooCommerce is booked, all of it; deleted, its credit memo is taken back', () => {
  const road = new Road({ mode: 'export' }, 'return/r57');
  road.tell(REFUND_WORD);
  road.settle();
  expect(road.office.memos[0]?.sent).toMatchObject({
    externalId: 'DEMO-C57-ab12',
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    totalMinor: 4100,
    lines: [
      { lineId: '17', sku: 'ERP-1', netMinor: 3000, taxMinor: 570 },
      { lineId: 'amount', sku: null, netMinor: 530 },
    ],
  });
  expect(road.shop.mirror?.state).toBe('closed');
  road.tell({ ...REFUND_WORD, rev: 6, gone: true });
  road.settle();
  expect([road.office.live().memos, road.shop.mirror?.state]).toEqual([0, 'refund_deleted']);
  road.tell({ ...REFUND_WORD, rev: 5 });
  road.settle();
  expect(road.office.memos).toHaveLength(1);
});

test('a second credit memo that the ERP booked late is called back, also of a return that is closed', () => {
  const road = new Road({}, 'return/r57');
  road.tell(REFUND_WORD);
  road.settle();
  expect(road.shop.mirror?.state).toBe('closed');
  const [first] = road.office.memos;
  if (first === undefined) throw new Error('nothing was booked');
  road.office.memos.push({ ...first, id: 'CM-late', number: 'CM-late' });
  road.decide({ type: 'notice', role: 'erp' });
  road.settle();
  expect([road.office.live().memos, road.shop.mirror?.state]).toEqual([1, 'closed']);
});

test('the ERP does not take the credit memo back: a conflict for finance', () => {
  const road = new Road({}, 'return/r57');
  road.tell(REFUND_WORD);
  road.settle();
  road.office.periodClosed = true;
  road.tell({ ...REFUND_WORD, rev: 6, gone: true });
  road.settle();
  expect(road.causes).toEqual(['conflict:not_cancelled:memo']);
  road.command('resolve', { cause: 'conflict:not_cancelled:memo', reason: 'Booked back by hand' });
  road.settle();
  expect(road.shop.mirror).toMatchObject({ state: 'closed_by_person', exceptions: [] });
});

test('a refund of an order that the ERP does not have yet waits for its number', () => {
  const road = new Road({}, 'return/r57');
  road.tell({ ...REFUND_WORD, erpNumber: null });
  road.settle();
  expect([road.shop.mirror?.state, road.sent]).toEqual(['waiting_for_order', []]);
  road.tell({ ...REFUND_WORD, rev: 6 });
  road.settle();
  expect(road.shop.mirror?.state).toBe('closed');
});

test('begun in the ERP: found there by its order, announced, inspected, paid', () => {
  const road = new Road({}, 'return/e-123456789');
  const lines = [{ lineId: '17', sku: 'ERP-1', quantity: '1' }];
  road.office.addRma({ externalId: '', orderExternalId: 'DEMO-42-ab12', lines });
  road.tell({ about: 'begun', role: 'erp', id: 'RMA-1', orderExternalId: 'DEMO-42-ab12' }, 'system/erp');
  road.tell(ORDER_WORD);
  road.settle();
  road.office.inspect({ restock: 1 });
  road.wait();
  road.settle();
  expect([road.office.live(), road.shop.refunds, road.shop.mirror?.state]).toMatchObject([
    { rmas: 1, receipts: 1, memos: 1 },
    [{ amount: '39.66' }],
    'closed',
  ]);
  expect(road.office.receipts[0]?.externalId).toBe('DEMO-E123456789-ab12');
});

test('goods that nobody announced get their RMA from what the warehouse received', () => {
  const road = new Road({ approveUpTo: '0' }, 'return/w-123456789');
  road.office.addReceipt({
    externalId: '',
    orderExternalId: 'DEMO-42-ab12',
    lines: [{ lineId: '17', sku: 'ERP-1', quantity: '1' }],
  });
  road.office.inspect({ damaged: 1 });
  road.tell({ about: 'begun', role: 'wms', id: 'RR-1', orderExternalId: 'DEMO-42-ab12' }, 'system/wms');
  road.tell(ORDER_WORD);
  road.settle();
  expect(road.office.rmas).toMatchObject([{ externalId: 'DEMO-W123456789-ab12', lines: [{ quantity: '1' }] }]);
  expect(road.causes).toEqual(['validation:refund_approval']);
});

test('the ERP cancels the RMA itself: a conflict; nothing new is made until a person wants it', () => {
  const road = announced();
  const [rma] = road.office.rmas;
  if (rma !== undefined) rma.status = 'cancelled';
  road.decide({ type: 'notice', role: 'erp' });
  road.settle();
  expect(road.causes).toEqual(['conflict:ended_there:rma']);
  expect(road.office.rmas).toHaveLength(1);
  road.command('retry', { cause: 'conflict:ended_there:rma' });
  road.settle();
  expect([road.office.rmas.length, road.office.live()]).toEqual([2, { rmas: 1, receipts: 1, memos: 0 }]);
});

test('lost in a restore: one exception while ERP or warehouse have it', () => {
  const road = announced();
  road.decide({ type: 'lost' });
  road.settle();
  expect(road.causes).toEqual(['conflict:return_lost_in_restore']);
});

test('another return under the same number since a restore: nothing is sent for either', () => {
  const road = announced();
  const before = road.sent.length;
  road.shop.ask({ created_at: '2026-11-20T11:00:00Z', lines: [{ item_id: 18, quantity: '1' }] });
  const look = { ...road.shop.look(), incarnation: 2, rev: 1 };
  road.decide({ type: 'look', look, traceId: 'b'.repeat(32) });
  road.settle();
  expect(road.causes).toEqual(['conflict:return_replaced_in_restore']);
  expect([
    road.office.live(),
    road.sent.slice(before).filter(({ operation }) => !operation.startsWith('find')),
  ]).toEqual([{ rmas: 1, receipts: 1, memos: 0 }, []]);
});

test('an ERP number that the order learns later, at the same revision, is in the credit memo; an older word is dropped', () => {
  const road = new Road({}, 'return/r57');
  road.tell({ ...REFUND_WORD, erpNumber: null });
  road.tell(REFUND_WORD);
  expect(road.state.order?.erpNumber).toBe('SO-000001');
  road.tell({ ...REFUND_WORD, rev: 4, erpNumber: 'SO-OLD', gone: true });
  expect([road.state.order?.erpNumber, road.state.shopRefund?.gone]).toEqual(['SO-000001', false]);
});
