import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What the person asked of the benches. */
export interface Options {
  readonly bench: 'capture' | 'latency' | 'memory';
  readonly checkout: string;
  readonly folder: string;
  /** `latency`: with the doorbell. `memory`: all. */
  readonly orders: number;
  /** `latency`: orders without the doorbell. */
  readonly withoutDoorbell: number;
  /** `capture`: pairs of runs for each figure; even. */
  readonly pairs: number;
  readonly databases: readonly ('mariadb' | 'sqlite')[];
  readonly patienceSeconds: number;
  readonly say: (line: string) => void;
}

export const HELP = `node e2e/bench/main.ts capture|latency|memory: measures Causeway on a real WooCommerce shop that it lays for that

  capture    what the plugin costs a save, a block checkout and a request of no concern: plugin off and on in turns,
             on PHP-FPM behind nginx, on MariaDB and on SQLite
  latency    from the checkout's response to the ERP's request, with the doorbell and without
  memory     the worker's memory at rest and after many orders, and how many orders a minute take the whole road

  --pairs N              capture: pairs of runs for each figure, even (40)
  --database NAME        capture: only mariadb or only sqlite
  --orders N             latency: orders with the doorbell (100); memory: orders (2000)
  --without-doorbell N   latency: orders without the doorbell (20; each waits up to 15 s)
  --patience SECONDS     memory: how long the orders may take (3600)
  --dir DIR              where the shop is laid (.stage/bench)
  --help

Prints tables, then one line of JSON. Exit status: 0 measured, 1 it could not be, 2 a wrong option.
Needs real WooCommerce, MariaDB, PHP-FPM and nginx (e2e/stage/README.md says where they come from), and Linux.
`;

/** Throws with one line for a wrong option. Null: help was asked for. */
export function benchOptions(argv: readonly string[], checkout: string, say: (line: string) => void): Options | null {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      pairs: { type: 'string', default: '40' },
      database: { type: 'string' },
      orders: { type: 'string' },
      'without-doorbell': { type: 'string', default: '20' },
      patience: { type: 'string', default: '3600' },
      dir: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const [bench, ...rest] = positionals;
  if ((bench !== 'capture' && bench !== 'latency' && bench !== 'memory') || rest.length > 0)
    throw new Error('say which bench: capture, latency or memory');
  const { database } = values;
  if (database !== undefined && database !== 'mariadb' && database !== 'sqlite')
    throw new Error('--database is mariadb or sqlite');
  const pairs = whole('--pairs', values.pairs, 2, 10_000);
  if (pairs % 2 === 1) throw new Error('--pairs is an even number');
  return {
    bench,
    checkout,
    folder: resolve(values.dir ?? join(checkout, '.stage', `bench-${bench}`)),
    orders: whole('--orders', values.orders ?? (bench === 'memory' ? '2000' : '100'), 1, 100_000),
    withoutDoorbell: whole('--without-doorbell', values['without-doorbell'], 0, 10_000),
    pairs,
    databases: database === undefined ? ['mariadb', 'sqlite'] : [database],
    patienceSeconds: whole('--patience', values.patience, 5, 86_400),
    say,
  };
}

function whole(name: string, text: string, min: number, max: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new Error(`${name} is a whole number from ${min} to ${max}, not "${text}"`);
}
