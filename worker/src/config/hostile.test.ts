import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigurationMistakes, loadConfiguration } from './load.ts';

const RUNS = 150;
const MISTAKE =
  /^(\(the whole file\)|(stateDirectory|intake|log|callsAtOnce|transcripts|adapters|systems|shops)\b[^\n]*): ./s;

let file: string;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-config-'));
  file = join(folder, 'causeway.json');
});
afterAll(() => rmSync(folder, { recursive: true }));

const sandbox = { url: 'https://erp.example', webhookSecretFile: 'w' };
const good = {
  stateDirectory: 'state',
  intake: { host: '127.0.0.1', port: 1 },
  systems: {
    erp: { adapter: 'sandbox-erp', clientId: 'c', clientSecretFile: 's', timeoutSeconds: 10, ...sandbox },
    wms: { adapter: 'sandbox-wms', apiKeyFile: 'k', ...sandbox },
  },
  shops: [
    {
      code: 'DEMO',
      url: 'https://shop.example',
      erp: 'erp',
      wms: 'wms',
      orders: { mapping: { paymentMethods: {}, shippingMethods: {}, taxCodes: {} } },
    },
  ],
};

function paths(value: object, above: readonly string[] = []): string[][] {
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'object' ? [[...above, name], ...paths(inner, [...above, name])] : [[...above, name]],
  );
}

const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '../../etc/passwd',
    'javascript:alert(1)',
    'https://',
    '\u0000',
    1e308,
    -1,
  ),
  fc.integer({ min: 1, max: 3000 }).map((levels) => JSON.parse('['.repeat(levels) + ']'.repeat(levels))),
);

/** The good file with one part replaced, left out, or with something new beside it. */
const spoiled = fc
  .tuple(fc.constantFrom(...paths(good)), fc.constantFrom('replace', 'remove', 'beside'), anything)
  .map(([path, how, value]) => {
    const copy = structuredClone(good) as Record<string, unknown>;
    const at = path.slice(0, -1).reduce((inner, name) => inner[name] as Record<string, unknown>, copy);
    const name = path.at(-1) ?? '';
    if (how === 'remove') delete at[name];
    else
      Object.defineProperty(at, how === 'beside' ? '__proto__' : name, { value, enumerable: true, configurable: true });
    return copy;
  });

function mistakesOf(text: string | Buffer): readonly string[] {
  writeFileSync(file, text);
  try {
    return loadConfiguration(file).mistakes;
  } catch (error) {
    if (error instanceof ConfigurationMistakes) return error.mistakes;
    throw error;
  }
}

test('a file spoiled anywhere is either in order or said to be wrong at a path, in words', () => {
  fc.assert(
    fc.property(spoiled, (configuration) => {
      for (const mistake of mistakesOf(JSON.stringify(configuration))) expect(mistake).toMatch(MISTAKE);
      expect(({} as Record<string, unknown>).adapter).toBeUndefined();
    }),
    { numRuns: RUNS },
  );
});

test('the good file has no mistake, so that the spoiled ones have theirs from being spoiled', () => {
  expect(mistakesOf(JSON.stringify(good))).toEqual([]);
});

test.each([
  ['nothing', ''],
  ['bytes', Buffer.from([0, 0xff, 0xfe, 0x80])],
  ['half a file', JSON.stringify(good).slice(0, 200)],
  ['two files', JSON.stringify(good).repeat(2)],
  ['a million lists in each other', '['.repeat(1_000_000)],
  ['a list', '[]'],
  ['a number', '7'],
])('%s is no configuration, and it says so in a line', (_, text) => {
  const [first, ...others] = mistakesOf(text);
  expect(first).toMatch(MISTAKE);
  expect(first?.length).toBeLessThan(200);
  expect(others.length).toBeLessThan(5);
});

test('a file that is no configuration by its size is not read', () => {
  writeFileSync(file, '{');
  truncateSync(file, 17 * 1024 * 1024);
  const said = { mistakes: ['(the whole file): has more than 16777216 bytes'] };
  expect(() => loadConfiguration(file)).toThrow(expect.objectContaining(said));
});
