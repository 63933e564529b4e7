import { expect, test } from 'vitest';
import type { Mood } from './rehearsal/back-office.ts';
import { Road } from './rehearsal/road.ts';

/** An order that comes while the ERP is away, until its attempts end. */
function sentInto(mood: Mood, changes: object): Road {
  const road = new Road(changes);
  road.look();
  for (let round = 0; round < 200 && !road.state.erp.stopped; round += 1) {
    if (road.reply(mood) === null) road.wait();
  }
  return road;
}

test('an outage has one cause, whatever the orders are that it stops', () => {
  const one = sentInto('unreachable', {});
  const other = sentInto('unreachable', { number: 'B-77', payment_method: 'cod', customer_note: 'Ring twice' });
  expect(one.view.exceptions.map(({ cause }) => cause)).toEqual(['connection:erp']);
  expect(other.view.exceptions.map(({ cause }) => cause)).toEqual(['connection:erp']);
});

test('the exception leaves the order by itself once an attempt succeeds', () => {
  const road = sentInto('unreachable', {});
  expect(road.causes).toEqual(['connection:erp']);
  road.command('retry', { seen: null });
  road.settleDown();
  expect(road.view).toMatchObject({ state: 'accepted', exceptions: [] });
});
