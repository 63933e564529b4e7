import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unzip } from '../e2e/stage/source/zip.ts';
import { zipOf } from './zip.ts';

const time = new Date('2026-11-21T08:15:42Z');
const entries = [
  { path: 'causeway/b.php', content: Buffer.from('<?php // ü\n'.repeat(500)) },
  { path: 'causeway/a/empty.txt', content: Buffer.alloc(0) },
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-zip-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what goes in comes out', () => {
  writeFileSync(join(folder, 'x.zip'), zipOf(entries, time));
  unzip(join(folder, 'x.zip'), join(folder, 'out'));
  for (const { path, content } of entries) expect(readFileSync(join(folder, 'out', path))).toEqual(content);
  expect(readdirSync(join(folder, 'out/causeway')).sort()).toEqual(['a', 'b.php']);
});

test('the order in which files are found, and the time zone, change no byte', () => {
  const here = zipOf(entries, time);
  expect(zipOf([...entries].reverse(), time).equals(here)).toBe(true);
  const elsewhere = `import { zipOf } from '${join(import.meta.dirname, 'zip.ts')}';
    const entries = ${JSON.stringify(entries)}.map(({ path, content }) => ({ path, content: Buffer.from(content.data) }));
    process.stdout.write(zipOf(entries, new Date('${time.toISOString()}')));`;
  const env = { ...process.env, TZ: 'Pacific/Auckland' };
  const there = execFileSync(process.execPath, ['--input-type=module-typescript', '-e', elsewhere], { env });
  expect(there.equals(here)).toBe(true);
  expect(zipOf(entries, new Date('2026-11-22T08:15:42Z')).equals(here)).toBe(false);
});
