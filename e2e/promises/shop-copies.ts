import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evalPhp, type ServedShop, type Shop, withDatabase } from '../stage/index.ts';
import { socketOf } from '../stage/serving/mariadb.ts';
import { freePort } from '../stage/serving/ports.ts';
import { keepShop } from '../stage/shop.ts';
import { writeConfiguration } from '../stage/site/configuration.ts';
import { copyTree, linkTree } from '../stage/tree.ts';

/** The shop's whole database as it was at one moment. */
export interface Backup {
  /** The shop is gone for a moment, and comes back as it was then. Nothing else is told of it. */
  putBack(): Promise<void>;
}

/** Takes a cold backup, as a host does at night: SQLite's files or MariaDB's data folder. */
export async function backUp(served: ServedShop, name: string): Promise<Backup> {
  const kept = join(served.shop.folder, `../backup-${name}`);
  const database = join(served.shop.folder, 'database');
  await atRest(served, () => copyTree(database, kept));
  return {
    putBack: () =>
      atRest(served, () => {
        rmSync(database, { recursive: true });
        copyTree(kept, database);
      }),
  };
}

/** Runs `work` while nothing of the shop runs: killed, not asked to end. */
async function atRest(served: ServedShop, work: () => void): Promise<void> {
  await served.php.kill();
  await served.database?.kill();
  work();
  await served.database?.start();
  await served.php.start();
}

export interface CopyOptions {
  /** WordPress's environment type there; the original's is `local`. */
  readonly environment?: string;
  /** True: at the address of the original, which must be down when the copy is served. */
  readonly sameAddress?: boolean;
}

/** Copies files and database to a folder beside the shop, as staging tools do: address search-replaced. At rest. */
export async function copyShop(served: ServedShop, name: string, options: CopyOptions = {}): Promise<Shop> {
  const original = served.shop;
  const folder = join(original.folder, `../${name}`);
  const port = options.sameAddress ? original.port : await freePort();
  const copy: Shop = {
    ...original,
    folder,
    site: join(folder, 'site'),
    port,
    url: `http://127.0.0.1:${port}`,
    debugLog: join(folder, 'logs/debug.log'),
    mailLog: join(folder, 'logs/mail.jsonl'),
    ...(original.socket === undefined ? {} : { socket: socketOf(folder) }),
  };
  mkdirSync(join(folder, 'logs'), { recursive: true });
  linkTree(original.site, copy.site);
  rmSync(join(copy.site, 'wp-config.php'));
  await atRest(served, () => copyTree(join(original.folder, 'database'), join(folder, 'database')));
  configure(copy, options.environment ?? 'local');
  keepShop(copy);
  await withDatabase(copy, () => searchReplace(copy, original.url));
  return copy;
}

/** Its address is what its database says, as in most shops. */
function configure(copy: Shop, environment: string): void {
  writeConfiguration(copy, true);
  const file = join(copy.site, 'wp-config.php');
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !/'WP_(HOME|SITEURL)'/.test(line))
    .map((line) => line.replace("'WP_ENVIRONMENT_TYPE', 'local'", `'WP_ENVIRONMENT_TYPE', '${environment}'`));
  writeFileSync(file, lines.join('\n'), { mode: 0o600 });
}

async function searchReplace(copy: Shop, from: string): Promise<void> {
  await evalPhp(
    copy,
    `global $wpdb;
     foreach ( array( 'home', 'siteurl' ) as $name ) {
       $wpdb->update( $wpdb->options, array( 'option_value' => $args['to'] ), array( 'option_name' => $name ) );
     }
     $wpdb->query( $wpdb->prepare( "UPDATE {$wpdb->posts} SET guid = REPLACE( guid, %s, %s )", $args['from'], $args['to'] ) );
     wp_cache_flush();
     return true;`,
    { from, to: copy.url },
  );
}
