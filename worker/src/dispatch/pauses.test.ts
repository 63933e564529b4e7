import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pauseFile } from './pause-file.ts';
import { Pauses } from './pauses.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-pauses-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const opened = () => new Pauses(pauseFile(folder));
const pause = (system: string | null, shop: string | null, reason = '') => ({ system, shop, since: 1, reason });

test('a pause of a system, of a shop, of both and of all stops what it names', () => {
  const pauses = opened();
  pauses.add(pause('erp', null));
  pauses.add(pause(null, 'ALT'));
  pauses.add(pause('wms', 'DEMO'));
  const stopped = (system: string, shop: string | null) => pauses.of(system, shop) !== null;
  expect([stopped('erp', 'DEMO'), stopped('erp', null)]).toEqual([true, true]);
  expect([stopped('wms', 'ALT'), stopped('wms', 'DEMO'), stopped('wms', 'THIRD'), stopped('wms', null)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('it outlives the worker; resume takes off what it names, or all', () => {
  opened().add(pause('erp', null, 'new server'));
  opened().add(pause('wms', null));
  expect(opened().of('erp', 'DEMO')).toMatchObject({ reason: 'new server' });
  expect(opened().remove({ system: 'erp', shop: 'DEMO' })).toEqual([]);
  expect(opened().remove({ system: 'erp', shop: null })).toHaveLength(1);
  expect(opened().of('erp', 'DEMO')).toBeNull();
  expect(opened().remove({ system: null, shop: null })).toHaveLength(1);
  expect(opened().all).toEqual([]);
  expect(readdirSync(folder)).toEqual(['pauses.json']);
});

test('the same pause twice is one, with the newer reason', () => {
  const pauses = opened();
  pauses.add(pause('erp', null, 'a'));
  pauses.add(pause('erp', null, 'b'));
  expect(opened().all).toEqual([pause('erp', null, 'b')]);
});

test('a file that cannot be read is no "nothing is paused"', () => {
  writeFileSync(join(folder, 'pauses.json'), '[{');
  expect(opened).toThrow(/pauses\.json can't be read/);
});

test('what cannot be kept is not paused', () => {
  const pauses = new Pauses({
    read: () => [],
    write: () => {
      throw new Error('disk full');
    },
  });
  expect(() => pauses.add(pause('erp', null))).toThrow('disk full');
  expect(pauses.all).toEqual([]);
});
