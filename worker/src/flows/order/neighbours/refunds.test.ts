import { OrderRefunded } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { follower } from '../rehearsal/follower.ts';
import { Road } from '../rehearsal/road.ts';
import { aRefund } from '../rehearsal/snapshot.ts';

const RETURN = 'return/r77';
const refund = { ...aRefund(77, '11.90'), lines: [{ item_id: 18, quantity: '1', total: '10.00', total_tax: '1.90' }] };
const told = (road: Road) => OrderRefunded.parse(road.toldTo(RETURN).at(-1));
const word = (road: Road) => told(road).word ?? '';
const kept = (road: Road, of: string) => {
  road.tell(RETURN, { about: 'refund_kept', return: RETURN, word: of });
  road.settleDown();
};

const completed = () => new Road({}, { follows: { stock: false, returns: true } }).begin().allocate().work(3);

test('a return is told of a refund that somebody made in the shop, and nobody is asked about it', () => {
  const road = follower()
    .begin()
    .change({ refunds: [refund] })
    .settleDown();
  expect(told(road)).toMatchObject({ erpNumber: 'SO-1', gone: false, currency: 'EUR' });
  expect(told(road).refund.lines).toMatchObject([{ item_id: 18, sku: 'CW-002', quantity: '1' }]);
  expect([road.causes, road.toldTo(RETURN).length]).toEqual([[], 1]);
});

test('it is told that the refund was deleted again, also by a new engine', () => {
  const road = follower()
    .begin()
    .change({ refunds: [refund] })
    .settleDown();
  road.shop.change({ refunds: [] });
  road.loseEngine();
  road.settleDown(1);
  expect(told(road)).toMatchObject({ gone: true, refund: { id: 77 } });
});

test('it is told of a refund that the order ended before the ERP took it, and that it was taken up again', () => {
  const road = follower();
  road.change({ refunds: [refund], payment_method: 'klarna' }).settleDown();
  expect(told(road)).toMatchObject({ erpNumber: null, ended: false });
  road.change({ status: 'cancelled' }).settleDown();
  expect([road.view.state, told(road).ended, told(road).erpNumber]).toEqual(['cancelled', true, null]);
  road.change({ status: 'processing', payment_method: 'cod' }).settleDown();
  expect(told(road)).toMatchObject({ erpNumber: 'SO-1', ended: false });
});

test('an order whose refunds nobody follows asks a person', () => {
  const road = follower({ stock: false, returns: false })
    .begin()
    .change({ refunds: [refund] })
    .settleDown();
  expect([road.causes, road.told]).toEqual([['conflict:refund'], []]);
});

test('a refund of a completed order opens it again until the shop keeps its return, so that a new engine tells it', () => {
  const road = completed();
  expect(road.view).toMatchObject({ state: 'completed', open: false });
  road.change({ refunds: [refund] }).settleDown();
  expect([road.toldTo(RETURN).length, road.view.open]).toEqual([1, true]);
  road.loseEngine();
  road.settleDown(1);
  expect([road.toldTo(RETURN).length, road.view.open]).toEqual([2, true]);
  kept(road, word(road));
  expect([road.view.open, road.last?.open]).toEqual([false, false]);
});

test('that it was deleted again opens it once more; what the shop kept before counts no more', () => {
  const road = completed();
  road.change({ refunds: [refund] }).settleDown();
  const before = word(road);
  kept(road, before);
  expect(road.view.open).toBe(false);
  road.change({ refunds: [] }).settleDown();
  kept(road, before);
  expect([told(road).gone, road.view.open]).toEqual([true, true]);
  kept(road, word(road));
  expect(road.view.open).toBe(false);
});
