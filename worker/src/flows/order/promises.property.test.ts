import { MIRROR_BYTES_MAX, Mirror } from '@causeway/contracts';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { type Act, perform } from './rehearsal/acts.ts';
import type { Mood } from './rehearsal/back-office.ts';
import { Road } from './rehearsal/road.ts';

const MOODS: readonly Mood[] = [
  'honest',
  'honest',
  'unreachable',
  'reply_lost',
  'acts_late',
  'crashed',
  'rate_limited',
  'signed_out',
  'claims_duplicate',
];
const STATUSES = ['pending', 'on-hold', 'processing', 'cancelled', 'completed', 'refunded', 'trash'];

const act = (what: string, hows: readonly string[] = ['']) => fc.constantFrom(...hows).map((how): Act => [what, how]);

/** Systems in every mood, notices doubled, looks replayed, clocks running. */
const weather = fc.oneof(
  { weight: 8, arbitrary: act('reply', MOODS) },
  { weight: 3, arbitrary: act('wait') },
  { weight: 3, arbitrary: act('exchange', ['willing', 'failing', 'busy']) },
  { weight: 2, arbitrary: act('notice', ['erp', 'wms']) },
  { weight: 1, arbitrary: act('look') },
  { weight: 2, arbitrary: act('allocate', ['none', 'partial', 'full']) },
  { weight: 2, arbitrary: act('work', ['', 'two parcels']) },
  { weight: 1, arbitrary: act('restart') },
);

const crash = act('lose engine');
const restores = fc.oneof(act('back up'), act('restore shop'));

/** What people do meanwhile. */
const people = fc.oneof(act('status', STATUSES), act('refund'), act('note'), act('retry'), act('skip'));

function check(road: Road): void {
  // Promise 2: nothing is done twice.
  expect(road.office.liveOrders().length).toBeLessThanOrEqual(1);
  expect(road.office.liveReleases().length).toBeLessThanOrEqual(1);
  // An engine that lost its file may say a thing again; one that did not, never.
  if (road.epoch === 1 && !road.restored) expect(road.shop.repeated).toEqual([]);
  expect(new Set(road.keys).size).toBe(road.keys.length);
  // What a person left out is sent nothing more.
  if (road.state.final === 'skipped') expect(road.last?.calls).toEqual([]);
  // Promise 4: a release leaves only for an order that the ERP holds and has allocated in full.
  for (const call of road.last?.calls ?? []) {
    if (call.operation !== 'create_release') continue;
    expect(road.state).toMatchObject({ accepted: true, erp: { doc: { allocation: 'full' } } });
    expect(road.office.orders.some(({ number }) => number === road.state.erp.doc?.number)).toBe(true);
  }
  // Promise 7: one state and one reason, always, in bounds.
  for (const mirror of road.mirrors.splice(0)) {
    expect(Mirror.safeParse(mirror).error).toBeUndefined();
    expect(mirror.reason).not.toBe('');
    expect(Buffer.byteLength(JSON.stringify(mirror))).toBeLessThanOrEqual(MIRROR_BYTES_MAX);
    if (mirror.open) expect(mirror.waiting_for).not.toBe('');
  }
}

/** The storm is over: systems answer, the warehouse works, and someone presses Retry where a person is asked. */
function calm(road: Road): void {
  for (let round = 0; round < 60; round += 1) {
    road.settleDown();
    check(road);
    if (road.last?.open === false) return;
    road.office.allocate('full');
    if (road.state.shown.state === 'needs_attention') road.command('retry', { seen: null });
    road.settleDown();
    road.office.work();
    road.wait();
  }
}

function run(road: Road, acts: readonly Act[]): void {
  road.look();
  check(road);
  for (const act of acts) {
    perform(road, act);
    check(road);
  }
  calm(road);
}

vi.setConfig({ testTimeout: 600_000 });

const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 30) };

test('promises 2, 3 and 4: in any weather one order becomes one ERP order and one release, and arrives', () => {
  fc.assert(
    fc.property(fc.array(weather, { maxLength: 60 }), (acts) => {
      const road = new Road();
      run(road, acts);
      expect(road.view.state).toBe('completed');
      expect(road.office.liveOrders().length).toBe(1);
      expect(road.office.liveReleases().length).toBe(1);
      const parcels = road.office
        .liveReleases()
        .flatMap(({ shipments }) => shipments.map(({ id }) => `shipment:${id}`));
      expect(road.shop.applied.filter((name) => name.startsWith('shipment:')).sort()).toEqual(parcels.sort());
      const decided = road.mirrors.flatMap(({ audit = [] }) => audit.map((entry) => JSON.stringify(entry)));
      expect(decided.filter((entry) => !road.shop.audited.has(entry))).toEqual([]);
      const actions = [...road.shop.audited.values()].map(({ action }) => action);
      expect(actions.filter((action) => action === 'order_completed').length).toBe(1);
    }),
    runs,
  );
});

test('promise 2: an engine that lost its file goes on from the shop without doing anything twice', () => {
  const stormy = fc.oneof({ weight: 12, arbitrary: weather }, { weight: 1, arbitrary: crash });
  fc.assert(
    fc.property(fc.array(stormy, { maxLength: 60 }), (acts) => {
      const road = new Road();
      run(road, acts);
      expect(road.view.state).toBe('completed');
      expect(road.office.liveOrders().length).toBe(1);
    }),
    runs,
  );
});

test('promise 2: a shop restored from backups, at any moment, gets each order once and is told all of it', () => {
  const life = fc.oneof(
    { weight: 10, arbitrary: weather },
    { weight: 2, arbitrary: restores },
    { weight: 1, arbitrary: crash },
  );
  fc.assert(
    fc.property(fc.array(life, { maxLength: 60 }), (acts) => {
      const road = new Road();
      run(road, acts);
      expect([road.view.state, road.shop.order.status]).toEqual(['completed', 'completed']);
      expect(road.office.liveOrders().length).toBe(1);
      expect(road.shop.applied).toContain(`erp_number:${road.office.liveOrders()[0]?.number}`);
      expect(road.office.liveReleases().length).toBe(1);
      const parcels = road.office
        .liveReleases()
        .flatMap(({ shipments }) => shipments.map(({ id }) => `shipment:${id}`));
      expect(road.shop.applied.filter((name) => name.startsWith('shipment:')).sort()).toEqual(parcels.sort());
    }),
    runs,
  );
});

test('promises 2 and 7: whatever people do meanwhile, an order ends as they wanted or asks for one of them', () => {
  const life = fc.oneof(
    { weight: 8, arbitrary: weather },
    { weight: 2, arbitrary: people },
    { weight: 1, arbitrary: crash },
    { weight: 1, arbitrary: restores },
  );
  fc.assert(
    fc.property(fc.array(life, { maxLength: 60 }), (acts) => {
      const road = new Road();
      run(road, acts);
      const { state, exceptions } = road.view;
      const { status } = road.shop.order;
      if (state === 'cancelled') expect(road.office.liveOrders().length + road.office.liveReleases().length).toBe(0);
      // An admin's cancel is never turned into completed.
      if (['cancelled', 'trash', 'refunded'].includes(status))
        expect([state, exceptions.length > 0]).not.toEqual(['completed', false]);
      if (state === 'completed' || state === 'cancelled' || state === 'skipped' || exceptions.length > 0) return;
      expect(['waiting_for_payment', 'on_hold', 'shipped']).toContain(state);
    }),
    runs,
  );
});

/** Where the parcels of an order go, as the warehouse has it. */
function destination({ office }: Road): string | undefined {
  const [release] = office.liveReleases();
  const request = office.releaseRequests[office.releases.findIndex(({ id }) => id === release?.id)];
  return (release && office.amended.get(release.id)?.shipTo?.city) ?? request?.shipTo.city;
}

test('edits and refunds at any moment: what leaves is what the shop wants, where it wants it, or a person is asked', () => {
  const life = fc.oneof(
    { weight: 6, arbitrary: weather },
    { weight: 3, arbitrary: act('reply', ['honest', 'reply_lost', 'crashed', 'acts_late']) },
    { weight: 4, arbitrary: fc.oneof(act('move'), act('note'), act('refund a unit')) },
    { weight: 1, arbitrary: crash },
  );
  fc.assert(
    fc.property(fc.boolean(), fc.array(life, { maxLength: 40 }), (released, acts) => {
      const road = new Road({}, { follows: { stock: true, returns: true } });
      road.look();
      road.settleDown();
      if (released) road.allocate();
      run(road, acts);
      const { state, exceptions } = road.view;
      if (exceptions.length > 0) return;
      expect(state).toBe('completed');
      expect(destination(road)).toBe(road.shop.order.shipping.city);
      expect([...new Set(road.told.map(({ subject }) => subject))].sort()).toEqual(
        road.shop.order.refunds.map(({ id }) => `return/r${id}`).sort(),
      );
    }),
    runs,
  );
});

/** What leaves as something else the ERP has taken, once, and never for more units than were ordered. */
function checkSubstitutes({ office }: Road): void {
  const taken = office.orders[0]?.substitutions ?? [];
  expect(new Set(taken.map(({ lineId }) => lineId)).size).toBe(taken.length);
  for (const [index, { lines }] of office.releaseRequests.entries()) {
    if (office.releases[index]?.status === 'cancelled') continue;
    for (const { lineId, sku } of lines.filter((line) => !['CW-001', 'CW-002'].includes(line.sku)))
      expect(taken).toContainEqual(expect.objectContaining({ lineId, sku }));
  }
}

/** No line leaves more often than it was ordered, and no unit is asked of two releases that may both send it. */
function checkReleases(road: Road): void {
  const { office, shop } = road;
  const asked = new Map<string, number>();
  for (const [index, release] of office.releases.entries()) {
    if (release.status === 'cancelled') continue;
    const over = release.status === 'shipped';
    const lines = over ? release.shipments.flatMap(({ lines }) => lines) : (office.releaseRequests[index]?.lines ?? []);
    for (const { lineId, quantity } of lines) asked.set(lineId, (asked.get(lineId) ?? 0) + Number(quantity));
  }
  for (const { id, quantity } of shop.order.items)
    expect(asked.get(String(id)) ?? 0).toBeLessThanOrEqual(Number(quantity));
  const ids = office.liveReleases().map(({ externalId }) => externalId);
  expect(new Set(ids).size).toBe(ids.length);
  checkSubstitutes(road);
}

test('promises 2 and 4 of what was not found: it leaves with a later release, once, or is refunded, in any order of events', () => {
  const life = fc.oneof(
    { weight: 6, arbitrary: weather },
    { weight: 3, arbitrary: act('work') },
    { weight: 3, arbitrary: act('lack', ['17', '18']) },
    { weight: 2, arbitrary: act('restock', ['0', '1', '9']) },
    { weight: 2, arbitrary: act('restock others', ['0', '9']) },
    { weight: 1, arbitrary: act('refund a unit') },
    { weight: 1, arbitrary: crash },
  );
  fc.assert(
    fc.property(
      fc.constantFrom('backorder', 'split', 'substitute'),
      fc.array(life, { maxLength: 60 }),
      (shortPick, acts) => {
        const road = new Road(
          {},
          { shortPick, substitutes: { 'CW-001': ['CW-009'] }, follows: { stock: true, returns: true } },
        );
        road.office.restock(['CW-001', 'CW-002', 'CW-009'], '0');
        road.look();
        road.settleDown();
        road.allocate();
        for (const first of [
          ['work', ''],
          ['work', ''],
          ['lack', '17'],
        ] as const)
          perform(road, first);
        for (const act of acts) {
          perform(road, act);
          checkReleases(road);
          for (const call of road.last?.calls ?? []) {
            if (call.operation === 'create_release')
              expect(road.state).toMatchObject({ accepted: true, erp: { doc: { allocation: 'full' } } });
          }
        }
        road.office.lacksOf = null;
        road.office.restock(['CW-001', 'CW-002', 'CW-009'], '9');
        for (let round = 0; round < 60 && road.last?.open !== false; round += 1) {
          road.settleDown();
          checkReleases(road);
          road.office.allocate('full');
          if (road.state.shown.state === 'needs_attention') road.command('retry', { seen: null });
          road.settleDown();
          road.office.work();
          road.wait();
        }
        const { state, exceptions } = road.view;
        if (exceptions.length > 0 || state === 'cancelled') return;
        expect(state).toBe('completed');
        const shown = road.shop.applied.filter((name) => name.startsWith('shipment:'));
        const parcels = road.office
          .liveReleases()
          .flatMap(({ shipments }) => shipments.map(({ id }) => `shipment:${id}`));
        expect([...new Set(shown)].sort()).toEqual(parcels.sort());
      },
    ),
    runs,
  );
});

test('promise 9: replays of old looks change nothing', () => {
  fc.assert(
    fc.property(fc.array(weather, { maxLength: 30 }), fc.nat(), (acts, pick) => {
      const road = new Road();
      const seen = [road.shop.look()];
      road.look();
      for (const act of acts) {
        perform(road, act);
        seen.push(road.shop.look());
        // An answer may be on its way: take the newest first.
        road.look();
      }
      road.settleDown();
      const before = road.state;
      const decision = road.look(seen[pick % seen.length]);
      expect(decision.effects).toEqual([]);
      expect(decision.calls).toEqual([]);
      expect(road.state).toEqual(before);
    }),
    runs,
  );
});
