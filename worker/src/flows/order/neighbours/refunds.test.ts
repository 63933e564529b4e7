import { OrderRefunded } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { Road } from '../rehearsal/road.ts';
import { aRefund } from '../rehearsal/snapshot.ts';

const RETURN = 'return/r77';
const told = (road: Road) => road.told.filter(({ subject }) => subject === RETURN);
const word = (road: Road) => OrderRefunded.parse(told(road).at(-1)?.body).word ?? '';
const kept = (road: Road, of: string) => road.tell(RETURN, { about: 'refund_kept', return: RETURN, word: of });

const completed = () => new Road({}, { follows: { stock: false, returns: true } }).begin().allocate().work(3);

test('a refund of a completed order opens it again until the shop keeps its return, so that a new engine tells it', () => {
  const road = completed();
  expect(road.view).toMatchObject({ state: 'completed', open: false });
  road.change({ refunds: [aRefund(77, '11.90')] }).settleDown();
  expect([told(road).length, road.view.open]).toEqual([1, true]);
  road.loseEngine();
  road.settleDown(1);
  expect([told(road).length, road.view.open]).toEqual([2, true]);
  kept(road, word(road));
  road.settleDown();
  expect([road.view.open, road.last?.open]).toEqual([false, false]);
});

test('that it was deleted again opens it once more; what the shop kept before counts no more', () => {
  const road = completed();
  road.change({ refunds: [aRefund(77, '11.90')] }).settleDown();
  const before = word(road);
  kept(road, before);
  road.settleDown();
  expect(road.view.open).toBe(false);
  road.change({ refunds: [] }).settleDown();
  kept(road, before);
  road.settleDown();
  expect([OrderRefunded.parse(told(road).at(-1)?.body).gone, road.view.open]).toEqual([true, true]);
  kept(road, word(road));
  road.settleDown();
  expect(road.view.open).toBe(false);
});
