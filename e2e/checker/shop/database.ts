import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MariadbShop } from './mariadb.ts';
import { SqliteShop } from './sqlite.ts';
import { readWpConfig } from './wp-config.ts';

/** One row, every value as text. */
export type TextRow = Readonly<Record<string, string | null>>;

/** A shop's own database, read only. SQL is what SQLite and MariaDB both understand. */
export interface ShopDatabase {
  /** Of the tables' names: `wp_`. */
  readonly prefix: string;
  /** `SELECT columns… rest`, where `columns` maps a result's name to its expression. Throws `CannotCount`. */
  select(columns: Readonly<Record<string, string>>, rest: string): TextRow[];
  hasTable(name: string): boolean;
  close(): void;
}

/** Opens the database that a WordPress folder's configuration names. Throws `CannotCount`. */
export function openShopDatabase(wordpress: string, mariadbSocket?: string): ShopDatabase {
  const { prefix, constants } = readWpConfig(wordpress);
  const folder = constants.get('DB_DIR') ?? join(wordpress, 'wp-content/database');
  const file = join(folder, constants.get('DB_FILE') ?? '.ht.sqlite');
  if (mariadbSocket === undefined && existsSync(file)) return new SqliteShop(file, prefix);
  return new MariadbShop(constants, prefix, mariadbSocket);
}
