import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUILT_IN } from '../systems/registry.ts';
import { knownAdapters } from './adapters.ts';
import { loadConfiguration } from './load.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-adapters-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const source = (name: string, more = '') => `
export const kitVersion = '1.0';
export default (kit) => ({
  name: '${name}', role: 'erp', summary: 'A small ERP',
  settings: kit.z.strictObject({ url: kit.ApiAddress, keyFile: kit.SecretFile }),
  open: () => { throw new kit.SystemFailure('connection', 'before_send', 'closed'); },
  ${more}
});`;

function lay(path: string, content: string): void {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, content);
}

const known = (...entries: string[]) => knownAdapters(join(folder, 'causeway.json'), entries);
const namesOf = (...entries: string[]) =>
  known(...entries)
    .known.filter((adapter) => !BUILT_IN.includes(adapter))
    .map(({ name }) => name);

test('a folder or an installed package beside the configuration gives adapters, one or several', () => {
  lay('own/index.mjs', source('own-erp'));
  lay('own/package.json', '{"main":"index.mjs"}');
  lay('node_modules/@agency/acme/package.json', '{"type":"module","exports":"./acme.js"}');
  lay(
    'node_modules/@agency/acme/acme.js',
    `${source('acme-erp')
      .replace('({', '[({')
      .replace(/\}\);$/, '})];')}`,
  );
  lay(
    'old.cjs',
    "module.exports = (kit) => ({ name: 'old', role: 'wms', summary: 's', settings: kit.z.strictObject({}), open() {} });\nmodule.exports.kitVersion = '1.0';",
  );
  expect(namesOf('./own', '@agency/acme', './old.cjs')).toEqual(['own-erp', 'acme-erp', 'old']);
  expect(known('./own').mistakes).toEqual([]);
});

const cases: readonly [string, string | null, string][] = [
  ['nowhere', null, "is not found from the configuration's folder: npm install it there"],
  ['./nowhere', null, "is not found from the configuration's folder: is the path right?"],
  ['./broken.mjs', 'export default (', "can't be loaded (SyntaxError: "],
  ['./throws.mjs', "throw new Error('no licence')", "can't be loaded (Error: no licence)"],
  ['./plain.mjs', "export const kitVersion = '1.0';", 'exports no function by default: (kit) => adapter'],
  ['./ageless.mjs', 'export default () => null', "doesn't say for which kit it was written: kitVersion = '1.0'"],
  [
    './newer.mjs',
    source('newer').replace("'1.0'", "'1.7'"),
    'was written for kit 1.7, and this worker has 1.0: install the one that fits',
  ],
  [
    './next.mjs',
    source('next').replace("'1.0'", "'2.0'"),
    'was written for kit 2.0, and this worker has 1.0: install the one that fits',
  ],
  [
    './odd.mjs',
    source('odd').replace("'1.0'", "'latest'"),
    'was written for kit latest, and this worker has 1.0: install the one that fits',
  ],
  [
    './stumbles.mjs',
    "export const kitVersion = '1.0';\nexport default (kit) => kit.nothing.here;",
    'failed to make its adapter (TypeError: ',
  ],
  [
    './shape.mjs',
    source('Wrong Name', "role: 'pim',"),
    'gives no adapter: name must be of a-z, 0-9 and "-"; role must be "erp" or "wms"',
  ],
  ['./empty.mjs', "export const kitVersion = '1.0';\nexport default () => null;", 'gives no adapter: it '],
  [
    './foreign.mjs',
    source('foreign', 'settings: { safeParse() {} },'),
    "gives no adapter: settings is no schema of the kit's zod",
  ],
];

test.each(cases)('%s is a mistake in plain words', (entry, content, said) => {
  if (content !== null) lay(entry, content);
  const { known: adapters, mistakes } = known(entry);
  expect(adapters).toEqual(BUILT_IN);
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]?.startsWith(`adapters.0: "${entry}" ${said}`)).toBe(true);
});

test('a name that two adapters have is nobody’s', () => {
  lay('a.mjs', source('twin'));
  lay('b.mjs', source('twin'));
  lay('mine.mjs', source('sandbox-erp'));
  const { known: adapters, mistakes } = known('./a.mjs', './b.mjs', './mine.mjs');
  expect(adapters.map(({ name }) => name)).toEqual(
    BUILT_IN.map(({ name }) => name).filter((name) => name !== 'sandbox-erp'),
  );
  expect(mistakes).toEqual([
    'adapters.0: "twin" is also the name of adapters.1',
    'adapters.1: "twin" is also the name of adapters.0',
    'adapters.2: "sandbox-erp" is also the name of an adapter of the worker\'s own',
  ]);
});

test('a mistake leaves out only the shops that need the adapter', () => {
  lay('acme.mjs', source('acme'));
  const orders = { mapping: { paymentMethods: {}, shippingMethods: {}, taxCodes: {} } };
  const wms = { adapter: 'sandbox-wms', url: 'https://wms.example', apiKeyFile: 'k', webhookSecretFile: 'w' };
  const acme = { adapter: 'acme', url: 'https://acme.example', keyFile: 'k' };
  const configuration = {
    stateDirectory: 'state',
    adapters: ['./acme.mjs', './gone'],
    systems: { good: acme, slip: { ...acme, colour: 'red' }, gone: { adapter: 'gone', url: 'x' }, wms },
    shops: ['GOOD', 'SLIP', 'GONE'].map((code) => {
      const name = code.toLowerCase();
      return { code, url: `https://${name}.example`, erp: name, wms: 'wms', orders };
    }),
  };
  const file = join(folder, 'causeway.json');
  writeFileSync(file, JSON.stringify(configuration));
  const loaded = loadConfiguration(file);
  expect(loaded.shops.map(({ code }) => code)).toEqual(['GOOD']);
  expect(loaded.leftOut.map(({ shop }) => shop)).toEqual(['SLIP', 'GONE']);
  expect(loaded.mistakes).toEqual([
    'adapters.1: "./gone" is not found from the configuration\'s folder: is the path right?',
    'systems.slip: Unrecognized key: "colour"',
    'systems.gone.adapter: one of tryton-erp, tryton-wms, business-central, sandbox-erp, sandbox-wms, acme',
  ]);
});
