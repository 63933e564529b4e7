import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InventoryPage, InventoryPosition, Json } from '@causeway/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineEvent } from '../engine/engine.ts';
import { COUNTS_OTHERS } from '../flows/availability/labels.ts';
import { NO_MEMORY } from '../flows/availability/needs.ts';
import { AvailabilitySettings } from '../flows/availability/settings.ts';
import { newState } from '../flows/availability/state.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import { Ledger } from './ledger/ledger.ts';
import { Publisher } from './publisher.ts';
import { SourceReader } from './reader.ts';
import type { StockShop } from './shops.ts';
import { Standings } from './standings.ts';

const T0 = Date.parse('2026-11-21T10:00:00Z');
const settings = AvailabilitySettings.parse({
  nodes: { MAIN: { role: 'erp' }, EAST: { role: 'erp' } },
  guard: { skusMin: 3 },
  staleSeconds: 60,
  riskUnits: '2',
});
const shop: StockShop = { code: 'DEMO', erp: 'erp', wms: 'wms', settings, isPaired: () => true };
const live = new AbortController().signal;

let dir: string;
let now: number;
let ledger: Ledger;
let pages: (InventoryPage | SystemFailure)[];
let cursors: (string | null)[];
let submitted: EngineEvent[];
let states: Map<string, unknown>;
let takes: boolean;
let epoch: number;
let waiting: string[];
let reader: SourceReader;
let publisher: Publisher;
let standings: Standings;

/** A worker's part of it, on the ledger's file as it is. */
function open(shops: readonly StockShop[] = [shop]) {
  ledger = new Ledger(join(dir, 'inventory.sqlite'));
  const engine = {
    id: 'engine-1',
    line: () => ({ epoch, recovering: false, shopId: null, incarnation: 1 }),
    peek: ({ subject }: { subject: string }) => (states.get(subject) ?? null) as never,
    labelled: () => waiting,
    submit: async (events: readonly EngineEvent[]) => {
      if (!takes) throw new Error('the engine takes nothing');
      submitted.push(...events);
    },
  };
  const shared = { ledger, engine, shops, now: () => now };
  standings = new Standings(shared);
  publisher = new Publisher({ ...shared, isStale: (each, role) => standings.staleSince(each, each[role]) !== null });
  const read = async (cursor: string | null): Promise<Json> => {
    cursors.push(cursor);
    const page = pages.shift();
    if (page === undefined || page instanceof SystemFailure) throw page ?? new Error('nothing more to read');
    return page as unknown as Json;
  };
  const log = { warn: () => undefined } as never;
  reader = new SourceReader({ source: 'erp', read, ledger, guards: [settings.guard], now: () => now, log });
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'inventory-'));
  now = T0;
  [pages, cursors, submitted, states, takes, epoch, waiting] = [[], [], [], new Map(), true, 1, []];
  open();
});
afterEach(() => {
  ledger.close();
  rmSync(dir, { recursive: true });
});

const at = (seconds: number) => new Date(T0 + seconds * 1000).toISOString();
const lies = (sku: string, onHand: number, more: Partial<InventoryPosition> = {}): InventoryPosition => ({
  ...{ sku, node: 'MAIN', onHand: String(onHand), allocated: '0', inTransit: null, damaged: null, quarantined: null },
  asOf: at(0),
  ...more,
});
const page = (cursor: string, positions: InventoryPosition[], more: Partial<InventoryPage> = {}): InventoryPage => ({
  ...{ positions, cursor, more: false, asOf: positions[0]?.asOf ?? at(0), nodes: [] },
  ...more,
});
async function tells(...told: InventoryPage[]): Promise<void> {
  pages = told;
  await reader.read(live);
}
/** What the shop is told now: the SKUs in their order, with what lies where. */
async function published(): Promise<[string, string[]][]> {
  submitted = [];
  await publisher.publish('erp', live);
  return submitted.map(({ event }) => {
    if (event.type !== 'positions') throw new Error(event.type);
    return [event.sku, event.positions.map(({ node, onHand }) => `${node} ${onHand}`)];
  });
}
const BOTH = [
  { node: 'MAIN', online: true },
  { node: 'EAST', online: true },
];

test('a snapshot comes in pages, then only what changed is told: first what is gone, then what fell, then what rose', async () => {
  await tells(
    page('1', [lies('A', 5), lies('B', 5)], { more: true }),
    page('2', [lies('C', 5), lies('C', 2, { node: 'EAST' })], { nodes: BOTH }),
  );
  expect(cursors).toEqual([null, '1']);
  expect(await published()).toEqual([
    ['A', ['MAIN 5']],
    ['B', ['MAIN 5']],
    ['C', ['EAST 2', 'MAIN 5']],
  ]);
  expect(submitted[2]).toMatchObject({
    shop: 'DEMO',
    subject: 'stock/C',
    event: { sources: { erp: { upTo: at(0), stale: false } } },
  });
  expect(await published()).toEqual([]);
  const later = { asOf: at(5) };
  await tells(page('3', [lies('A', 9, later), lies('B', 4, later), lies('C', 0, later)], { nodes: BOTH }));
  expect(cursors.at(-1)).toBe('2');
  expect((await published()).map(([sku]) => sku)).toEqual(['B', 'C', 'A']);
  await tells(page('4', [lies('B', 0, { asOf: at(6) }), lies('A', 9, { asOf: at(6) })], { nodes: BOTH }));
  expect(await published()).toEqual([['B', ['MAIN 0']]]);
});

test('a page that comes again, after a newer one, changes nothing', async () => {
  await tells(page('1', [lies('A', 5)]));
  const newer = page('2', [lies('A', 3, { asOf: at(9) })], { more: true });
  await tells(newer, page('3', [lies('A', 5)], { asOf: at(9) }));
  expect(ledger.positions('erp', 'A')).toMatchObject([{ onHand: '3', asOf: at(9) }]);
});

test('an old copy of the source knows of no place better than what was told later', async () => {
  await tells(page('1', [lies('A', 5, { asOf: at(9) })], { nodes: BOTH }));
  await tells(page('2', [], { asOf: at(20), nodes: [{ node: 'MAIN', online: false }] }));
  await tells(page('2', [lies('A', 5)], { asOf: at(10), nodes: BOTH }));
  expect(ledger.offline('erp')).toEqual(['MAIN']);
  expect(ledger.source('erp').upTo).toBe(at(20));
});

test('who waits for a later word is told again as soon as the source was read later, once', async () => {
  await tells(page('1', [lies('A', 5), lies('B', 5)]));
  await published();
  waiting = ['stock/A'];
  states.set('stock/A', { state: { sku: 'A' } });
  expect(await published()).toEqual([]);
  await tells(page('2', [], { asOf: at(30) }));
  expect(await published()).toEqual([['A', ['MAIN 5']]]);
  expect(submitted[0]?.event).toMatchObject({ sources: { erp: { upTo: at(30) } } });
  expect(await published()).toEqual([]);
});

test('what one shop sells is told once', async () => {
  await tells(page('1', [lies('A', 5)]));
  await published();
  now += 61_000;
  expect(await published()).toEqual([]);
});

test('what several shops sell is told once more a minute later, with what the source was read up to by then', async () => {
  // The second one is not paired yet: it may be at any time.
  ledger.close();
  open([shop, { ...shop, code: 'OUTLET', isPaired: () => false }]);
  await tells(page('1', [lies('A', 5)]));
  await published();
  await tells(page('2', [], { asOf: at(30) }));
  expect(await published()).toEqual([]);
  now += 61_000;
  expect(await published()).toEqual([['A', ['MAIN 5']]]);
  expect(submitted[0]?.event).toMatchObject({ sources: { erp: { upTo: at(30) } } });
  now += 61_000;
  expect(await published()).toEqual([]);
});

test('a crash between reading and the engine’s commit, or after it, repeats the same news under the same id', async () => {
  await tells(page('1', [lies('A', 5), lies('B', 5)]));
  takes = false;
  await expect(publisher.publish('erp', live)).rejects.toThrow('takes nothing');
  ledger.close();
  open();
  takes = true;
  const told = ledger.told.bind(ledger);
  ledger.told = () => {
    throw new Error('killed');
  };
  await expect(publisher.publish('erp', live)).rejects.toThrow('killed');
  const first = submitted.map(({ id }) => id);
  ledger.told = told;
  await published();
  expect(submitted.map(({ id }) => id)).toEqual(first);
  expect(new Set(first).size).toBe(2);
});

test('an older statement changes nothing; a complete one takes away what it leaves out, unless that is newer', async () => {
  await tells(page('1', [lies('A', 5, { asOf: at(10) }), lies('B', 5), lies('C', 5, { asOf: at(30) })]));
  await published();
  await tells(page('2', [lies('A', 99, { asOf: at(9) })]));
  expect(await published()).toEqual([]);
  // The system was restored: it doesn't know the cursor, and is read from the start.
  pages = [
    new SystemFailure('validation', 'before_send', 'no such cursor'),
    page('1', [lies('A', 4, { asOf: at(20) })]),
  ];
  await reader.read(live);
  expect(cursors.slice(-2)).toEqual(['2', null]);
  expect(await published()).toEqual([
    ['B', []],
    ['A', ['MAIN 4']],
  ]);
  expect(ledger.positions('erp', 'C')).toHaveLength(1);
});

test('of a place that is offline nothing is told, of one that vanished nothing is kept; the others sell on', async () => {
  await tells(page('1', [lies('A', 5), lies('A', 3, { node: 'EAST' })], { nodes: BOTH }));
  await published();
  await tells(page('2', [], { nodes: [{ node: 'MAIN', online: false }, BOTH[1] as never] }));
  expect(await published()).toEqual([['A', ['EAST 3']]]);
  await standings.tell('erp', []);
  expect(submitted.at(-1)).toMatchObject({ subject: 'inventory/erp', event: { type: 'source', offline: ['MAIN'] } });
  await tells(page('3', [], { nodes: BOTH }));
  expect(await published()).toEqual([['A', ['EAST 3', 'MAIN 5']]]);
  await tells(page('4', [], { nodes: [BOTH[0] as never] }));
  expect(await published()).toEqual([['A', ['MAIN 5']]]);
});

test('a line that can not be read is a fault of its own, and the rest goes through', async () => {
  await tells(page('1', [lies('A', 5), { ...lies('B', 1), onHand: 'many' }]));
  expect(reader.faults).toEqual(["B at MAIN: onHand can't be read"]);
  expect(await published()).toEqual([['A', ['MAIN 5']]]);
});

const four = (units: number, seconds: number) =>
  ['A', 'B', 'C', 'D'].map((sku) => lies(sku, units, { asOf: at(seconds) }));
const say = (approve: boolean) =>
  states.set('inventory/erp', { state: { verdict: { held: ledger.source('erp').held?.id, approve } } });

test('a mass drop is held whole: nothing of it is told, nothing is forgotten, the alert is told once', async () => {
  await tells(page('1', four(10, 0)));
  await published();
  await tells(page('2', [...four(0, 5), lies('E', 7, { asOf: at(5) })]));
  expect(await published()).toEqual([]);
  expect(ledger.source('erp')).toMatchObject({ cursor: '1', held: { falls: 4, zeros: 4, before: '40', after: '7' } });
  await standings.tell('erp', []);
  expect(submitted.map(({ event }) => event.type)).toEqual(['source']);
  const { id } = ledger.source('erp').held ?? {};
  ledger.close();
  open();
  await tells(page('3', four(0, 8)));
  expect([ledger.source('erp').held?.id, cursors.at(-1)]).toEqual([id, '1']);
});

test('approved it is told, what is gone first', async () => {
  await tells(page('1', four(10, 0)));
  await published();
  await tells(page('2', four(0, 5)));
  expect(standings.heed('erp')).toBe(false);
  say(true);
  expect(standings.heed('erp')).toBe(true);
  await tells(page('2', [...four(0, 5), lies('E', 7, { asOf: at(5) })]));
  expect((await published()).map(([sku]) => sku)).toEqual(['A', 'B', 'C', 'D', 'E']);
  expect(ledger.source('erp')).toMatchObject({ held: null, cursor: '2' });
  // The yes was for that telling.
  await tells(page('3', four(10, 6)));
  await tells(page('4', four(0, 7)));
  expect(ledger.source('erp').held).not.toBeNull();
});

test('a yes is over with the next reading, also where that no more says what was approved', async () => {
  await tells(page('1', four(10, 0)));
  await tells(page('2', four(0, 5)));
  say(true);
  standings.heed('erp');
  await tells(page('2', four(10, 6)));
  await tells(page('3', four(0, 7)));
  expect(ledger.source('erp').held).not.toBeNull();
});

test('rejected the old stock stays, until the source says something else of those SKUs', async () => {
  await tells(page('1', four(10, 0)));
  await published();
  await tells(page('2', four(0, 5)));
  say(false);
  expect(standings.heed('erp')).toBe(true);
  await tells(page('2', [...four(0, 5), lies('E', 7, { asOf: at(5) })]));
  expect(await published()).toEqual([['E', ['MAIN 7']]]);
  expect(ledger.source('erp')).toMatchObject({ held: null, cursor: '2' });
  await tells(page('3', [lies('A', 9, { asOf: at(9) }), lies('B', 0, { asOf: at(9) })]));
  expect(await published()).toEqual([['A', ['MAIN 9']]]);
});

test('a no is about what the person saw: what the source says by then is shown anew', async () => {
  await tells(page('1', four(10, 0)));
  await published();
  await tells(page('2', four(0, 5)));
  const seen = ledger.source('erp').held;
  await tells(page('2', four(1, 6)));
  expect(ledger.source('erp').held?.id).toBe(seen?.id);
  say(false);
  expect(standings.heed('erp')).toBe(true);
  await tells(page('2', four(1, 6)));
  const { held } = ledger.source('erp');
  expect([held === null, held?.id === seen?.id, standings.heed('erp')]).toEqual([false, false, false]);
  expect(held?.largest[0]).toMatchObject({ before: '10', after: '1' });
});

test('what was rejected is known as of its old positions only, until the source says it otherwise', async () => {
  const upTo = async () => {
    ledger.tellAgain('erp', ['A']);
    await published();
    const { event } = submitted[0] ?? {};
    return event?.type === 'positions' ? event.sources?.erp?.upTo : undefined;
  };
  await tells(page('1', four(10, 0)));
  await published();
  await tells(page('2', four(0, 5)));
  say(false);
  standings.heed('erp');
  await tells(page('2', four(0, 5)));
  expect(await upTo()).toBeNull();
  await tells(page('3', [], { asOf: at(8) }));
  expect(await upTo()).toBeNull();
  await tells(page('4', four(10, 9)));
  expect(await upTo()).toBe(at(9));
});

test('a newer telling that is in order takes the place of the held one', async () => {
  await tells(page('1', four(10, 0)));
  await published();
  await tells(page('2', four(0, 5)));
  await tells(page('3', four(9, 6)));
  expect((await published()).map(([sku]) => sku)).toEqual(['A', 'B', 'C', 'D']);
  expect(ledger.source('erp').held).toBeNull();
});

test('a source that is silent too long is told, and its SKUs anew as stale; and again when it speaks', async () => {
  await tells(page('1', [lies('A', 1)]));
  await published();
  now += 61_000;
  await standings.tell('erp', []);
  expect(submitted.at(-1)?.event).toMatchObject({ type: 'source', staleSince: T0 });
  expect((await published()).length).toBe(1);
  expect(submitted[0]?.event).toMatchObject({ sources: { erp: { stale: true } } });
  await tells(page('2', [], { asOf: at(62) }));
  await standings.tell('erp', []);
  await published();
  expect(submitted[0]?.event).toMatchObject({ sources: { erp: { stale: false } } });
});

test('a shop of another epoch, or with other settings, is told everything anew', async () => {
  await tells(page('1', [lies('A', 5), lies('B', 0)]));
  await published();
  now += 200_000;
  await published();
  epoch = 2;
  expect((await published()).map(([sku]) => sku)).toEqual(['B', 'A']);
});

test('a ledger that was lost numbers its news anew, and no engine takes them for those it was told before', async () => {
  const ids = () => submitted.map(({ id }) => id);
  await tells(page('1', [lies('A', 5)]));
  await published();
  const before = ids();
  ledger.close();
  rmSync(join(dir, 'inventory.sqlite'));
  open();
  await tells(page('1', [lies('A', 4, { asOf: at(9) })]));
  expect(await published()).toEqual([['A', ['MAIN 4']]]);
  expect(before).not.toEqual([]);
  expect(before).not.toContain(ids()[0]);
});

test('of two shops on one source each is told what the other took and no place holds back yet', async () => {
  const outlet: StockShop = { ...shop, code: 'OUTLET' };
  const need = { incarnation: 1, rev: 1, units: '3', allocated: null, released: null, shipped: null, finalAt: null };
  const memory = { ...NO_MEMORY, orders: { 'order/9': { ...need, settled: '0' } } };
  const place = { position: lies('A', 5), asOf: T0, fault: null };
  const taken = { state: { ...newState(), sku: 'A', known: true, places: { MAIN: place }, memory } };
  const peek = (ref: { shop: string; subject: string }) =>
    ref.shop === 'OUTLET' && ref.subject === 'stock/A' ? (taken as never) : null;
  const line = () => ({ epoch, recovering: false, shopId: null, incarnation: 1 });
  const submit = async (events: readonly EngineEvent[]) => void submitted.push(...events);
  const engine = { id: 'engine-1', line, peek, submit, labelled: () => [] };
  await tells(page('1', [lies('A', 5)]));
  await new Publisher({ engine, ledger, shops: [shop, outlet], isStale: () => false, now: () => now }).publish(
    'erp',
    live,
  );
  expect(submitted.map(({ shop: code, event }) => [code, event.type === 'positions' && event.others])).toEqual([
    ['DEMO', '3'],
    ['OUTLET', '0'],
  ]);
});

test('units of another shop that it gave up are taken off no longer than until the next reading', async () => {
  const outlet: StockShop = { ...shop, code: 'OUTLET' };
  const need = { incarnation: 1, rev: 1, units: '3', allocated: null, released: null, shipped: null, finalAt: null };
  const stocks = new Map([
    ['OUTLET', { ...newState(), sku: 'A', memory: { ...NO_MEMORY, orders: { 'order/9': { ...need, settled: '0' } } } }],
    ['DEMO', { ...newState(), sku: 'A', others: '3' }],
  ]);
  const engine = {
    id: 'engine-1',
    line: () => ({ epoch, recovering: false, shopId: null, incarnation: 1 }),
    peek: (ref: { shop: string }) => ({ state: stocks.get(ref.shop) }) as never,
    labelled: (code: string, label: string) => (code === 'DEMO' && label === COUNTS_OTHERS ? ['stock/A'] : []),
    submit: async (events: readonly EngineEvent[]) => void submitted.push(...events),
  };
  const both = new Publisher({ engine, ledger, shops: [shop, outlet], isStale: () => false, now: () => now });
  const toldDemo = async () => {
    submitted = [];
    await both.publish('erp', live);
    return submitted.flatMap(({ shop: code, event }) =>
      code === 'DEMO' && event.type === 'positions' ? [event.others] : [],
    );
  };
  await tells(page('1', [lies('A', 5)]));
  expect(await toldDemo()).toEqual(['3']);
  now += 60_000;
  await toldDemo();
  await tells(page('2', [], { asOf: at(60) }));
  expect(await toldDemo()).toEqual([]);
  stocks.set('OUTLET', { ...newState(), sku: 'A' });
  expect(await toldDemo()).toEqual([]);
  await tells(page('3', [], { asOf: at(120) }));
  expect(await toldDemo()).toEqual(['0']);
});

test('a shop is told nothing before all its sources were heard, then all of it', async () => {
  const both: StockShop = {
    ...shop,
    settings: {
      ...settings,
      nodes: { MAIN: settings.nodes.MAIN as never, HALL: { ...settings.nodes.MAIN, role: 'wms' } as never },
    },
  };
  const line = () => ({ epoch, recovering: false, shopId: null, incarnation: 1 });
  const submit = async (events: readonly EngineEvent[]) => void submitted.push(...events);
  const engine = { id: 'engine-1', line, peek: () => null, submit, labelled: () => [] };
  const two = new Publisher({ engine, ledger, shops: [both], isStale: () => false, now: () => now });
  await tells(page('1', [lies('A', 30)]));
  await two.publish('erp', live);
  expect(submitted).toEqual([]);
  const hall = async () => page('1', [lies('A', 10, { node: 'HALL' })]) as unknown as Json;
  const log = { warn: () => undefined } as never;
  await new SourceReader({ source: 'wms', read: hall, ledger, guards: [settings.guard], now: () => now, log }).read(
    live,
  );
  await two.publish('wms', live);
  expect(
    submitted.map(({ event }) => event.type === 'positions' && event.positions.map(({ onHand }) => onHand)),
  ).toEqual([['30', '10']]);
});

test('how many SKUs are not fresh counts from what their source was read up to', async () => {
  await tells(page('1', [lies('A', 5), lies('B', 5, { asOf: at(100) })], { asOf: at(50) }));
  expect([ledger.olderThan('erp', T0 + 40_000), ledger.olderThan('erp', T0 + 60_000)]).toEqual([0, 1]);
});
