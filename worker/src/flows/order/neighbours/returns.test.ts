import { OrderForReturn } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { follower } from '../rehearsal/follower.ts';
import { aRefund } from '../rehearsal/snapshot.ts';

test('of a refund that a return of the order made, no other return is told', () => {
  const road = follower().begin();
  road.tell('return/12', { about: 'return_refunded', return: 'return/12', refunds: [77] });
  road.change({ refunds: [aRefund(77), aRefund(78)] }).settleDown();
  expect([road.toldTo('return/r77').length, road.toldTo('return/r78').length]).toEqual([0, 1]);
  road.tell('return/13', { about: 'return_refunded', return: 'return/13', refunds: [78] });
  road.settleDown();
  expect(road.toldTo('return/r78').at(-1)).toMatchObject({ gone: true });
  expect(road.causes).toEqual([]);
});

test('a return is told what ERP and warehouse call the order, when it asks and whenever that changes', () => {
  const road = follower().begin();
  const told = () => OrderForReturn.parse(road.toldTo('return/w-1').at(-1));
  road.tell('return/w-1', { about: 'return_asks', return: 'return/w-1' });
  road.settleDown();
  expect(told()).toMatchObject({ erpNumber: 'SO-1' });
  road.allocate().work(3);
  expect(told().goods?.items).toMatchObject([
    { id: 17, quantity: '2', refunded_quantity: '0' },
    { id: 18 },
    { id: 19 },
  ]);
});
