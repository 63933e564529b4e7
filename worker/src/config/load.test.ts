import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigurationMistakes, loadConfiguration, secretReader } from './load.ts';

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
    load(configuration);
  } catch (error) {
    if (error instanceof ConfigurationMistakes) return error.mistakes;
    throw error;
  }
  return [];
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
    'shops.0.erp: "wms" is a sandbox-wms, not a erp',
    'shops.1.code: "DEMO" is taken by another shop',
    'shops.1.wms: no system "none" is configured (configured: erp, wms)',
  ]);
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

test('secrets come from files beside the configuration or from systemd credentials', () => {
  mkdirSync(join(folder, 'credentials'), { recursive: true });
  writeFileSync(join(folder, 'beside'), ' swordfish \n');
  writeFileSync(join(folder, 'credentials', 'erp'), 'marlin');
  writeFileSync(join(folder, 'empty'), '\n');
  const secret = secretReader(join(folder, 'causeway.json'), { CREDENTIALS_DIRECTORY: join(folder, 'credentials') });
  expect([secret('beside'), secret('$CREDENTIALS_DIRECTORY/erp')]).toEqual(['swordfish', 'marlin']);
  expect(() => secret('empty')).toThrow(ConfigurationMistakes);
  expect(() => secret('nowhere')).toThrow(ConfigurationMistakes);
});
