import { expect, test } from 'vitest';
import type { OrderVariance } from '../../policy/variances.ts';
import { Road } from './rehearsal/road.ts';
import { RECONCILIATION } from './variances.ts';

const tell = (road: Road, ...variances: OrderVariance[]) =>
  road.tell(RECONCILIATION, { variances: variances.map((each) => ({ ...each })) });

function completed(): Road {
  const road = new Road().begin().allocate().work(3);
  expect(road.view.state).toBe('completed');
  return road;
}

test('what is safe to mend is looked at again at once, and mended: a second document is called back', () => {
  const road = new Road().begin();
  const [order] = road.office.orders;
  if (order === undefined) throw new Error('no order');
  road.office.orders.push({ ...order, id: 'SO-2', number: 'SO-2', status: 'open' });
  tell(road, { kind: 'erp_doubled', detail: 'Live in the ERP: SO-1, SO-2.' });
  road.settleDown();
  expect(road.office.liveOrders()).toMatchObject([{ number: 'SO-1' }]);
  expect([road.causes, road.view.state]).toEqual([[], 'accepted']);
});

test('a document that vanished is looked for again, and never made again without a person', () => {
  const road = completed();
  road.office.orders.length = 0;
  tell(road, { kind: 'erp_missing', detail: 'A look-up finds none.' });
  for (let round = 0; round < 40; round += 1) {
    road.settleDown();
    road.wait();
  }
  expect(road.office.orders).toEqual([]);
  expect(road.causes).toEqual(['conflict:missing_there:erp']);
});

test('what is told again after that is for a person, and closes itself when it is told no more', () => {
  const road = completed();
  const doubled = { kind: 'erp_doubled', detail: 'Live in the ERP: SO-1, SO-2.' } as const;
  tell(road, doubled);
  road.settleDown();
  expect(road.causes).toEqual([]);
  tell(road, doubled);
  expect(road.causes).toEqual(['duplicate:variance:erp_doubled']);
  expect(road.view).toMatchObject({ state: 'completed', open: true });
  tell(road);
  expect(road.causes).toEqual([]);
  expect(road.view.open).toBe(false);
});

test('what money or goods depend on is for a person at once, and Resolve settles it without closing the order', () => {
  const road = completed();
  const total = { kind: 'total', detail: 'The shop has 59.90 EUR, the ERP 49.90 EUR.' } as const;
  tell(road, total);
  expect(road.view.exceptions).toMatchObject([{ owner: 'finance', detail: total.detail }]);
  road.command('resolve', { cause: 'total_mismatch:variance:total', reason: 'A credit note was written' });
  tell(road, total);
  expect(road.view).toMatchObject({ state: 'completed', exceptions: [] });
});

test('a kind that this worker does not know, and a telling that it can not read, change nothing', () => {
  const road = completed();
  const before = road.state;
  tell(road, { kind: 'of_a_newer_worker', detail: '' } as unknown as OrderVariance);
  road.tell(RECONCILIATION, 'nothing');
  road.tell('product/77', { variances: [{ kind: 'total', detail: '' }] });
  expect(road.state).toEqual(before);
});
