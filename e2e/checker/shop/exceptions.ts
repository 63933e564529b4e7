import { CannotCount } from '../failure.ts';
import type { ShopDatabase } from './shop-database.ts';

/** Causes that someone must still see to. Throws `CannotCount` when the plugin's table isn't there. */
export function countExceptions(database: ShopDatabase): number {
  const table = `${database.prefix}causeway_exception`;
  if (!database.hasTable(table)) throw new CannotCount(`the shop has no table ${table}: is the plugin active?`);
  const [row] = database.select({ n: 'COUNT(*)' }, `FROM ${table} WHERE status IN ('open', 'acknowledged')`);
  return Number(row?.n ?? 0);
}
