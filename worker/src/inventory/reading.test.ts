import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AWAITS_POSITIONS } from '../flows/availability/labels.ts';
import { newState } from '../flows/availability/state.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import { at, BOTH, type InventoryRig, inventoryRig, lies, page, T0 } from './rehearsal/inventory-rig.ts';

const rig = inventoryRig();

test('a snapshot comes in pages, then only what changed is told: first what is gone, then what fell, then what rose', async () => {
  await rig.tells(
    page('1', [lies('A', 5), lies('B', 5)], { more: true }),
    page('2', [lies('C', 5), lies('C', 2, { node: 'EAST' })], { nodes: BOTH }),
  );
  expect(rig.cursors).toEqual([null, '1']);
  expect(await rig.published()).toEqual([
    ['A', ['MAIN 5']],
    ['B', ['MAIN 5']],
    ['C', ['EAST 2', 'MAIN 5']],
  ]);
  expect(rig.submitted[2]).toMatchObject({
    shop: 'DEMO',
    subject: 'stock/C',
    event: { sources: { erp: { upTo: at(0), stale: false } } },
  });
  expect(await rig.published()).toEqual([]);
  const later = { asOf: at(5) };
  await rig.tells(page('3', [lies('A', 9, later), lies('B', 4, later), lies('C', 0, later)], { nodes: BOTH }));
  expect(rig.cursors.at(-1)).toBe('2');
  expect((await rig.published()).map(([sku]) => sku)).toEqual(['B', 'C', 'A']);
  await rig.tells(page('4', [lies('B', 0, { asOf: at(6) }), lies('A', 9, { asOf: at(6) })], { nodes: BOTH }));
  expect(await rig.published()).toEqual([['B', ['MAIN 0']]]);
});

test('a page that comes again, after a newer one, changes nothing', async () => {
  await rig.tells(page('1', [lies('A', 5)]));
  const newer = page('2', [lies('A', 3, { asOf: at(9) })], { more: true });
  await rig.tells(newer, page('3', [lies('A', 5)], { asOf: at(9) }));
  expect(rig.ledger.positions('erp', 'A')).toMatchObject([{ onHand: '3', asOf: at(9) }]);
});

test('an old copy of the source knows of no place better than what was told later', async () => {
  await rig.tells(page('1', [lies('A', 5, { asOf: at(9) })], { nodes: BOTH }));
  await rig.tells(page('2', [], { asOf: at(20), nodes: [{ node: 'MAIN', online: false }] }));
  await rig.tells(page('2', [lies('A', 5)], { asOf: at(10), nodes: BOTH }));
  expect(rig.ledger.offline('erp')).toEqual(['MAIN']);
  expect(rig.ledger.source('erp').upTo).toBe(at(20));
});

test('a crash between reading and the engine’s commit, or after it, repeats the same news under the same id', async () => {
  await rig.tells(page('1', [lies('A', 5), lies('B', 5)]));
  rig.takes = false;
  await expect(rig.publisher.publish('erp', rig.stop.signal)).rejects.toThrow('takes nothing');
  rig.reopen();
  rig.takes = true;
  const told = rig.ledger.told.bind(rig.ledger);
  rig.ledger.told = () => {
    throw new Error('killed');
  };
  await expect(rig.publisher.publish('erp', rig.stop.signal)).rejects.toThrow('killed');
  const first = rig.submitted.map(({ id }) => id);
  rig.ledger.told = told;
  await rig.published();
  expect(rig.submitted.map(({ id }) => id)).toEqual(first);
  expect(new Set(first).size).toBe(2);
});

test('an older statement changes nothing; a complete one takes away what it leaves out, unless that is newer', async () => {
  await rig.tells(page('1', [lies('A', 5, { asOf: at(10) }), lies('B', 5), lies('C', 5, { asOf: at(30) })]));
  await rig.published();
  await rig.tells(page('2', [lies('A', 99, { asOf: at(9) })]));
  expect(await rig.published()).toEqual([]);
  // The system was restored: it doesn't know the cursor, and is read from the start.
  rig.pages = [
    new SystemFailure('validation', 'before_send', 'no such cursor'),
    page('1', [lies('A', 4, { asOf: at(20) })]),
  ];
  await rig.reader.read(rig.stop.signal);
  expect(rig.cursors.slice(-2)).toEqual(['2', null]);
  expect(await rig.published()).toEqual([
    ['B', []],
    ['A', ['MAIN 4']],
  ]);
  expect(rig.ledger.positions('erp', 'C')).toHaveLength(1);
});

test('of a place that is offline nothing is told, of one that vanished nothing is kept; the others sell on', async () => {
  await rig.tells(page('1', [lies('A', 5), lies('A', 3, { node: 'EAST' })], { nodes: BOTH }));
  await rig.published();
  await rig.tells(page('2', [], { nodes: [{ node: 'MAIN', online: false }, BOTH[1] as never] }));
  expect(await rig.published()).toEqual([['A', ['EAST 3']]]);
  await rig.standings.tell('erp', []);
  expect(rig.submitted.at(-1)).toMatchObject({
    subject: 'inventory/erp',
    event: { type: 'source', offline: ['MAIN'] },
  });
  await rig.tells(page('3', [], { nodes: BOTH }));
  expect(await rig.published()).toEqual([['A', ['EAST 3', 'MAIN 5']]]);
  await rig.tells(page('4', [], { nodes: [BOTH[0] as never] }));
  expect(await rig.published()).toEqual([['A', ['MAIN 5']]]);
});

test('a line that can not be read is a fault of its own, and the rest goes through', async () => {
  await rig.tells(page('1', [lies('A', 5), { ...lies('B', 1), onHand: 'many' }]));
  expect(rig.reader.faults).toEqual(["B at MAIN: onHand can't be read"]);
  expect(await rig.published()).toEqual([['A', ['MAIN 5']]]);
});

test('a source that is silent too long is told, and its SKUs anew as stale; and again when it speaks', async () => {
  await rig.tells(page('1', [lies('A', 1)]));
  await rig.published();
  rig.now += 61_000;
  await rig.standings.tell('erp', []);
  expect(rig.submitted.at(-1)?.event).toMatchObject({ type: 'source', staleSince: T0 });
  expect((await rig.published()).length).toBe(1);
  expect(rig.submitted[0]?.event).toMatchObject({ sources: { erp: { stale: true } } });
  await rig.tells(page('2', [], { asOf: at(62) }));
  await rig.standings.tell('erp', []);
  await rig.published();
  expect(rig.submitted[0]?.event).toMatchObject({ sources: { erp: { stale: false } } });
});

test.each<[string, (rig: InventoryRig) => void]>([
  ['of another epoch', (of) => Object.assign(of, { epoch: 2 })],
  ['that was forgotten, under the same epoch', (of) => Object.assign(of, { forgottenAt: 7 })],
])('a shop %s is told everything anew', async (_, becomes) => {
  await rig.tells(page('1', [lies('A', 5), lies('B', 0)]));
  await rig.published();
  rig.now += 200_000;
  await rig.published();
  becomes(rig);
  expect((await rig.published()).map(([sku]) => sku)).toEqual(['B', 'A']);
});

test('a ledger that was lost numbers its news anew, and no engine takes them for those it was told before', async () => {
  const ids = () => rig.submitted.map(({ id }) => id);
  await rig.tells(page('1', [lies('A', 5)]));
  await rig.published();
  const before = ids();
  rig.ledger.close();
  rmSync(join(rig.dir, 'inventory.sqlite'));
  rig.open();
  await rig.tells(page('1', [lies('A', 4, { asOf: at(9) })]));
  expect(await rig.published()).toEqual([['A', ['MAIN 4']]]);
  expect(before).not.toEqual([]);
  expect(before).not.toContain(ids()[0]);
});

test('who waits for a later word is told again as soon as the source was read later, once', async () => {
  await rig.tells(page('1', [lies('A', 5), lies('B', 5)]));
  await rig.published();
  rig.labelled.set(`DEMO ${AWAITS_POSITIONS}`, ['stock/A']);
  rig.holds('DEMO', { ...newState(), sku: 'A' });
  expect(await rig.published()).toEqual([]);
  await rig.tells(page('2', [], { asOf: at(30) }));
  expect(await rig.published()).toEqual([['A', ['MAIN 5']]]);
  expect(rig.submitted[0]?.event).toMatchObject({ sources: { erp: { upTo: at(30) } } });
  expect(await rig.published()).toEqual([]);
});

test('what one shop sells is told once', async () => {
  await rig.tells(page('1', [lies('A', 5)]));
  await rig.published();
  rig.now += 61_000;
  expect(await rig.published()).toEqual([]);
});

test('how many SKUs are not fresh counts from what their source was read up to', async () => {
  await rig.tells(page('1', [lies('A', 5), lies('B', 5, { asOf: at(100) })], { asOf: at(50) }));
  expect([rig.ledger.olderThan('erp', T0 + 40_000), rig.ledger.olderThan('erp', T0 + 60_000)]).toEqual([0, 1]);
});

const MANY = Array.from({ length: 2500 }, (_, nth) => `SKU-${nth}`);
const all = (units: number, seconds: number) => MANY.map((sku) => lies(sku, units, { asOf: at(seconds) }));
const unitsOf = (sku: string | undefined) => rig.ledger.positions('erp', sku ?? '')[0]?.onHand;

test('a large reading leaves others a turn between its portions', async () => {
  const { intake } = rig.ledger;
  const resume = intake.resume.bind(intake);
  const turnsBefore: number[] = [];
  let turns = 0;
  let others: NodeJS.Immediate | undefined;
  const other = () => {
    turns += 1;
    others = setImmediate(other);
  };
  other();
  intake.resume = (source) => {
    turnsBefore.push(turns);
    return resume(source);
  };
  await rig.tells(page('1', all(5, 0)));
  clearImmediate(others);
  expect(turnsBefore.length).toBeGreaterThan(3);
  expect(new Set(turnsBefore).size).toBe(turnsBefore.length);
});

test('a large reading that a crash cuts short goes on where it was, before anything else is read', async () => {
  await rig.tells(page('1', all(5, 0), { nodes: BOTH }));
  await rig.published();
  const { intake } = rig.ledger;
  const resume = intake.resume.bind(intake);
  let left = 2;
  intake.resume = (source) => {
    left -= 1;
    if (left < 0) throw new Error('killed');
    return resume(source);
  };
  await expect(rig.tells(page('2', all(4, 9), { nodes: [BOTH[0] as never] }))).rejects.toThrow('killed');
  expect([unitsOf(MANY[0]), unitsOf(MANY[2499]), rig.ledger.source('erp').cursor]).toEqual(['4', '5', '1']);
  rig.reopen();
  rig.now += 3_600_000;
  rig.pages = [new SystemFailure('connection', 'before_send', 'the ERP is down')];
  await expect(rig.reader.read(rig.stop.signal)).rejects.toThrow('down');
  expect([rig.ledger.source('erp').cursor, rig.ledger.source('erp').heardAt]).toEqual(['2', T0]);
  await rig.tells(page('3', [lies('SKU-7', 3, { asOf: at(20) })], { nodes: [BOTH[0] as never] }));
  expect(rig.cursors.at(-1)).toBe('2');
  expect([unitsOf(MANY[0]), unitsOf(MANY[2499]), unitsOf('SKU-7')]).toEqual(['4', '4', '3']);
  expect(new Set((await rig.published()).map(([sku]) => sku)).size).toBe(MANY.length);
});

test('a large reading that was not accepted before a crash is none, and is read again', async () => {
  await rig.tells(page('1', all(5, 0)));
  await rig.published();
  rig.ledger.intake.accept = () => {
    throw new Error('killed');
  };
  await expect(rig.tells(page('2', all(4, 9)))).rejects.toThrow('killed');
  rig.reopen();
  expect(unitsOf(MANY[0])).toBe('5');
  await rig.tells(
    page(
      '2',
      MANY.slice(0, 1200).map((sku) => lies(sku, 6, { asOf: at(12) })),
    ),
  );
  expect([rig.cursors.at(-1), unitsOf(MANY[0]), unitsOf(MANY[2499])]).toEqual(['1', '6', '5']);
});

test('the first reading of a source counts only once all of it is in', async () => {
  const { intake } = rig.ledger;
  const resume = intake.resume.bind(intake);
  const heard: (number | null)[] = [];
  intake.resume = (source) => {
    heard.push(rig.ledger.source('erp').heardAt);
    return resume(source);
  };
  await rig.tells(page('1', all(5, 0)));
  expect([heard.length > 3, ...new Set(heard)]).toEqual([true, null]);
  expect(rig.ledger.source('erp').heardAt).toBe(T0);
});
