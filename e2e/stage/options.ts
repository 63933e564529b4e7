import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

export type StoreChoice = 'woocommerce' | 'double' | 'auto';
export type Database = 'sqlite' | 'mariadb';
export type Sapi = 'cli-server' | 'fpm' | 'playground';

/** What a shop shall be. Everything but the folder has a default. */
export interface ShopOptions {
  /** Where the shop is laid; an existing shop there is replaced. */
  readonly folder: string;
  /** TCP port on 127.0.0.1; a free one is chosen when absent or 0. */
  readonly port?: number;
  /** 'auto' takes WooCommerce where it can be had, else the store double. */
  readonly store?: StoreChoice;
  readonly database?: Database;
  /** High-performance order storage (WooCommerce's own tables) or legacy posts. Default true. */
  readonly hpos?: boolean;
  /** WordPress folder or zip. */
  readonly wordpress?: string;
  /** WooCommerce folder or zip. */
  readonly woocommerce?: string;
  /** How PHP is served. 'playground' is PHP as WebAssembly: slow, needs no PHP, SQLite only. Default 'cli-server'. */
  readonly sapi?: Sapi;
  readonly adminPassword?: string;
  /** 'active' (default), 'installed' but not activated, or 'absent'. */
  readonly causeway?: 'active' | 'installed' | 'absent';
  /** May missing PHP extensions be installed with apt-get, when root? Else they are unpacked privately. Default false. */
  readonly installPackages?: boolean;
  /** php.ini settings for every PHP process of this shop, e.g. `{ output_buffering: '1' }`. */
  readonly phpIni?: Readonly<Record<string, string>>;
  /** Extra plugins to link and activate: slug → folder. The main file is `slug/slug.php`. */
  readonly plugins?: Readonly<Record<string, string>>;
  /** WP_DEBUG. Default true; notices go to the log file, never to the page. */
  readonly debug?: boolean;
  /** Use no template of an earlier lay and make none. */
  readonly fresh?: boolean;
  /** Told one line per step that takes time. */
  readonly say?: (line: string) => void;
}

export type CompleteOptions = Required<Omit<ShopOptions, 'wordpress' | 'woocommerce'>> &
  Pick<ShopOptions, 'wordpress' | 'woocommerce'>;

export function completed(options: ShopOptions): CompleteOptions {
  const folder = resolve(options.folder);
  mkdirSync(folder, { recursive: true });
  const complete: CompleteOptions = {
    port: 0,
    store: 'auto',
    database: 'sqlite',
    hpos: true,
    sapi: 'cli-server',
    adminPassword: randomBytes(12).toString('base64url'),
    causeway: 'active',
    installPackages: false,
    phpIni: {},
    plugins: {},
    debug: true,
    fresh: false,
    say: () => {},
    ...withoutUndefined(options),
    folder,
  };
  if (complete.sapi === 'playground' && complete.database !== 'sqlite') {
    throw new Error('playground runs on SQLite only');
  }
  return complete;
}

function withoutUndefined<T extends object>(from: T): T {
  return Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as T;
}
