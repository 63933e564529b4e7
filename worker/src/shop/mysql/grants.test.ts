import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { excessIn, grantsFor } from './grants.ts';

const user = "'causeway'@'localhost'";
const granted = [
  'GRANT USAGE ON *.* TO `causeway`@`localhost` IDENTIFIED BY PASSWORD',
  ...grantsFor('shop', 'wp_', user),
];
const excess = (...lines: string[]) => excessIn([...granted, ...lines], 'shop', 'wp_');

test('what the lane asks for is not too much, in whatever order the database says it', () => {
  expect(excess()).toEqual([]);
  const said =
    'GRANT DELETE, SELECT, UPDATE (`slot`, `served_at`) ON `shop`.`wp_causeway_outbox` TO `causeway`@`localhost`';
  expect(excess(said)).toEqual([]);
});

test.each([
  ['deploy/database-lane.sql', user],
  ['docs/operator.md', "'causeway'@'10.0.0.7'"],
])('%s grants just that', (file, to) => {
  const written = readFileSync(join(import.meta.dirname, '../../../..', file), 'utf8');
  const told = written.match(/GRANT .+;$/gm) ?? [];
  expect(told).toEqual(grantsFor('shop', 'wp_', to).map((grant) => `${grant};`));
});

test('secrets of the link are not for the lane, and no column beside its own', () => {
  expect(grantsFor('shop', 'wp_', user).join()).not.toMatch(/token_hash|code_hash|mailbox_key/);
  expect(excess('GRANT SELECT (`id`, `token_hash`) ON `shop`.`wp_causeway_link` TO u')).toEqual([
    'SELECT (`id`, `token_hash`) on `shop`.`wp_causeway_link`',
  ]);
  expect(excess('GRANT SELECT, UPDATE ON `shop`.`wp_causeway_link` TO u')).toHaveLength(2);
});

test('everything else is too much: other tables, whole databases, roles, the right to grant', () => {
  expect(excess('GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION')).toEqual([
    'ALL PRIVILEGES on *.*',
    'GRANT OPTION on *.*',
  ]);
  expect(excess('GRANT SELECT ON `shop`.* TO u', 'GRANT SELECT ON `shop`.`wp_users` TO u')).toHaveLength(2);
  expect(excess('GRANT SELECT ON `shop`.`wp_2_causeway_outbox` TO u')).toHaveLength(1);
  expect(excess('GRANT `reader` TO u')).toHaveLength(1);
});
