import { expect, test } from 'vitest';
import * as z from 'zod';
import { optionsOf, secretFilesOf } from './options.ts';
import { BUILT_IN } from './registry.ts';
import { readSystem, SecretFile } from './settings.ts';

const settings = z.strictObject({
  url: z.url().describe('Where it is'),
  keyFile: SecretFile,
  spareKeyFile: SecretFile.optional(),
  webhookSecretFile: SecretFile.nullable().default(null),
  /** Named like one, and none. */
  orderFile: z.string().default('orders.csv'),
  way: z.enum(['rail', 'road']).default('road'),
});

test("an adapter's options are told in its own order, with what is needed and what stands in for it", () => {
  expect(optionsOf({ settings })).toEqual([
    { name: 'url', required: true, about: 'Where it is', secretFile: false },
    { name: 'keyFile', required: true, about: '', secretFile: true },
    { name: 'spareKeyFile', required: false, about: '', secretFile: true },
    { name: 'webhookSecretFile', required: false, default: null, about: '', secretFile: true },
    { name: 'orderFile', required: false, default: 'orders.csv', about: '', secretFile: false },
    { name: 'way', required: false, default: 'road', about: '', oneOf: ['rail', 'road'], secretFile: false },
  ]);
});

test('secret files are known by what they are, not by their names', () => {
  expect(secretFilesOf({ settings })).toEqual(['keyFile', 'spareKeyFile', 'webhookSecretFile']);
});

test.each(BUILT_IN.map((adapter) => [adapter.name, adapter] as const))('%s tells its options', (_, adapter) => {
  expect(optionsOf(adapter).length).toBeGreaterThan(0);
  expect(adapter.summary).toMatch(/^[A-Z].{5,90}[^.]$/);
});

const sandbox = { adapter: 'sandbox-wms', url: 'http://127.0.0.1:1', apiKeyFile: 'a', webhookSecretFile: 'b' };
const mistakesIn = (secretsExpire: object) => {
  const read = readSystem({ ...sandbox, secretsExpire }, BUILT_IN);
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

test('the day of a secret is a day, and of a secret that the adapter has', () => {
  expect(mistakesIn({ apiKeyFile: '2027-03-31', webhookSecretFile: '2028-02-29' })).toEqual([]);
  expect(mistakesIn({ apiKeyFile: '2027-02-30' })).toEqual(['secretsExpire.apiKeyFile: a day such as "2027-03-31"']);
  expect(mistakesIn({ apikeyFile: '2027-03-31' })).toEqual([
    'secretsExpire.apikeyFile: no secret file of sandbox-wms (apiKeyFile, webhookSecretFile)',
  ]);
  expect(mistakesIn({ url: '2027-03-31' })).toHaveLength(1);
});
