import { expect, it } from 'vitest';
import { benchOptions } from './options.ts';

const read = (...argv: string[]) => benchOptions(argv, '/checkout', () => {});

it('names the bench, and has defaults for each', () => {
  expect(read('memory')).toMatchObject({ bench: 'memory', orders: 2000, folder: '/checkout/.stage/bench-memory' });
  expect(read('latency')).toMatchObject({ orders: 100, withoutDoorbell: 20 });
  expect(read('capture', '--database', 'sqlite')).toMatchObject({ pairs: 40, databases: ['sqlite'] });
  expect(read('--help')).toBeNull();
});

it('says in one line what is wrong', () => {
  expect(() => read()).toThrow('say which bench');
  expect(() => read('capture', '--pairs', '3')).toThrow('even');
  expect(() => read('capture', '--database', 'oracle')).toThrow('mariadb or sqlite');
  expect(() => read('memory', '--orders', 'many')).toThrow('--orders is a whole number');
});
