import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SecretFileSeen, seeSecretFile, whenItEnds, whoReads } from './secrets.ts';

const WORKER = 998;
const seen = (mode: number, owner = WORKER, shut = false): SecretFileSeen => {
  return { option: 'apiKeyFile', path: '/etc/causeway/secrets/wms-key', mode: 0o100000 | mode, owner, shut };
};
const told = (file: SecretFileSeen) => {
  const { result, advice } = whoReads(file, WORKER);
  return [result, advice];
};

test('whoever else can read a secret is named, with the line that ends it', () => {
  const path = '/etc/causeway/secrets/wms-key';
  expect(told(seen(0o600))).toEqual(['ok', null]);
  expect(told(seen(0o640))).toEqual(['warning', `chmod 600 ${path}`]);
  expect(told(seen(0o644))).toEqual(['warning', `chmod 600 ${path}`]);
  expect(told(seen(0o604, 0))).toEqual(['warning', `chmod o= ${path}`]);
  expect(told(seen(0o600, 1000))).toEqual(['warning', `chown root ${path} && chmod 600 ${path}`]);
});

test("a file of root's that the worker's group reads is meant so", () => {
  expect(told(seen(0o640, 0))).toEqual(['ok', null]);
});

test('in a folder that lets nobody through, the mode of the file is no matter', () => {
  expect(told(seen(0o644, WORKER, true))).toEqual(['ok', null]);
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-secrets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('modes are those of the file system, and so are the folders above', () => {
  const inner = join(folder, 'open');
  const file = join(inner, 'key');
  mkdirSync(inner);
  writeFileSync(file, 'x');
  chmodSync(inner, 0o755);
  chmodSync(file, 0o644);
  chmodSync(folder, 0o755);
  expect(seeSecretFile('apiKeyFile', file)).toMatchObject({ owner: process.getuid?.(), shut: false });
  expect(seeSecretFile('apiKeyFile', file).mode & 0o777).toBe(0o644);
  chmodSync(folder, 0o700);
  expect(seeSecretFile('apiKeyFile', file).shut).toBe(true);
});

test('a last day is said from thirty days before, and failed once it has come', () => {
  const secret = { option: 'apiKeyFile', expires: '2027-03-31' };
  const end = Date.UTC(2027, 2, 31);
  const at = (days: number) => whenItEnds(secret, end - days * 86_400_000);
  expect(at(31)).toBeNull();
  expect(at(30)).toMatchObject({ result: 'warning', detail: 'apiKeyFile ends on 2027-03-31, in 30 days' });
  expect(at(0)).toMatchObject({ result: 'failed', detail: 'apiKeyFile ended on 2027-03-31, today' });
});
