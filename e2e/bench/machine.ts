import { availableParallelism, loadavg, totalmem } from 'node:os';
import { evalPhp, type Shop } from '../stage/index.ts';
import { rounded } from './statistics.ts';

/** What a figure was measured on. No names: nothing that tells one machine from its like. */
export interface Machine {
  readonly cores: number;
  readonly memory_gb: number;
  readonly node: string;
  readonly php: string;
  readonly sapi: string;
  readonly wordpress: string;
  readonly store: string;
  readonly database: string;
}

/** Asks machine and shop; on MariaDB the shop must be served. */
export async function machineOf(shop: Shop): Promise<Machine> {
  return {
    cores: availableParallelism(),
    memory_gb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    php: shop.php.version,
    sapi: shop.sapi === 'fpm' ? 'PHP-FPM behind nginx' : shop.sapi,
    wordpress: shop.wordpressVersion,
    store: shop.store.label,
    database: await databaseOf(shop),
  };
}

async function databaseOf(shop: Shop): Promise<string> {
  if (shop.database === 'sqlite')
    return `SQLite ${await evalPhp<string>(shop, "return ( new PDO( 'sqlite::memory:' ) )->query( 'SELECT sqlite_version()' )->fetchColumn();")}`;
  const version = await evalPhp<string>(shop, "return $GLOBALS['wpdb']->get_var( 'SELECT VERSION()' );");
  return `MariaDB ${version.split('-')[0]}`;
}

/** How many programs wanted a core in the last minute: with more than `cores`, times are not the machine's best. */
export function load(): number {
  return rounded(loadavg()[0] ?? 0, 1);
}

export function describe(machine: Machine): string {
  const { cores, memory_gb, node, php, sapi, wordpress, store, database } = machine;
  return `${cores} cores, ${memory_gb} GB; ${store}, WordPress ${wordpress}, PHP ${php} (${sapi}), ${database}; Node ${node}`;
}
