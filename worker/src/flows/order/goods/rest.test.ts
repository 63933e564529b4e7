import type { FreeStock } from '@causeway/contracts';
import { expect, it } from 'vitest';
import { Road } from '../rehearsal/road.ts';
import { aParcel, aRefundedUnit, ordered } from '../rehearsal/snapshot.ts';

const FIRST = /^DEMO-1042-[0-9a-f]{4}$/;
const SECOND = /^DEMO-1042-[0-9a-f]{4}-2$/;
const at = (node: string, units: string): FreeStock => ({ sku: 'CW-001', node, units });

/** Two lanterns and a rope were released; one lantern was not found, and the warehouse closed the release. */
function short(settings: Record<string, unknown> = { shortPick: 'backorder' }, free: FreeStock[] | null = []): Road {
  const road = new Road({}, { ...settings, follows: { stock: false, returns: true } }).begin().allocate();
  road.office.free = free;
  const [release] = road.office.releases;
  Object.assign(release ?? {}, {
    status: 'shipped',
    shipments: [aParcel('P-1', { 17: '1', 18: '1' })],
    shorts: [{ lineId: '17', quantity: '1' }],
  });
  road.notice('wms');
  road.settleDown();
  return road;
}

const restocked = (road: Road, free: FreeStock[] | null) => {
  road.office.free = free;
  road.wait();
  road.settleDown();
};
/** The ERP says that it lacks the rest, and then that it has it. */
function heldAnew(road: Road): void {
  for (const allocation of ['partial', 'full'] as const) {
    road.settleDown();
    road.office.allocate(allocation);
    road.now += 61_000;
    road.notice('erp');
  }
}
/** As `settleDown`; no two live releases have one name, at any moment. */
function settle(road: Road): void {
  for (let round = 0; round < 50 && road.calls.length + road.effects.length > 0; round += 1) {
    while (road.reply() !== null) {
      const live = road.office.liveReleases().map(({ externalId }) => externalId);
      expect(live).toEqual([...new Set(live)]);
    }
    road.exchange();
  }
}
const finish = (road: Road) => {
  for (let step = 0; step < 3; step += 1) {
    road.office.work();
    road.notice('wms');
    settle(road);
  }
};
/** Until nothing is left to do. */
function weather(road: Road): void {
  for (let step = 0; step < 12 && road.last?.open !== false; step += 1) {
    settle(road);
    road.wait();
    finish(road);
  }
}
const names = ({ office }: Road) => office.releases.map(({ externalId, status }) => [externalId, status]);
const asked = ({ office }: Road) => office.releaseRequests.at(-1);

it('asks a person about units that were ordered since, which nobody looked for, and tells no customer of a backorder', () => {
  const road = new Road({}, { shortPick: 'backorder' }).begin().allocate();
  road.change(ordered(road.shop.order.items, '3')).settleDown();
  for (const release of road.office.releases) release.shorts = [];
  finish(road);
  expect([road.shop.applied.includes('note'), road.causes]).toEqual([
    false,
    ['conflict:edited', 'stock:short_shipment'],
  ]);
});

it('waits for whoever put the order on hold, and says so', () => {
  const road = short();
  road.change({ status: 'on-hold' });
  restocked(road, [at('MAIN', '1')]);
  expect(road.view).toMatchObject({ state: 'partially_shipped', waiting_for: 'a person in the shop' });
  expect([road.view.reason, road.office.releases.length]).toEqual([expect.stringContaining('on hold'), 1]);
});

it('waits for stock where it was short, then leaves as a second release, and completes the order', () => {
  const road = short();
  restocked(road, [at('MAIN', '0'), at('EAST', '9')]);
  expect(road.office.releases).toHaveLength(1);
  expect(road.view).toMatchObject({ state: 'partially_shipped', waiting_for: 'stock: the rest is on backorder' });
  restocked(road, [at('MAIN', '1')]);
  expect(asked(road)).toMatchObject({
    externalId: expect.stringMatching(SECOND),
    lines: [{ lineId: '17', quantity: '1' }],
  });
  expect(asked(road)?.node).toBe('MAIN');
  expect(road.view).toMatchObject({ state: 'partially_shipped', waiting_for: 'the rest' });
  expect(road.view.external_id).toMatch(FIRST);
  expect(road.view.timeline.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      'Stock is there: releasing the rest from MAIN, 1 × CW-001',
      'The warehouse has the release of the rest, WR-2',
    ]),
  );
  finish(road);
  expect([road.view.state, road.shop.order.status, road.causes]).toEqual(['completed', 'completed', []]);
  expect(road.shop.applied).toEqual(expect.arrayContaining(['note', 'shipment:P-1', 'shipment:WR-2-1']));
});

it('is split: another place that has all of it sends it at once', () => {
  const road = short({ shortPick: 'split' }, [at('MAIN', '5'), at('EAST', '1')]);
  expect(asked(road)).toMatchObject({ externalId: expect.stringMatching(SECOND), node: 'EAST' });
  expect(short({ shortPick: 'split' }, [at('EAST', '0')]).office.releases).toHaveLength(1);
});

it('waits for an ERP that lacks it, and asks the ERP anew before it goes', () => {
  const road = short();
  road.office.allocate('partial');
  restocked(road, [at('MAIN', '1')]);
  expect(road.office.releases).toHaveLength(1);
  road.allocate();
  expect(road.office.releases).toHaveLength(2);
});

it('leaves it to the ERP where the warehouse tells no stock: only once the ERP lacked it, and has it again', () => {
  const road = short({ shortPick: 'backorder' }, null);
  restocked(road, null);
  expect(road.office.releases).toHaveLength(1);
  heldAnew(road);
  road.settleDown();
  expect(road.office.releases).toHaveLength(2);
  expect(asked(road)?.node).toBeUndefined();
});

it.each(['unreachable', 'reply_lost', 'crashed'] as const)(
  'is made anew where the warehouse tells no stock: %s',
  (mood) => {
    const road = short({ shortPick: 'backorder' }, null);
    heldAnew(road);
    road.replyUntil('create_release');
    road.reply(mood);
    road.settleDown();
    weather(road);
    expect([road.office.liveReleases().length, road.view.state]).toEqual([2, 'completed']);
  },
);

it('waits for a further parcel of the same release where the warehouse did not say that none comes', () => {
  const road = short();
  delete road.office.releases[0]?.shorts;
  road.notice('wms');
  road.settleDown();
  restocked(road, [at('MAIN', '9')]);
  expect(road.office.releases).toHaveLength(1);
});

it('is cancelled with the order as far as it can be, and never stands for all of it', () => {
  const road = short();
  restocked(road, [at('MAIN', '1')]);
  road.change({ status: 'cancelled' }).settleDown();
  expect(names(road).map(([, status]) => status)).toEqual(['shipped', 'cancelled']);
  expect([road.causes, road.office.liveOrders().length]).toEqual([['conflict:cancel_refused:wms'], 1]);
});

it('is called back when its units are refunded, and the order is complete', () => {
  const road = short();
  restocked(road, [at('MAIN', '1')]);
  road.change({ refunds: [aRefundedUnit(77)] }).settleDown();
  expect(names(road).map(([, status]) => status)).toEqual(['shipped', 'cancelled']);
  expect([road.view.state, road.causes]).toEqual(['completed', []]);
});

it('is called back when the first release sends them after all', () => {
  const road = short();
  restocked(road, [at('MAIN', '1')]);
  const [first] = road.office.releases;
  first?.shipments.push(aParcel('P-2', { 17: '1' }));
  road.notice('wms');
  road.settleDown();
  expect(names(road).map(([, status]) => status)).toEqual(['shipped', 'cancelled']);
  expect([road.view.state, road.causes]).toEqual(['completed', []]);
});

it.each(['reply_lost', 'crashed', 'acts_late', 'unreachable'] as const)('is made once: %s', (mood) => {
  const road = short();
  road.office.free = [at('MAIN', '1')];
  road.wait();
  road.replyUntil('create_release');
  road.reply(mood);
  road.settleDown();
  weather(road);
  expect([road.office.liveReleases().length, road.view.state]).toEqual([2, 'completed']);
});

it('is found by an engine that lost its file, whether or not the checkpoint knew of it', () => {
  const road = short();
  road.office.free = [at('MAIN', '1')];
  road.wait();
  road.replyUntil('create_release');
  road.loseEngine();
  weather(road);
  expect([road.office.liveReleases().length, road.view.state]).toEqual([2, 'completed']);
});

it('waits for a person while the order is disputed', () => {
  const road = short();
  road.change(ordered(road.shop.order.items, '5')).settleDown();
  restocked(road, [at('MAIN', '9')]);
  expect([road.causes, road.office.releases.length]).toEqual([['conflict:edited'], 1]);
});
