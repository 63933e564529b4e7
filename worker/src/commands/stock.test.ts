import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LoadedConfiguration } from '../config/load.ts';
import { answerWith } from '../control/asks/ask.ts';
import { stockAsks } from '../control/asks/stock.ts';
import { SOCKET } from '../control/protocol.ts';
import { ControlServer } from '../control/server.ts';
import { AvailabilitySettings } from '../flows/availability/settings.ts';
import { newState, type StockState } from '../flows/availability/state.ts';
import { placesOf } from '../inventory/answer.ts';
import { Ledger } from '../inventory/ledger/ledger.ts';
import type { StockShop } from '../inventory/shops.ts';
import { Standings } from '../inventory/standings.ts';
import { stockSubject } from '../policy/stock-subject.ts';
import { stock } from './stock.ts';

const NOW = Date.parse('2026-11-21T10:01:00Z');
const asOf = '2026-11-21T10:00:00.000Z';
const settings = AvailabilitySettings.parse({
  nodes: { MAIN: { role: 'erp' }, EAST: { role: 'erp' } },
  safetyStock: '1',
});
const shop: StockShop = { code: 'DEMO', erp: 'books', wms: 'barn', settings, isPaired: () => true };
const position = { sku: 'CW 1', onHand: '7', allocated: '2', inTransit: null, damaged: '1', quarantined: '0', asOf };

let dir: string;
let ledger: Ledger;
let server: ControlServer;
let lines: string[];
let state: StockState;
let placesAt: (subject: string) => ReturnType<typeof placesOf>;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'causeway-stock-'));
  lines = [];
  ledger = new Ledger(join(dir, 'inventory.sqlite'));
  const nodes = ['MAIN', 'EAST', 'WEST'];
  ledger.intake.take(
    'books',
    {
      ...{ complete: true, begunAt: asOf, upTo: asOf, cursor: '1', heardAt: NOW },
      nodes: nodes.map((node) => ({ node, online: node !== 'EAST' })),
    },
    [{ sku: position.sku, told: nodes.map((node) => ({ ...position, node })) }],
  );
  const place = { position: { ...position, node: 'MAIN' }, asOf: Date.parse(asOf), fault: null };
  const need = { incarnation: 1, rev: 3, units: '2', allocated: null, released: null, shipped: null };
  const memory = { ...newState().memory, orders: { 'order/7': { ...need, finalAt: null, settled: '0' } } };
  const told = { version: 4, base: '1', counted: '2' };
  state = { ...newState(), sku: 'CW 1', known: true, places: { MAIN: place }, memory, shop: told };
  const engine = {
    line: () => ({ epoch: 1, recovering: false, shopId: null, incarnation: 1 }),
    peek: ({ subject }: { subject: string }) =>
      subject.startsWith('stock/_') ? { flow: '', version: 1, state } : null,
    submit: async () => undefined,
  };
  placesAt = (subject) => placesOf({ ledger, standings, shops: [shop] }, engine, 'DEMO', subject);
  const standings = new Standings({ ledger, engine, shops: [shop], now: () => NOW });
  const asks = stockAsks({ ledger, standings, shops: [shop] } as never, engine, () => NOW);
  server = new ControlServer(answerWith(asks as never), (error) => lines.push(String(error)));
  await server.listen(join(dir, SOCKET));
});
afterEach(async () => {
  await server.close();
  ledger.close();
  rmSync(dir, { recursive: true });
});

const configuration = () => ({ stateDirectory: dir, shops: [{ code: 'DEMO' }] }) as unknown as LoadedConfiguration;
const run = (...words: string[]) => {
  const out = (line: string) => void lines.push(line);
  return stock(configuration(), {
    words,
    json: false,
    options: {},
    file: '',
    environment: {},
    terminal: { out, err: out },
  });
};

test('of a SKU: what may be sold, what was told, what lies where and counts, who has taken some', async () => {
  expect(await run('CW 1')).toBe(0);
  expect(lines).toEqual([
    'CW 1 in shop DEMO: 1 to sell, as of 2026-11-21T10:00:00.000Z',
    'The shop was told: version 4, base 1, counted 2',
    `  EAST: 7 on hand, 2 allocated, 1 damaged; as of ${asOf} (left out: offline)`,
    `  MAIN: 7 on hand, 2 allocated, 1 damaged; as of ${asOf}`,
    `  WEST: 7 on hand, 2 allocated, 1 damaged; as of ${asOf} (left out: not this shop)`,
    '  order/7: 2 taken in the shop, not yet allocated',
    'Source books (erp): heard 2026-11-21T10:01:00.000Z; offline: EAST',
  ]);
});

test('why the shop does not follow it: what it answered, a place that can’t be right, what is held', async () => {
  const fault = 'onHand is -3, below nothing';
  const places = { MAIN: { position: null, asOf: Date.parse(asOf), fault } };
  const refusal = { kind: 'shared', detail: 'CW 2', at: NOW } as const;
  Object.assign(state, { refusal, places, out: [{ version: 5, base: '1', counted: '0' }] });
  ledger.hold('books', { id: 'h', since: NOW, falls: 12, zeros: 9, before: '90', after: '8', largest: [] }, [], NOW);
  await run('CW 1');
  expect(lines.map((line) => line.trim())).toEqual(
    expect.arrayContaining([
      'What the erp told last is held: 12 SKUs fell at once.',
      'The shop takes no stock of it (shared). CW 2',
      "1 telling(s) wait for the shop's answer.",
      `MAIN counts as empty: ${fault}.`,
    ]),
  );
});

test('the panel is told of a stock what lies where, and of nothing else', () => {
  expect(placesAt(stockSubject('CW 1'))?.map(({ node, onHand, counts }) => [node, onHand, counts])).toEqual([
    ['EAST', '7', 'offline'],
    ['MAIN', '7', 'yes'],
    ['WEST', '7', 'not this shop'],
  ]);
  expect([placesAt('order/7'), placesAt('stock/UNKNOWN')]).toEqual([undefined, undefined]);
});

test('held: each source, with what of it waits and its largest falls; then the exit status is 1', async () => {
  expect(await run('held')).toBe(0);
  const largest = [{ sku: 'CW 1', before: '7', after: '0' }];
  ledger.hold('books', { id: 'h', since: NOW, falls: 12, zeros: 9, before: '90', after: '8', largest }, [], NOW);
  lines = [];
  expect(await run('held', 'demo')).toBe(1);
  expect(lines.join('\n')).toContain('12 SKUs fell, 9 to nothing; 90 units before, 8 after');
  expect(lines).toContain('    CW 1: 7 -> 0');
});

test('nobody knows the SKU, the shop, or what is asked', async () => {
  await expect(run('NOPE')).rejects.toThrow('No source has spoken of "NOPE"');
  await expect(run('OTHER', 'CW 1')).rejects.toThrow('which shop?');
  await expect(run()).rejects.toThrow('causeway stock');
});
