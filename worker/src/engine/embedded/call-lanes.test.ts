import { expect, test } from 'vitest';
import { CallLanes } from './call-lanes.ts';

const road = (system: string, atOnce: number) => ({ system, atOnce, hold: null });

/** Sends what may go, as the engine does; returns whose calls went, in order. */
function sent(lanes: CallLanes, now = 0): string[] {
  const went: string[] = [];
  // Whether anything could go is asked between, and must not take anybody's turn.
  lanes.sendable(now);
  for (const [lane, share] of lanes.shares(now)) {
    lane.ready -= share;
    lane.out += share;
    for (let n = 0; n < share; n += 1) went.push(`${lane.shop} ${lane.role}`);
  }
  return went;
}

test('promise 8: place by place, a shop with one call comes second to one with 10,000', () => {
  const lanes = new CallLanes(
    32,
    () => true,
    (_, role) => road(role, 1),
  );
  lanes.reload([
    { shop: 'FLOOD', role: 'erp', n: 10_000 },
    { shop: 'SMALL', role: 'erp', n: 1 },
  ]);
  const order: string[] = [];
  for (let places = 0; places < 4; places += 1) {
    const [went = ''] = sent(lanes);
    order.push(went);
    const [shop = '', role = ''] = went.split(' ');
    lanes.lane(shop, role).out -= 1;
  }
  expect(order).toEqual(['FLOOD erp', 'SMALL erp', 'FLOOD erp', 'FLOOD erp']);
});

test('promise 8: a system that hangs for many shops leaves the places of others free', () => {
  const shops = Array.from({ length: 20 }, (_, n) => `S${n}`);
  const lanes = new CallLanes(
    8,
    () => true,
    (_, role) => road(role, 4),
  );
  lanes.reload(shops.map((shop) => ({ shop, role: 'erp', n: 100 })));
  expect(sent(lanes)).toHaveLength(4);
  for (const shop of shops) lanes.lane(shop, 'wms').ready = 10;
  expect(sent(lanes)).toEqual(['S0 wms', 'S1 wms', 'S2 wms', 'S3 wms']);
});

test('a hold without an end wakes nobody; one with an end does then', () => {
  let until: number | null = null;
  const lanes = new CallLanes(
    8,
    () => true,
    () => ({ ...road('erp', 4), hold: { until, why: 'paused', reason: 'paused' } }),
  );
  lanes.reload([{ shop: 'DEMO', role: 'erp', n: 3 }]);
  expect([sent(lanes), lanes.nextAt(0)]).toEqual([[], null]);
  until = 5000;
  expect(lanes.nextAt(0)).toBe(5000);
  expect(lanes.held(0)).toMatchObject([{ calls: 3, until: 5000, reason: 'paused' }]);
});
