import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryIn } from './memory.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-memory-'));
  file = join(folder, 'memory', 'erp.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what was written is read after a restart, key by key', () => {
  expect(memoryIn(file).read('token')).toBeNull();
  memoryIn(file).write('token', 'a');
  memoryIn(file).write('subscription', 'b');
  memoryIn(file).write('token', 'c');
  expect([memoryIn(file).read('token'), memoryIn(file).read('subscription')]).toEqual(['c', 'b']);
});

test('it is for the worker’s user alone, and no draft is left', () => {
  memoryIn(file).write('token', 'a');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'memory')).mode & 0o777).toBe(0o700);
  expect(readdirSync(join(folder, 'memory'))).toEqual(['erp.json']);
});

test('nonsense in the file is as nothing written, and is written over', () => {
  memoryIn(file).write('token', 'a');
  for (const nonsense of ['', '[]', '{"token":7}', '{"token":']) {
    writeFileSync(file, nonsense);
    expect(memoryIn(file).read('token')).toBeNull();
  }
  memoryIn(file).write('token', 'b');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ token: 'b' });
});

test('what can’t go to the disk is known until the process ends, and goes there once it can', () => {
  writeFileSync(join(folder, 'memory'), 'a file where the folder should be');
  const memory = memoryIn(file);
  memory.write('token', 'a');
  expect(memory.read('token')).toBe('a');
  expect(memoryIn(file).read('token')).toBeNull();
  rmSync(join(folder, 'memory'));
  memory.write('other', 'b');
  expect(memoryIn(file).read('token')).toBe('a');
});
