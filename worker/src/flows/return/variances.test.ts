import { expect, test } from 'vitest';
import { hasVariances } from '../variances.ts';
import { Road } from './rehearsal/road.ts';
import { RETURNS_RECONCILIATION } from './variances.ts';

const found = (road: Road, ...kinds: string[]): void => {
  const variances = kinds.map((kind) => ({ kind, detail: 'As it was found.' }));
  road.tell({ about: 'variances', variances }, RETURNS_RECONCILIATION);
  road.settle();
};
/** Until nothing is left to wait for. */
function rest(road: Road): void {
  road.settle();
  for (let rings = 0; rings < 60 && road.timers.size > 0; rings += 1) {
    road.wait();
    road.settle();
  }
}

const causes = (road: Road) => road.shop.mirror?.exceptions.map(({ cause }) => cause);

/** Two units came back, were paid back and booked. */
function closed(): Road {
  const road = new Road();
  road.shop.ask({});
  road.look();
  road.settle();
  road.office.inspect({ restock: 1, damaged: 1 });
  road.decide({ type: 'notice', role: 'wms' });
  road.settle();
  expect(road.shop.mirror).toMatchObject({ state: 'closed', open: false });
  return road;
}

test('a credit memo that vanished from the ERP: a person is asked, and Retry makes it anew; nothing is paid again', () => {
  const road = closed();
  road.office.memos.splice(0);
  found(road, 'memo_missing');
  // A look-up that finds nothing is not believed at once.
  rest(road);
  expect(causes(road)).toEqual(['unknown_outcome:erp:memo']);
  road.command('retry');
  rest(road);
  expect(road.office.live()).toEqual({ rmas: 1, receipts: 1, memos: 1 });
  expect(road.shop.refunds).toHaveLength(1);
  expect(road.shop.mirror).toMatchObject({ state: 'closed', open: false, exceptions: [] });
  found(road);
  expect(hasVariances(road.state)).toBe(false);
});

test('what looking again did not mend is for a person, and closes when it is found no more', () => {
  const road = closed();
  found(road, 'memo_missing');
  expect(causes(road)).toEqual([]);
  found(road, 'memo_missing');
  expect(causes(road)).toEqual(['missing_reference:variance:memo_missing']);
  expect(road.shop.mirror).toMatchObject({ open: true, exceptions: [{ owner: 'finance' }] });
  found(road);
  expect(road.shop.mirror).toMatchObject({ open: false, exceptions: [] });
});

test('another total is never mended by itself; a person settles it for good', () => {
  const road = closed();
  const sent = road.sent.length;
  found(road, 'memo_total');
  expect(road.sent).toHaveLength(sent);
  expect(causes(road)).toEqual(['total_mismatch:variance:memo_total']);
  road.command('resolve', { cause: 'total_mismatch:variance:memo_total', reason: 'Rounded by hand' });
  road.settle();
  expect(road.shop.mirror).toMatchObject({ open: false, exceptions: [] });
  found(road, 'memo_total');
  expect(causes(road)).toEqual([]);
});

test('kinds that this version does not know change nothing', () => {
  const road = closed();
  const mirrors = road.mirrors.length;
  found(road, 'of_a_newer_worker');
  expect(road.mirrors).toHaveLength(mirrors);
});
