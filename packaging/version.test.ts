import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inRange, PLUGIN_RANGE } from '../worker/src/config/versions.ts';
import { carryVersion, insistOnOneVersion, VersionsDiffer, versionOf } from './version.ts';

const checkout = join(import.meta.dirname, '..');
const FILES = [
  ...['package-lock.json', 'package.json', 'contracts/package.json', 'worker/package.json', 'admin-ui/package.json'],
  ...['e2e/package.json', 'plugin/causeway.php', 'plugin/readme.txt'],
];

let copy: string;
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'causeway-version-'));
  for (const file of FILES) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(checkout, file), join(copy, file));
  }
});
afterEach(() => rmSync(copy, { recursive: true }));

const edit = (file: string, from: string, to: string) =>
  writeFileSync(join(copy, file), readFileSync(join(copy, file), 'utf8').replace(from, to));

test('this checkout has one version', () => {
  expect(insistOnOneVersion(checkout)).toBe(versionOf(checkout));
});

test('plugin and worker of one checkout take each other', () => {
  const php = readFileSync(join(checkout, 'plugin/exchange/Versions.php'), 'utf8');
  const said = (end: string) => new RegExp(`'${end}'\\s*=> '([^']+)'`).exec(php)?.[1] ?? '';
  for (const range of [PLUGIN_RANGE, { min: said('min'), below: said('below') }])
    expect(inRange(versionOf(checkout), range), JSON.stringify(range)).toBe(true);
});

test('changed in its one place it is carried to all others, and to nothing else', () => {
  const before = versionOf(copy);
  edit('package.json', `"version": "${before}"`, '"version": "7.8.9"');
  expect(() => insistOnOneVersion(copy)).toThrow(VersionsDiffer);
  expect(carryVersion(copy).sort()).toEqual(FILES.filter((file) => file !== 'package.json').sort());
  expect(insistOnOneVersion(copy)).toBe('7.8.9');
  expect(carryVersion(copy)).toEqual([]);
  const lock = JSON.parse(readFileSync(join(copy, 'package-lock.json'), 'utf8'));
  const was = JSON.parse(readFileSync(join(checkout, 'package-lock.json'), 'utf8'));
  const changed = Object.keys(lock.packages).filter(
    (path) => JSON.stringify(lock.packages[path]) !== JSON.stringify(was.packages[path]),
  );
  expect(changed.sort()).toEqual(['', 'admin-ui', 'contracts', 'e2e', 'worker']);
});

test('a place that says another version, or none, is named', () => {
  edit('plugin/causeway.php', "VERSION = '", "VERSION = '9");
  edit('plugin/readme.txt', 'Stable tag', 'Stable');
  expect(() => insistOnOneVersion(copy)).toThrow(
    new RegExp(`plugin/causeway\\.php: 9${versionOf(copy)}\nplugin/readme\\.txt: says no version`),
  );
});
