import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { madeOnce, withLock } from './cache.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stage-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('of two that make the same thing at once, one makes it and both get it', async () => {
  let made = 0;
  const make = async (scratch: string) => {
    made++;
    await pause(50);
    writeFileSync(join(scratch, 'content'), 'whole');
  };
  const target = join(folder, 'thing');
  const got = await Promise.all([madeOnce(target, make), madeOnce(target, make), madeOnce(target, make)]);
  expect(got).toEqual([target, target, target]);
  expect(made).toBe(1);
  expect(readFileSync(join(target, 'content'), 'utf8')).toBe('whole');
  expect(readdirSync(folder)).toEqual(['thing']);
});

test('a making that fails leaves nothing behind, and can be tried again', async () => {
  const target = join(folder, 'thing');
  const fails = madeOnce(target, async (scratch) => {
    writeFileSync(join(scratch, 'half'), '');
    throw new Error('the network went away');
  });
  await expect(fails).rejects.toThrow('the network went away');
  expect(readdirSync(folder)).toEqual([]);
  await madeOnce(target, async () => {});
  expect(existsSync(target)).toBe(true);
});

test('a lock whose process is gone is taken over', async () => {
  const lock = join(folder, 'lock');
  writeFileSync(lock, '4194303');
  expect(await withLock(lock, async () => 'held')).toBe('held');
  writeFileSync(lock, '');
  const long = new Date(Date.now() - 60_000);
  utimesSync(lock, long, long);
  expect(await withLock(lock, async () => 'held')).toBe('held');
});
