import type { ErpCreditMemo, ErpReturn, WarehouseReturn } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { compareReturn, type ReturnSides } from './compare.ts';

const named = { externalId: 'DEMO-R12-ab12', orderExternalId: 'DEMO-7-ab12' };
const rma: ErpReturn = { ...named, id: '1', number: 'RMA-1', status: 'closed', lines: [] };
const receipt: WarehouseReturn = {
  ...named,
  id: 'RC-1',
  status: 'inspected',
  lines: [
    {
      lineId: '11',
      sku: 'CW-1',
      received: '2',
      dispositions: [
        { disposition: 'restock', quantity: '1' },
        { disposition: 'damaged', quantity: '1.0' },
      ],
    },
  ],
};
const memo: ErpCreditMemo = { ...named, id: '5', number: 'CM-5', status: 'posted', currency: 'EUR', totalMinor: 2380 };

const agreeing: ReturnSides = {
  refund: { totalMinor: 2380, currency: 'EUR' },
  had: { rma: true, receipt: true, memo: true },
  over: true,
  withdrawn: false,
  rmas: [rma],
  receipts: [receipt],
  memos: [memo],
  toleranceMinor: 0,
};
const under = (changes: Partial<ReturnSides>): ReturnSides => ({ ...agreeing, over: false, ...changes });
const [line] = receipt.lines;
if (line === undefined) throw new Error('no line');

test.each<[string, ReturnSides]>([
  ['is through, and all three agree', agreeing],
  ['is through at an ERP that is never told of goods', { ...agreeing, rmas: [{ ...rma, status: 'open' }] }],
  [
    'was only asked for',
    under({ refund: null, had: { rma: false, receipt: false, memo: false }, rmas: [], receipts: [], memos: [] }),
  ],
  [
    'is a refund made in the shop, which has no goods',
    { ...agreeing, had: { rma: false, receipt: false, memo: true }, rmas: [], receipts: [] },
  ],
  [
    'was refunded a moment ago, and is not booked yet',
    under({ had: { rma: true, receipt: true, memo: false }, memos: [] }),
  ],
  [
    'was withdrawn, and its documents cancelled',
    {
      ...agreeing,
      refund: null,
      rmas: [{ ...rma, status: 'cancelled' }],
      receipts: [{ ...receipt, status: 'cancelled' }],
      memos: [],
    },
  ],
  [
    'was withdrawn, and the ERP closed its authorisation',
    { ...agreeing, withdrawn: true, refund: null, rmas: [{ ...rma, status: 'closed' }], receipts: [], memos: [] },
  ],
  ['differs by less than is tolerated', { ...agreeing, toleranceMinor: 1, memos: [{ ...memo, totalMinor: 2381 }] }],
  [
    'is booked anew after its first memo was cancelled',
    { ...agreeing, memos: [{ ...memo, id: '4', status: 'cancelled' }, memo] },
  ],
])('no variance: a return that %s', (_, sides) => {
  expect(compareReturn(sides)).toEqual([]);
});

test.each<[string, ReturnSides]>([
  ['rma_missing', under({ rmas: [] })],
  ['rma_doubled', { ...agreeing, rmas: [rma, { ...rma, id: '2', number: 'RMA-2' }] }],
  [
    'rma_alive',
    { ...agreeing, withdrawn: true, refund: null, rmas: [{ ...rma, status: 'open' }], receipts: [], memos: [] },
  ],
  ['receipt_missing', under({ receipts: [] })],
  ['receipt_doubled', { ...agreeing, receipts: [receipt, { ...receipt, id: 'RC-2' }] }],
  ['receipt_units', { ...agreeing, receipts: [{ ...receipt, lines: [{ ...line, received: '1' }] }] }],
  ['memo_missing', { ...agreeing, memos: [] }],
  ['memo_missing', under({ memos: [{ ...memo, status: 'cancelled' }] })],
  ['memo_doubled', { ...agreeing, memos: [memo, { ...memo, id: '6', number: 'CM-6' }] }],
  ['memo_total', { ...agreeing, memos: [{ ...memo, totalMinor: 2381 }] }],
  ['memo_total', { ...agreeing, memos: [{ ...memo, currency: 'USD' }] }],
  ['memo_alone', { ...agreeing, refund: null }],
])('a planted %s is found, and nothing else', (kind, sides) => {
  expect(compareReturn(sides).map((each) => each.kind)).toEqual([kind]);
});

test('finance reads both amounts', () => {
  expect(compareReturn({ ...agreeing, memos: [{ ...memo, totalMinor: 2381 }] })).toEqual([
    { kind: 'memo_total', detail: 'The shop paid back 23.80 EUR, CM-5 says 23.81 EUR.' },
  ]);
});
