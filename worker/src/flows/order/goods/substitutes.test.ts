import type { FreeStock } from '@causeway/contracts';
import { expect, it } from 'vitest';
import { Road } from '../rehearsal/road.ts';
import { aRefundedUnit } from '../rehearsal/snapshot.ts';

const RULE = { shortPick: 'substitute', substitutes: { 'CW-001': ['CW-009', 'CW-010'] }, reportShipments: true };
const at = (sku: string, units: string, node = 'MAIN'): FreeStock => ({ sku, node, units });
const RELEASE = expect.stringMatching(/^DEMO-1042-[0-9a-f]{4}-2$/);

/** One of two lanterns was not found; `free` is what lies in the warehouse then. */
function short(free: FreeStock[], settings: object = RULE, meta: Record<string, string> = {}, unbending = false): Road {
  const road = new Road({ meta }, { ...settings, follows: { stock: false, returns: true } }).begin();
  if (unbending) road.office.unbending.add('SO-1');
  road.office.free = free;
  road.allocate();
  road.office.lacksOf = '17';
  return road.work(3);
}
const lines = ({ office }: Road) => office.releaseRequests.at(-1)?.lines;
const notes = ({ shop }: Road) => shop.applied.filter((name) => name === 'note');

it('leaves as the first substitute that is there, once the ERP has taken it, and the order is complete', () => {
  const road = short([at('CW-009', '0'), at('CW-010', '4')]);
  expect(road.office.orders[0]?.substitutions).toMatchObject([{ lineId: '17', sku: 'CW-010', quantity: '1' }]);
  expect(road.office.releaseRequests.at(-1)?.externalId).toEqual(RELEASE);
  expect(lines(road)).toEqual([{ lineId: '17', sku: 'CW-010', quantity: '1' }]);
  expect(road.view.stages.find(({ name }) => name === 'shipped')?.detail).toContain('CW-001 (as CW-010)');
  expect(notes(road)).toHaveLength(1);
  road.work(3);
  expect([road.view.state, road.causes]).toEqual(['completed', []]);
  expect(road.office.reported.get('WR-1-1')?.lines[0]).toEqual({ lineId: '17', quantity: '1' });
  expect(road.office.reported.get('WR-2-1')?.lines).toEqual([{ lineId: '17', quantity: '1', sku: 'CW-010' }]);
  expect(road.shop.order.totals.total).toBe('60.69');
});

it('comes after what was ordered, wherever that lies', () => {
  const road = short([at('CW-009', '4'), at('CW-001', '1', 'EAST')]);
  expect([road.office.orders[0]?.substitutions, lines(road)?.[0]?.sku]).toEqual([undefined, 'CW-001']);
  expect(road.office.releaseRequests.at(-1)?.node).toBe('EAST');
});

it('waits for stock, and tells the customer so, where neither is there', () => {
  const road = short([at('CW-009', '0')]);
  expect([road.office.releases.length, notes(road).length]).toEqual([1, 1]);
  expect(road.view.waiting_for).toBe('stock: the rest is on backorder');
});

it('is sent only to a customer who accepts it, where the shop asks that', () => {
  const asking = { ...RULE, substitutesMetaKey: '_substitutes' };
  const free = [at('CW-009', '4')];
  expect(short(free, asking).office.releases).toHaveLength(1);
  expect(short(free, asking, { _substitutes: 'no' }).office.releases).toHaveLength(1);
  expect(short(free, asking, { _substitutes: 'yes' }).office.releases).toHaveLength(2);
});

it('that the ERP refuses is a person’s, who may refund it or have it tried again', () => {
  const road = short([at('CW-009', '4')], RULE, {}, true);
  expect([road.causes, road.office.releases.length]).toEqual([['conflict:substitute'], 1]);
  road.office.unbending.clear();
  road.command('retry', { cause: 'conflict:substitute', seen: null });
  road.settleDown();
  expect([road.causes, lines(road)?.[0]?.sku]).toEqual([[], 'CW-009']);
});

it('that the ERP refuses is nobody’s any more once its units are refunded, or what was ordered is there again', () => {
  const refused = () => short([at('CW-009', '4')], RULE, {}, true);
  const refunded = refused();
  refunded.change({ refunds: [aRefundedUnit(77)] }).settleDown();
  expect([refunded.view.state, refunded.causes]).toEqual(['completed', []]);

  const there = refused();
  there.office.free = [at('CW-001', '1')];
  for (let step = 0; step < 4; step += 1) {
    there.wait();
    there.settleDown();
  }
  expect([there.causes, lines(there)?.[0]?.sku]).toEqual([[], 'CW-001']);
});

it('stays the substitute once the ERP took it, through a lost reply and a lost engine', () => {
  const road = short([]);
  road.office.free = [at('CW-009', '4')];
  road.wait();
  road.replyUntil('substitute_line');
  road.reply('reply_lost');
  road.office.free = [at('CW-001', '9')];
  road.loseEngine();
  for (let step = 0; step < 6; step += 1) {
    road.settleDown();
    road.wait();
  }
  expect(road.office.releases).toHaveLength(1);
  road.office.free = [at('CW-009', '1')];
  for (let step = 0; step < 6 && road.office.releases.length < 2; step += 1) {
    road.wait();
    road.settleDown();
  }
  expect([lines(road)?.[0]?.sku, road.office.orders[0]?.substitutions?.length]).toEqual(['CW-009', 1]);
});

it('is refunded before it leaves as the ordered line is', () => {
  const road = short([at('CW-009', '4')]);
  road.change({ refunds: [aRefundedUnit(77)] }).settleDown();
  expect([road.office.liveReleases().length, road.view.state]).toEqual([1, 'completed']);
});
