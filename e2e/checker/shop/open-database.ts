import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MariadbShop } from './mariadb.ts';
import type { ShopDatabase } from './shop-database.ts';
import { SqliteShop } from './sqlite.ts';
import { readWpConfig } from './wp-config.ts';

/** Opens the database that a WordPress folder's configuration names. Throws `CannotCount`. */
export function openShopDatabase(wordpress: string, mariadbSocket?: string): ShopDatabase {
  const { prefix, constants } = readWpConfig(wordpress);
  const folder = constants.get('DB_DIR') ?? join(wordpress, 'wp-content/database');
  const file = join(folder, constants.get('DB_FILE') ?? '.ht.sqlite');
  if (mariadbSocket === undefined && existsSync(file)) return new SqliteShop(file, prefix);
  return new MariadbShop(constants, prefix, mariadbSocket);
}
