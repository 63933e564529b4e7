import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Entry } from './entry.ts';
import { TranscriptFile } from './transcript-file.ts';

let folder: string;
let path: string;
let now: number;
let file: TranscriptFile;

const open = (bytes = 1_000_000) => new TranscriptFile(path, { bytes, ageMs: 1000 }, () => now);
const entry = (operation: string, more: Partial<Entry> = {}): Entry => ({
  shop: 'DEMO',
  subject: 'order/1',
  call: 'create#1',
  operation,
  system: 'erp',
  at: now,
  tookMs: 12,
  outcome: { name: 'validation', phase: 'before_send' },
  request: { head: 'POST /orders', body: '{"a":1}' },
  reply: { head: '422', body: null },
  problem: null,
  ...more,
});
const kept = (of = file) => of.of('DEMO', 'order/1', 100).map(({ operation }) => operation);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-transcripts-'));
  path = join(folder, 'transcripts.sqlite');
  now = 10_000;
  file = open();
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

test('what was kept is read back whole, newest first, after a restart too, each subject by itself', () => {
  const first = entry('a');
  const second = entry('b', { reply: null, problem: 'gone', request: { head: 'GET /', body: null } });
  for (const one of [first, second, entry('c', { subject: 'order/2' }), entry('d', { shop: 'ALT' })]) file.keep(one);
  file.close();
  file = open();
  expect(file.of('DEMO', 'order/1', 5)).toEqual([second, first]);
  expect(file.of('DEMO', 'order/1', 1)).toEqual([second]);
});

test('only the worker’s user may read it', () => {
  file.keep(entry('a'));
  for (const name of [path, `${path}-wal`]) expect(statSync(name).mode & 0o777).toBe(0o600);
});

test('what is too old is not told any more, and goes', () => {
  file.keep(entry('old'));
  now += 1001;
  expect(kept()).toEqual([]);
  file.prune();
  now -= 1001;
  expect(kept()).toEqual([]);
});

test('above its bytes the oldest goes, also when the bound was lowered meanwhile', () => {
  file.close();
  file = open(5000);
  const body = 'x'.repeat(900);
  for (let n = 0; n < 20; n += 1) file.keep(entry(`n${n}`, { request: { head: 'POST /', body } }));
  expect(kept()).toEqual(['n19', 'n18', 'n17', 'n16']);
  file.close();
  file = open(2500);
  expect(kept()).toEqual(['n19', 'n18']);
  expect(statSync(path).size).toBeLessThan(60_000);
});

test('a file that is no database any more is begun anew', () => {
  file.close();
  rmSync(`${path}-wal`, { force: true });
  writeFileSync(path, 'not a database, but long enough to be taken for the header of one'.repeat(20));
  file = open();
  file.keep(entry('a'));
  expect(kept()).toEqual(['a']);
});
