import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Database, Sapi } from './options.ts';
import type { Php } from './php/find.ts';

/** The store that runs in a shop; `label` is what results quote. */
export interface Store {
  readonly kind: 'woocommerce' | 'double';
  readonly version: string;
  /** 'woocommerce 11.0.1' or 'store double' */
  readonly label: string;
  /** Why this one, in a sentence. */
  readonly reason: string;
}

/** A laid shop, at rest or served. The same value is kept in `<folder>/shop.json`. */
export interface Shop {
  readonly folder: string;
  /** WordPress's root (ABSPATH). */
  readonly site: string;
  readonly port: number;
  /** http://127.0.0.1:PORT, without a slash at the end */
  readonly url: string;
  readonly store: Store;
  readonly wordpressVersion: string;
  readonly database: Database;
  readonly hpos: boolean;
  readonly sapi: Sapi;
  readonly admin: { readonly login: string; readonly password: string };
  readonly php: Php;
  /** WordPress's and PHP's notices. */
  readonly debugLog: string;
  /** One JSON line `{ to, subject, at }` for each e-mail that the shop would have sent. */
  readonly mailLog: string;
  /** Unix socket of MariaDB; absent on SQLite. */
  readonly socket?: string;
  /** Proves to the stage's own routes (readiness) that the caller laid this shop. */
  readonly secret: string;
  /** Paths, e.g. '/checkout/'. */
  readonly pages: { readonly checkout: string; readonly classicCheckout: string; readonly shop: string };
}

export function keepShop(shop: Shop): Shop {
  writeFileSync(join(shop.folder, 'shop.json'), `${JSON.stringify(shop, null, 2)}\n`, { mode: 0o600 });
  return shop;
}

/** Opens a shop that was laid before. Throws when there is none in `folder`. */
export function openShop(folder: string): Shop {
  const file = join(resolve(folder), 'shop.json');
  if (!existsSync(file)) throw new Error(`no shop is laid in ${folder}: run \`lay --dir ${folder}\` first`);
  return JSON.parse(readFileSync(file, 'utf8')) as Shop;
}
