import { expect, test } from 'vitest';
import { explain } from './explain.ts';
import { Road } from './rehearsal/road.ts';

const contextOf = (road: Road) => ({
  now: road.now,
  subject: 'order/1042',
  shop: { code: 'DEMO', goLiveAt: road.goLiveAt },
  settings: road.settings,
});

test('a state explains itself without a decision: the same words as the mirror, and what is out', () => {
  const road = new Road();
  road.look();
  const told = explain(road.state, contextOf(road));
  expect(told).toMatchObject({ number: '1042', erpNumber: null, calling: ['erp'], exceptions: [] });
  const { state, reason, waiting_for, since, external_id } = road.view;
  expect([told.state, told.reason, told.waitingFor, told.since, told.externalId]).toEqual([
    state,
    reason,
    waiting_for,
    since,
    external_id,
  ]);
});

test('an order can be found by its number where that is not its id', () => {
  const road = new Road({ number: 'A-77/26' });
  expect(road.look().labels).toContain('#A-77/26');
  expect(new Road().look().labels).toEqual([expect.stringMatching(/^DEMO-1042-/)]);
});
