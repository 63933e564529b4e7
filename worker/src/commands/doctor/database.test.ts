import { expect, test } from 'vitest';
import { ShopDatabase } from '../../config/database.ts';
import { looksOf } from './database.ts';

const settings = ShopDatabase.parse({ socket: '/run/db.sock', user: 'lane', passwordFile: 'p', name: 'shop' });
const fine = { version: '10.11', writing: null, shopId: 'a', lacking: [], excess: [] };
const told = (seen: object, shopId: string | null = 'a') =>
  looksOf(settings, { ...fine, ...seen }, shopId).map(({ check, result }) => `${check} ${result}`);

test('a database that is reached, the paired shop’s, with just the right grants is in order', () => {
  expect(told({})).toEqual(['database ok', 'database_shop ok', 'database_grants ok']);
});

test('each thing that is wrong is said by itself, with what to do', () => {
  expect(looksOf(settings, { problem: 'nothing listens there (ECONNREFUSED)' }, 'a')).toMatchObject([
    { check: 'database', result: 'failed', detail: expect.stringContaining('shop at /run/db.sock: nothing listens') },
  ]);
  expect(told({ writing: 'it is read only (a replica?)' })[0]).toBe('database failed');
  expect(told({ shopId: 'b' })[1]).toBe('database_shop failed');
  expect(told({ shopId: 'b' }, null)[1]).toBe('database_shop warning');
  expect(told({ lacking: ['take'], shopId: null })).toEqual(['database ok', 'database_grants failed']);
  expect(told({ excess: ['SELECT on *.*'] }).at(-1)).toBe('database_grants warning');
});

test('who lacks a grant is given the statements for all of them', () => {
  const [, grants] = looksOf(settings, { ...fine, lacking: ['take'] }, 'a');
  expect(grants?.advice).toContain("GRANT SELECT ON `shop`.`wp_causeway_subject` TO 'lane'@'localhost'");
});
