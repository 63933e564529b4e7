import { expect, test } from 'vitest';
import { announced, ORDER_WORD } from './rehearsal/returned.ts';
import { Road } from './rehearsal/road.ts';

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

test('units of one line that a system tells apart are one line: announced, paid and told to the ERP once', () => {
  const road = new Road({ reportReceipts: true }, 'return/e-123456789');
  const line = { lineId: '17', sku: 'ERP-1', quantity: '1' };
  road.office.addRma({ externalId: '', orderExternalId: 'DEMO-42-ab12', lines: [line, line] });
  road.tell({ about: 'begun', role: 'erp', id: 'RMA-1', orderExternalId: 'DEMO-42-ab12' }, 'system/erp');
  road.tell(ORDER_WORD);
  road.settle();
  const [receipt] = road.office.receipts;
  expect(receipt?.lines).toHaveLength(1);
  const came = (disposition: 'restock' | 'damaged') => ({
    ...{ lineId: '17', sku: 'ERP-1', received: '1' },
    dispositions: [{ disposition, quantity: '1' }],
  });
  Object.assign(receipt ?? {}, { status: 'inspected', lines: [came('restock')] });
  road.wait();
  road.settle();
  expect(road.shop.refunds).toMatchObject([{ amount: '39.66' }]);
  expect(road.office.reported).toMatchObject([{ receipt: { lines: [{ received: '1' }] } }]);
});

test('goods that nobody announced come line by line: each item is paid once, with all of its units', () => {
  const road = new Road({}, 'return/w-123456789');
  road.office.addReceipt({ externalId: '', orderExternalId: 'DEMO-42-ab12', lines: [] });
  const [receipt] = road.office.receipts;
  const came = (sku: string, disposition: 'restock' | 'damaged') => ({
    ...{ lineId: '17', sku, received: '1' },
    dispositions: [{ disposition, quantity: '1' as const }],
  });
  const lines = [came('ERP-1', 'restock'), came('ERP-1', 'damaged'), came('ERP-9', 'restock')];
  Object.assign(receipt ?? {}, { status: 'inspected', lines });
  road.tell({ about: 'begun', role: 'wms', id: 'RR-1', orderExternalId: 'DEMO-42-ab12' }, 'system/wms');
  road.tell(ORDER_WORD);
  road.settle();
  expect(road.office.rmas).toMatchObject([{ lines: [{ quantity: '2' }, { sku: 'ERP-9', quantity: '1' }] }]);
  expect(road.shop.refunds).toMatchObject([{ amount: '119.00' }]);
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

test('a restore makes a question void that was out: what began elsewhere asks anew', () => {
  const road = new Road({}, 'return/e-123456789');
  const lines = [{ lineId: '17', sku: 'ERP-1', quantity: '1' }];
  road.office.addRma({ externalId: '', orderExternalId: 'DEMO-42-ab12', lines });
  road.tell({ about: 'begun', role: 'erp', id: 'RMA-1', orderExternalId: 'DEMO-42-ab12' }, 'system/erp');
  expect(road.calls.splice(0)).toHaveLength(1);
  road.decide({ type: 'lost' });
  road.tell(ORDER_WORD);
  road.wait();
  road.settle();
  expect(road.office.live()).toMatchObject({ rmas: 1, receipts: 1 });
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
