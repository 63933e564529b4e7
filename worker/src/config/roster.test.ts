import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfiguration, secretReader } from './load.ts';
import { onlyShopOf, openRoster, systemOf } from './roster.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-roster-'));
  for (const secret of ['client', 'hook', 'key']) writeFileSync(join(folder, secret), secret);
});
afterAll(() => rmSync(folder, { recursive: true }));

const erp = {
  adapter: 'sandbox-erp',
  url: 'https://erp.example',
  clientId: 'c',
  clientSecretFile: 'client',
  webhookSecretFile: 'hook',
};
const wms = { adapter: 'sandbox-wms', url: 'https://wms.example', apiKeyFile: 'key', webhookSecretFile: 'hook' };
const orders = { mapping: { paymentMethods: {}, shippingMethods: {}, taxCodes: {} } };
const demo = { code: 'DEMO', url: 'https://demo.example', erp: 'erp', wms: 'wms', orders };
const alt = { ...demo, code: 'ALT', url: 'https://alt.example' };

function roster(systems: object, shops: readonly object[]) {
  const file = join(folder, 'causeway.json');
  writeFileSync(file, JSON.stringify({ stateDirectory: 'state', systems, shops }));
  return openRoster(loadConfiguration(file), secretReader(file, {}));
}

test('two shops may share an ERP and a warehouse', () => {
  const { shops, systems, leftOut, mistakes } = roster({ erp, wms }, [demo, alt]);
  expect(shops.map(({ code }) => code)).toEqual(['DEMO', 'ALT']);
  expect([...systems.keys()]).toEqual(['erp', 'wms']);
  expect([leftOut, mistakes]).toEqual([[], []]);
});

test("a role of a shop is a system; a system that two shops use is no one shop's", () => {
  const one = roster({ erp, erp2: erp, wms }, [demo, { ...alt, erp: 'erp2' }]);
  expect([systemOf(one, 'ALT', 'erp')?.name, systemOf(one, 'ALT', 'wms')?.name]).toEqual(['erp2', 'wms']);
  expect([systemOf(one, 'ALT', 'carrier'), systemOf(one, 'NONE', 'erp')]).toEqual([undefined, undefined]);
  expect([onlyShopOf(one, 'erp2'), onlyShopOf(one, 'wms'), onlyShopOf(one, 'none')]).toEqual(['ALT', null, null]);
});

test('a missing secret leaves out the shops of its system, names every file, and leaves the others', () => {
  const erp2 = { ...erp, clientSecretFile: 'none', webhookSecretFile: 'nor-this' };
  const { shops, systems, leftOut, mistakes } = roster({ erp, erp2, wms }, [demo, { ...alt, erp: 'erp2' }]);
  expect(shops.map(({ code }) => code)).toEqual(['DEMO']);
  expect([...systems.keys()]).toEqual(['erp', 'wms']);
  const said = [
    "systems.erp2: the secret file nor-this can't be read (ENOENT)",
    "systems.erp2: the secret file none can't be read (ENOENT)",
  ];
  expect(leftOut).toEqual([{ shop: 'ALT', urls: ['https://alt.example'], mistakes: said }]);
  expect(mistakes).toEqual(said);
});

test('mistakes of the file and of the secrets stand in one list', () => {
  const { mistakes } = roster({ erp: { ...erp, clientSecretFile: 'none' }, wms, e2: erp }, [
    { ...demo, erp: 'e2' },
    { ...alt, wms: 'erp' },
  ]);
  expect(mistakes).toEqual([
    'shops.1.wms: "erp" is a sandbox-erp, not a wms',
    "systems.erp: the secret file none can't be read (ENOENT)",
  ]);
});

test("a shop whose database's password is missing is served all the same, and the mistake is told", () => {
  const database = { socket: '/run/db.sock', user: 'lane', passwordFile: 'none', name: 'shop' };
  const { shops, databases, leftOut, mistakes } = roster({ erp, wms }, [
    { ...demo, database },
    { ...alt, database: { ...database, passwordFile: 'key' } },
  ]);
  expect([shops.map(({ code }) => code), [...databases.keys()], leftOut]).toEqual([['DEMO', 'ALT'], ['ALT'], []]);
  expect(mistakes).toEqual(["shops.DEMO.database: the secret file none can't be read (ENOENT)"]);
});
