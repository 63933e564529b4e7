import { GATES_MAX, Gate } from '@causeway/contracts';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { explain } from '../explain.ts';
import { type Act, perform } from '../rehearsal/acts.ts';
import { Road } from '../rehearsal/road.ts';

const MOODS = ['honest', 'unreachable', 'reply_lost', 'acts_late', 'crashed', 'rate_limited', 'signed_out'];
const STATUSES = ['pending', 'on-hold', 'processing', 'cancelled', 'completed', 'refunded', 'trash', 'in-production'];

const act = (what: string, hows: readonly string[] = ['']) => fc.constantFrom(...hows).map((how): Act => [what, how]);

const weather = fc.oneof(
  { weight: 8, arbitrary: act('reply', [...MOODS, 'honest', 'honest', 'claims_duplicate']) },
  { weight: 3, arbitrary: act('wait') },
  { weight: 3, arbitrary: act('exchange', ['willing', 'failing', 'busy']) },
  { weight: 2, arbitrary: act('notice', ['erp', 'wms']) },
  { weight: 2, arbitrary: act('allocate', ['none', 'partial', 'full']) },
  { weight: 2, arbitrary: act('work', ['', 'two parcels']) },
  { weight: 1, arbitrary: fc.oneof(act('lose engine'), act('restart'), act('back up'), act('restore shop')) },
);

const people = fc.oneof(act('status', STATUSES), act('refund'), act('note'), act('retry'), act('look'));

const told = (road: Road) => {
  const shop = { code: 'DEMO', goLiveAt: road.goLiveAt };
  return explain(road.state, { now: road.now, subject: 'order/1042', shop, settings: road.settings });
};

/** Where an order waits for a person, in these states by a gate that is held. */
const HELD = ['held', 'needs_attention', 'on_hold'];

function check(road: Road): void {
  const { gates, state, exceptions, calling } = told(road);
  for (const gate of gates) expect(Gate.safeParse(gate).error).toBeUndefined();
  expect(gates.length).toBeLessThanOrEqual(GATES_MAX);
  expect(new Set(gates.map(({ name }) => name)).size).toBe(gates.length);
  for (const { until, at } of gates) {
    if (until !== null) expect(until).toBeGreaterThan(road.now);
    if (at !== null) expect(at).toBeLessThanOrEqual(road.now);
  }
  const open = gates.filter(({ status }) => status === 'waiting' || status === 'held');
  // An order with something left to do or to decide stands before a gate, and says what it is about.
  const over = road.state.final !== null || state === 'before_go_live';
  const done = over && exceptions.length === 0 && calling.length === 0;
  expect([state, open.length > 0]).toEqual([state, !done]);
  for (const { detail } of open) expect(detail).not.toBe('');
  if (HELD.includes(state))
    expect([state, open.map(({ status }) => status)]).toEqual([state, expect.arrayContaining(['held'])]);
  if (state === 'recovering') expect(open.map(({ status }) => status)).toContain('waiting');
  // After the first gate ahead there are only gates ahead or skipped: nothing is passed that was not asked.
  const ahead = gates.findIndex(({ status }) => status === 'ahead');
  const rest = ahead === -1 ? [] : gates.slice(ahead);
  for (const { name, status } of rest)
    expect([name, status]).toEqual([name, expect.stringMatching(/^(ahead|skipped)$/)]);
  if (done) expect(rest).toEqual([]);
  if (state === 'completed') expect(gates.at(-2)).toMatchObject({ name: 'told', status: 'passed' });
  // The panel is told the same.
  for (const effect of road.last?.effects ?? []) {
    if (effect.kind === 'mirror') expect(effect.body.gates.map(essence)).toEqual(gates.map(essence));
  }
}

const essence = ({ name, status, at }: Gate) => [name, status, at];

/** Systems answer and the warehouse works; `rounds` says how far that brings the order. */
function calm(road: Road, rounds: number): void {
  for (let round = 0; round < rounds; round += 1) {
    road.reply();
    road.exchange();
    if (round % 3 === 0) road.office.allocate('full');
    if (round % 3 === 1) road.office.work();
    if (road.calls.length === 0) road.wait();
    check(road);
  }
}

vi.setConfig({ testTimeout: 600_000 });

test('promise 7: in every reachable state the gates tell one story', () => {
  const storm = fc.array(fc.oneof({ weight: 8, arbitrary: weather }, { weight: 1, arbitrary: people }), {
    maxLength: 25,
  });
  const late = fc.array(fc.oneof(weather, people), { maxLength: 12 });
  fc.assert(
    fc.property(
      fc.constantFrom('processing', 'processing', 'pending', 'on-hold'),
      storm,
      fc.nat(60),
      late,
      (status, first, rounds, then) => {
        const road = new Road({ status }, { attemptsMax: 3 });
        road.look();
        check(road);
        for (const act of first) {
          perform(road, act);
          check(road);
        }
        calm(road, rounds);
        for (const act of then) {
          perform(road, act);
          check(road);
        }
      },
    ),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 30) },
  );
});
