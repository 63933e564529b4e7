import { MIRROR_BYTES_MAX, Mirror } from '@causeway/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scaled } from '../../policy/rounding/money.ts';
import type { Mood } from './rehearsal/office.ts';
import { Road } from './rehearsal/road.ts';
import { ORDER, type Till } from './rehearsal/shop.ts';

type Act = readonly [what: string, how: string];

const MOODS: readonly Mood[] = [
  'honest',
  'honest',
  'lost',
  'late',
  'unreachable',
  'limited',
  'refuses',
  'claims_duplicate',
];
const TILLS: readonly Till[] = ['pays', 'pays', 'dies', 'dies_before', 'refuses', 'busy'];
const act = (what: string, hows: readonly string[] = ['']) => fc.constantFrom(...hows).map((how): Act => [what, how]);

/** Systems in every mood, notices and looks doubled and late, clocks running, engines lost, people deciding. */
const weather = fc.oneof(
  { weight: 8, arbitrary: act('reply', MOODS) },
  { weight: 4, arbitrary: act('exchange', TILLS) },
  { weight: 4, arbitrary: act('wait') },
  { weight: 2, arbitrary: act('notice', ['erp', 'wms']) },
  { weight: 1, arbitrary: act('look') },
  { weight: 3, arbitrary: act('inspect', ['1', '2', '3']) },
  { weight: 1, arbitrary: act('ask', ['withdrawn', 'requested']) },
  { weight: 1, arbitrary: act('lose engine') },
  { weight: 2, arbitrary: act('command', ['approve', 'reject', 'retry']) },
);

const ACTS: Readonly<Record<string, (road: Road, how: string) => void>> = {
  reply: (road, how) => road.reply(how as Mood),
  exchange: (road, how) => road.exchange(how as Till),
  wait: (road) => road.wait(),
  notice: (road, role) => road.decide({ type: 'notice', role }),
  look: (road) => road.look(),
  // What was looked at once is not looked at again.
  inspect: (road, how) => {
    if (isExpected(road)) road.office.inspect({ restock: Number(how) });
  },
  ask: (road, how) => {
    road.shop.ask({ status: how as 'withdrawn' });
    road.look();
  },
  'lose engine': (road) => road.loseEngine(),
  command: (road, how) => road.command(how as 'retry'),
};

const isExpected = (road: Road): boolean => road.office.receipts.some(({ status }) => status === 'expected');

function check(road: Road): void {
  // One refund, whatever happens, and never above what was paid.
  expect(road.shop.refunds.length).toBeLessThanOrEqual(1);
  for (const { amount } of road.shop.refunds) expect(scaled(amount) <= scaled(ORDER.total)).toBe(true);
  expect(road.office.live().rmas).toBeLessThanOrEqual(1);
  expect(road.office.live().receipts).toBeLessThanOrEqual(1);
  expect(road.office.live().memos).toBeLessThanOrEqual(1);
  expect(new Set(road.keys).size).toBe(road.keys.length);
  // No money moves before the goods were inspected.
  if (road.shop.refunds.length > 0)
    expect(road.office.receipts.some(({ status }) => status === 'inspected')).toBe(true);
  for (const mirror of road.mirrors.splice(0)) {
    expect(Mirror.safeParse(mirror).error).toBeUndefined();
    expect(mirror.reason).not.toBe('');
    expect(Buffer.byteLength(JSON.stringify(mirror))).toBeLessThanOrEqual(MIRROR_BYTES_MAX);
  }
}

/** Good weather, and people who settle whatever they are shown. */
function calm(road: Road): void {
  for (let round = 0; round < 60 && road.shop.mirror?.open !== false; round += 1) {
    road.settle();
    if (isExpected(road)) road.office.inspect({ restock: 2 });
    const [cause] = road.causes;
    if (cause === undefined) road.wait();
    else if (cause === 'validation:refund_approval') road.command('approve', { cause });
    else if (/^(connection|timeout|unknown_outcome:(erp|wms)|duplicate|validation:(erp|wms|refund_failed))/.test(cause))
      road.command('retry', { cause });
    else road.command('resolve', { cause, reason: 'Looked at' });
    check(road);
  }
}

test('one RMA, one announcement, one refund, one credit memo: through lost, doubled and late events and unknown outcomes', () => {
  fc.assert(
    fc.property(fc.array(weather, { maxLength: 60 }), fc.boolean(), (acts, reportReceipts) => {
      const road = new Road({ approveUpTo: '60', reportReceipts });
      road.shop.ask();
      road.look();
      for (const [what, how] of acts) {
        ACTS[what]?.(road, how);
        check(road);
      }
      calm(road);
      expect(road.shop.mirror).toMatchObject({ open: false, exceptions: [] });
      // What was paid is booked, and nothing else is.
      const booked = road.office.live().memos;
      const inspected = road.office.receipts.some(({ status }) => status === 'inspected');
      if (road.shop.mirror?.state === 'closed') {
        expect(road.office.reported).toHaveLength(reportReceipts && inspected ? 1 : 0);
        expect(booked).toBe(road.state.refund === null ? 0 : 1);
        if (road.shop.refunds.length > 0 && road.state.rejected === null) expect(road.state.refund).not.toBeNull();
      }
    }),
    { numRuns: 150 },
  );
});
