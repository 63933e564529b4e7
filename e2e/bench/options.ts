import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What the person asked of the benches. */
export interface Options {
  /** Which benches, in this order. */
  readonly benches: readonly string[];
  readonly checkout: string;
  /** Each bench lays what it needs in a folder of its own name below it. */
  readonly folder: string;
  /** `latency`: with the doorbell. `memory`: all. Null: as many as the bench has by itself. */
  readonly orders: number | null;
  /** The whole amounts, however long they take. */
  readonly full: boolean;
  /** `latency`: orders without the doorbell. */
  readonly withoutDoorbell: number;
  /** `latency`: by which lanes; `burst`: by the first of them. */
  readonly lanes: readonly ('exchange' | 'database')[];
  /** `latency`: how long an idle worker is watched. */
  readonly idleSeconds: number;
  /** `capture`: pairs of runs for each figure; even. */
  readonly pairs: number;
  readonly databases: readonly ('mariadb' | 'sqlite')[];
  readonly patienceSeconds: number;
  readonly say: (line: string) => void;
}

/** A bench as `--help` lists it. `byDefault`: also run where none is named; those together take about ten minutes. */
export interface Listed {
  readonly name: string;
  readonly about: string;
  readonly byDefault: boolean;
}

export function help(benches: readonly Listed[]): string {
  const list = benches.map(({ name, about, byDefault }) => `  ${byDefault ? '*' : ' '} ${name.padEnd(12)} ${about}`);
  return `npm run bench -- [NAME …] [--OPTION …]: measures Causeway; without a name all that have a *

${list.join('\n')}

  --pairs N              capture: pairs of runs for each figure, even (40)
  --database NAME        capture: only mariadb or only sqlite
  --orders N             latency: orders by each lane (10); memory (2000), writeback (320), burst (10000), peer (160): orders
  --without-doorbell N   latency: orders by exchanges without the doorbell (0; each waits up to 15 s)
  --lane NAME            latency: only exchange or only database; burst: by the database (else by exchanges)
  --idle SECONDS         latency: how long an idle worker is watched (16)
  --patience SECONDS     memory, burst, peer: how long the orders may take (3600)
  --full                 backlog: 1 million waiting and 10 million finished instead of a tenth of that; burst: until the last of
                         the orders is completed instead of 75 s; writeback: 2,000; peer: 1,000, a crontab every minute and an
                         outage of one instead of 10 s and 20 s
  --dir DIR              where shops and files are laid (.stage/bench)
  --help

Each prints tables, then one line of JSON. Exit status: 0 measured, 1 one could not be, 2 a wrong option.
Those with a shop need real WooCommerce, MariaDB, PHP-FPM and nginx (e2e/stage/README.md says where they come from), and Linux.
`;
}

/** Throws with one line for a wrong option. Null: help was asked for. */
export function benchOptions(
  argv: readonly string[],
  checkout: string,
  benches: readonly Listed[],
  say: (line: string) => void,
): Options | null {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      pairs: { type: 'string', default: '40' },
      database: { type: 'string' },
      orders: { type: 'string' },
      'without-doorbell': { type: 'string', default: '0' },
      lane: { type: 'string' },
      idle: { type: 'string', default: '16' },
      patience: { type: 'string', default: '3600' },
      dir: { type: 'string' },
      full: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const names = positionals.length > 0 ? positionals : benches.filter((one) => one.byDefault).map(({ name }) => name);
  const unknown = names.find((name) => !benches.some((one) => one.name === name));
  if (unknown !== undefined) throw new Error(`no bench "${unknown}": ${benches.map(({ name }) => name).join(', ')}`);
  const { database } = values;
  if (database !== undefined && database !== 'mariadb' && database !== 'sqlite')
    throw new Error('--database is mariadb or sqlite');
  const { lane } = values;
  if (lane !== undefined && lane !== 'exchange' && lane !== 'database')
    throw new Error('--lane is exchange or database');
  const pairs = whole('--pairs', values.pairs, 2, 10_000);
  if (pairs % 2 === 1) throw new Error('--pairs is an even number');
  return {
    benches: names,
    checkout,
    folder: resolve(values.dir ?? join(checkout, '.stage', 'bench')),
    orders: values.orders === undefined ? null : whole('--orders', values.orders, 1, 100_000),
    full: values.full,
    withoutDoorbell: whole('--without-doorbell', values['without-doorbell'], 0, 10_000),
    lanes: lane === undefined ? ['exchange', 'database'] : [lane],
    idleSeconds: whole('--idle', values.idle, 1, 3600),
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
