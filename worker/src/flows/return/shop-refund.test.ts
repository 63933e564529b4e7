import { expect, test } from 'vitest';
import { REFUND_WORD } from './rehearsal/returned.ts';
import { Road } from './rehearsal/road.ts';

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

test('cents that rounding the taxes leaves stay with the goods, whichever way; more than those are an amount alone', () => {
  const memo = (amount: string, total_tax: string) => {
    const road = new Road({ mode: 'export' }, 'return/r57');
    const line = (item_id: number) => ({ item_id, sku: `SHOP-${item_id}`, quantity: '1', total: '10', total_tax });
    road.tell({ ...REFUND_WORD, refund: { ...REFUND_WORD.refund, amount, lines: [line(17), line(18)] } });
    road.settle();
    return road.office.memos[0]?.sent.lines.map(({ lineId, netMinor, taxMinor }) => [lineId, netMinor, taxMinor]);
  };
  expect(memo('23.33', '1.665')).toEqual([
    ['17', 999, 167],
    ['18', 1000, 167],
  ]);
  expect(memo('23.33', '1.664')).toEqual([
    ['17', 1001, 166],
    ['18', 1000, 166],
  ]);
  expect(memo('20', '1.66')).toEqual([['amount', 2000, 0]]);
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

test('a closed return whose look-up failed is open until it was tried again', () => {
  const road = new Road({}, 'return/r57');
  road.tell(REFUND_WORD);
  road.settle();
  expect(road.last?.open).toBe(false);
  road.decide({ type: 'notice', role: 'erp' });
  road.reply('unreachable');
  road.exchange();
  expect([road.calls, road.last?.open]).toEqual([[], true]);
  road.wait();
  road.settle();
  expect([road.operations.at(-1), road.last?.open]).toEqual(['find_credit_memos', false]);
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

test('a refund of an order that ended before the ERP had it is over, and goes on where the order is taken up again', () => {
  const road = new Road({}, 'return/r57');
  road.tell({ ...REFUND_WORD, erpNumber: null });
  road.tell({ ...REFUND_WORD, rev: 6, erpNumber: null, ended: true });
  road.settle();
  expect([road.shop.mirror?.state, road.shop.mirror?.open, road.sent]).toEqual(['closed', false, []]);
  road.loseEngine();
  road.tell({ ...REFUND_WORD, rev: 7, erpNumber: null });
  road.settle();
  expect(road.shop.mirror?.state).toBe('waiting_for_order');
  road.tell({ ...REFUND_WORD, rev: 8 });
  road.settle();
  expect([road.shop.mirror?.state, road.office.live().memos]).toEqual(['closed', 1]);
});

test('an ERP number that the order learns later, at the same revision, is in the credit memo; an older word is dropped', () => {
  const road = new Road({}, 'return/r57');
  road.tell({ ...REFUND_WORD, erpNumber: null });
  road.tell(REFUND_WORD);
  expect(road.state.order?.erpNumber).toBe('SO-000001');
  road.tell({ ...REFUND_WORD, rev: 4, erpNumber: 'SO-OLD', gone: true });
  expect([road.state.order?.erpNumber, road.state.shopRefund?.gone]).toEqual(['SO-000001', false]);
});

test('an old refund that nobody here knows may have been booked by an engine that is gone: what it sent settles first', () => {
  const road = new Road({ mode: 'export' }, 'return/r57');
  road.tell(REFUND_WORD);
  road.reply();
  expect(road.calls.map(({ operation }) => operation)).toEqual(['create_credit_memo']);
  road.loseEngine();
  road.tell({ ...REFUND_WORD, refund: { ...REFUND_WORD.refund, created_at: '2026-11-20T11:50:00Z' } });
  road.settle();
  expect(road.sent.filter(({ operation }) => operation === 'create_credit_memo')).toHaveLength(1);
  road.wait();
  road.settle();
  expect([road.office.live().memos, road.shop.mirror?.state]).toEqual([1, 'closed']);
});
