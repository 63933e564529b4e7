import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Adapter } from '../systems/adapter.ts';
import { sandboxErp } from '../systems/erp/sandbox/adapter.ts';
import { sandboxWms } from '../systems/wms/sandbox/adapter.ts';
import { ConfigurationMistakes, loadConfiguration, secretReader } from './load.ts';
import { readParts } from './parts.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const erp = {
  adapter: 'sandbox-erp',
  url: 'https://erp.example',
  clientId: 'c',
  clientSecretFile: 's',
  webhookSecretFile: 'w',
};
const wms = { adapter: 'sandbox-wms', url: 'https://wms.example', apiKeyFile: 'k', webhookSecretFile: 'w' };
const orders = { mapping: { paymentMethods: {}, shippingMethods: {}, taxCodes: {} } };
const shop = { code: 'DEMO', url: 'https://shop.example', erp: 'erp', wms: 'wms', orders };
const good = { stateDirectory: 'state', systems: { erp, wms }, shops: [shop] };

function load(configuration: unknown): ReturnType<typeof loadConfiguration> {
  const file = join(folder, 'causeway.json');
  writeFileSync(file, typeof configuration === 'string' ? configuration : JSON.stringify(configuration));
  return loadConfiguration(file);
}

function mistakes(configuration: unknown): readonly string[] {
  try {
    return load(configuration).mistakes;
  } catch (error) {
    if (error instanceof ConfigurationMistakes) return error.mistakes;
    throw error;
  }
}

test('defaults are filled in and paths begin at the file', () => {
  const loaded = load(good);
  expect(loaded.intake).toEqual({ host: '127.0.0.1', port: 8787, doorbellUrl: null });
  expect(loaded.shops[0]?.orders.attemptsMax).toBe(8);
  expect(loaded.stateDirectory).toBe(join(folder, 'state'));
});

test('one message per mistake, each with the path of its option', () => {
  const found = mistakes({
    ...good,
    stateDirectry: 'x',
    systems: { erp: { ...erp, timeoutSeconds: 400 }, wms },
    shops: [
      { ...shop, code: 'demo!' },
      { ...shop, url: 'ftp://x' },
    ],
  });
  expect(found).toHaveLength(4);
  for (const path of ['(the whole file)', 'systems.erp.timeoutSeconds', 'shops.0.code', 'shops.1.url']) {
    expect(found.filter((mistake) => mistake.startsWith(`${path}: `))).toHaveLength(1);
  }
});

test('a shop must name systems of the right kind, and shop codes differ', () => {
  const found = mistakes({
    ...good,
    shops: [
      { ...shop, erp: 'wms' },
      { ...shop, wms: 'none' },
    ],
  });
  expect(found).toEqual([
    'shops.0.code: "DEMO" is the code of shops.1 too',
    'shops.0.erp: "wms" is a sandbox-wms, not a erp',
    'shops.1.code: "DEMO" is the code of shops.0 too',
    'shops.1.url: is the address of shops.0 already',
    'shops.1.wms: no system "none" is configured (configured: erp, wms)',
  ]);
});

test('returns can only be followed with systems whose adapters take goods back, and told of to an ERP that can be', () => {
  const { returns: _, reportsReturns: __, ...without } = sandboxErp;
  const saying = (adapter: Adapter, returns: object) =>
    readParts(good.systems, [{ ...shop, returns }], [adapter, sandboxWms]).mistakes;
  const told = { mode: 'automatic', reportReceipts: true };
  expect(saying(sandboxErp, told)).toEqual([]);
  expect(saying(without, { mode: 'off' })).toEqual([]);
  expect(saying(without, { mode: 'export' })).toEqual([
    'shops.0.returns.mode: "erp" is a sandbox-erp, whose adapter knows no returns: "off" is the only mode',
  ]);
  expect(saying({ ...without, returns: true }, told)).toEqual([
    'shops.0.returns.reportReceipts: "erp" is a sandbox-erp, whose adapter can\'t be told what came back: leave it off',
  ]);
});

test('parcels can only be reported to an ERP whose adapter can be told of them', () => {
  const tryton = { adapter: 'tryton-erp', url: 'https://erp.example', database: 'd', userKeyFile: 'k' };
  const reporting = { ...shop, orders: { ...shop.orders, reportShipments: true } };
  const saying = (systems: object) =>
    mistakes({ ...good, systems, shops: [reporting] }).filter((one) => one.includes('reportShipments'));
  expect(saying(good.systems)).toEqual([]);
  expect(saying({ erp: tryton, wms })).toEqual([
    'shops.0.orders.reportShipments: "erp" is a tryton-erp, whose adapter can\'t be told of parcels: leave it off',
  ]);
});

test('a short pick can only be split where the warehouse tells what lies where', () => {
  const tryton = { adapter: 'tryton-wms', url: 'https://wms.example', database: 'd', userKeyFile: 'k' };
  const saying = (shortPick: string, own: object) =>
    mistakes({
      ...good,
      systems: { ...good.systems, wms: own },
      shops: [{ ...shop, orders: { ...shop.orders, shortPick } }],
    }).filter((one) => one.includes('shortPick'));
  expect([saying('split', wms), saying('backorder', tryton)]).toEqual([[], []]);
  expect(saying('split', tryton)).toEqual([
    'shops.0.orders.shortPick: "wms" is a tryton-wms, whose adapter can\'t tell what lies where: "backorder" is as near as it gets',
  ]);
});

test('substitutes need an ERP that takes them, a row, and no circle', () => {
  const tryton = { adapter: 'tryton-erp', url: 'https://erp.example', database: 'd', userKeyFile: 'k' };
  const saying = (substitutes: object, own = good.systems) => {
    const orders = { ...shop.orders, shortPick: 'substitute', substitutes };
    return mistakes({ ...good, systems: own, shops: [{ ...shop, orders }] }).filter((one) => one.includes('.orders.'));
  };
  expect(saying({ A: ['B', 'C'], B: ['C'] })).toEqual([]);
  expect(saying({ A: ['B'] }, { ...good.systems, erp: tryton as never })).toEqual([
    'shops.0.orders.shortPick: "erp" is a tryton-erp, whose adapter takes no substitutes: "backorder" is as near as it gets',
  ]);
  expect(saying({ A: ['B'], B: ['C'], C: ['A'] })).toEqual([
    'shops.0.orders.substitutes: A → B → C → A is a circle: take one of these rows out',
  ]);
  expect(saying({ A: ['A'] })).toEqual(['shops.0.orders.substitutes: A → A is a circle: take one of these rows out']);
  expect(saying({})).toEqual(['shops.0.orders.substitutes: shortPick "substitute" needs at least one row here']);
});

test('all mistakes are said at once: of the file, of its parts, and of what they say of each other', () => {
  const found = mistakes({
    ...good,
    intake: { port: 'x' },
    systems: { erp: { ...erp, url: 'ftp://x' }, wms, 'A B': wms },
    shops: [{ ...shop, code: 'x', wms: 'erp' }],
  });
  expect(found.map((mistake) => mistake.split(': ')[0])).toEqual([
    'intake.port',
    'systems.erp.url',
    'systems.A B',
    'shops.0.code',
    'shops.0.wms',
  ]);
});

const second = { ...shop, code: 'ALT', url: 'https://alt.example' };
const outOf = (configuration: unknown) => load(configuration).leftOut.map(({ shop: name }) => name);
const inOrder = (configuration: unknown) => load(configuration).shops.map(({ code }) => code);

test.each([
  ['a wrong address', { shops: [shop, { ...second, url: 'http://alt.example' }] }],
  ['an unknown system', { shops: [shop, { ...second, erp: 'none' }] }],
  ['an unknown option', { shops: [shop, { ...second, colour: 'red' }] }],
  [
    'a system that has a mistake',
    { systems: { erp, wms, w2: { ...wms, url: '' } }, shops: [shop, { ...second, wms: 'w2' }] },
  ],
  ['a mapping of a wrong shape', { shops: [shop, { ...second, orders: { mapping: [] } }] }],
])('%s leaves out its own shop and no other', (_, broken) => {
  expect(inOrder({ ...good, ...broken })).toEqual(['DEMO']);
  expect(outOf({ ...good, ...broken })).toEqual(['ALT']);
});

test('of two shops with one code neither is served: nobody knows whose orders those would be', () => {
  const three = { ...good, shops: [shop, { ...second, code: 'DEMO' }, { ...second, url: 'https://third.example' }] };
  expect(inOrder(three)).toEqual(['ALT']);
  expect(load(three).leftOut).toEqual([
    {
      shop: 'DEMO',
      urls: ['https://shop.example', 'https://alt.example'],
      mistakes: ['shops.0.code: "DEMO" is the code of shops.1 too', 'shops.1.code: "DEMO" is the code of shops.0 too'],
    },
  ]);
});

test('of two shops at one address the later is left out, however it is spelled', () => {
  expect(inOrder({ ...good, shops: [shop, { ...second, url: 'https://SHOP.example/' }] })).toEqual(['DEMO']);
});

test('a shop without a readable code goes by its place in the file', () => {
  expect(outOf({ ...good, shops: [shop, null, { ...second, code: 7 }] })).toEqual(['shops.1', 'shops.2']);
});

test('a mistake that concerns every shop, or no shop in order, is no configuration', () => {
  expect(() => load({ ...good, stateDirectory: '' })).toThrow(ConfigurationMistakes);
  expect(() => load({ ...good, shops: [{ ...shop, erp: 'none' }] })).toThrow(ConfigurationMistakes);
  expect(mistakes({ ...good, shops: [] })).toEqual(['shops: at least one shop']);
  expect(mistakes([])[0]).toMatch(/^\(the whole file\): /);
});

test('http:// is for a shop on this machine only', () => {
  expect(mistakes({ ...good, shops: [{ ...shop, url: 'http://127.0.0.1:8888' }] })).toEqual([]);
  expect(mistakes({ ...good, shops: [{ ...shop, url: 'http://192.168.1.9' }] })[0]).toMatch(
    /^shops\.0\.url: must begin with https/,
  );
});

test('a missing file and broken JSON are mistakes too', () => {
  expect(mistakes('{"a":')[0]).toContain('is not JSON');
  expect(() => loadConfiguration(join(folder, 'none.json'))).toThrow(ConfigurationMistakes);
});

function mistakesOf(act: () => unknown): readonly string[] {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigurationMistakes) return error.mistakes;
    throw error;
  }
  return [];
}

test('secrets come from files beside the configuration or from systemd credentials', () => {
  mkdirSync(join(folder, 'credentials'), { recursive: true });
  writeFileSync(join(folder, 'beside'), ' swordfish \n');
  writeFileSync(join(folder, 'credentials', 'erp'), 'marlin');
  writeFileSync(join(folder, 'credentials', 'causeway_wms'), 'tuna');
  writeFileSync(join(folder, 'empty'), '\n');
  const file = join(folder, 'causeway.json');
  const secret = secretReader(file, { CREDENTIALS_DIRECTORY: join(folder, 'credentials') });
  expect([secret('beside'), secret('credential:erp'), secret('credential:wms')]).toEqual([
    'swordfish',
    'marlin',
    'tuna',
  ]);
  expect(mistakesOf(() => secret('empty'))).toEqual(['the secret file empty is empty']);
  expect(mistakesOf(() => secret('credential:none'))).toEqual([
    "the secret file credential:none can't be read (ENOENT)",
  ]);
  expect(mistakesOf(() => secret('credential:../beside'))).toEqual([
    "the secret file credential:../beside can't be read (ENOENT)",
  ]);
  expect(mistakesOf(() => secretReader(file, {})('credential:erp'))).toEqual([
    "the secret file credential:erp can't be read (CREDENTIALS_DIRECTORY is not set: the service has it; by hand, set it)",
  ]);
});
