import { expect, it } from 'vitest';
import { benchOptions, help } from './options.ts';

const LISTED = [
  { name: 'relay', about: 'deliveries', byDefault: true },
  { name: 'memory', about: 'at rest', byDefault: false },
];
const read = (...argv: string[]) => benchOptions(argv, '/checkout', LISTED, () => {});

it('runs the benches that are named, else those that are run by default', () => {
  expect(read()).toMatchObject({ benches: ['relay'], orders: null, full: false, folder: '/checkout/.stage/bench' });
  expect(read('memory', '--orders', '7')).toMatchObject({ benches: ['memory'], orders: 7, withoutDoorbell: 0 });
  expect(read('--database', 'sqlite')).toMatchObject({ pairs: 40, databases: ['sqlite'] });
  expect(read('--help')).toBeNull();
  expect(help(LISTED)).toContain('\n  * relay        deliveries\n    memory       at rest\n');
});

it('says in one line what is wrong', () => {
  expect(() => read('fastest')).toThrow('no bench "fastest": relay, memory');
  expect(() => read('--pairs', '3')).toThrow('even');
  expect(() => read('--database', 'oracle')).toThrow('mariadb or sqlite');
  expect(() => read('memory', '--orders', 'many')).toThrow('--orders is a whole number');
});
