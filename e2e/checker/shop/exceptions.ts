import { CannotCount } from '../failure.ts';
import type { ShopDatabase } from './shop-database.ts';

/** Causes that someone must still see to. Throws `CannotCount` when the plugin's table isn't there. */
export function countExceptions(database: ShopDatabase): number {
  const [row] = database.select(
    { n: 'COUNT(*)' },
    `FROM ${tableOf(database)} WHERE status IN ('open', 'acknowledged')`,
  );
  return Number(row?.n ?? 0);
}

/** Ids of the orders that such a cause names. Throws `CannotCount`. */
export function readExcepted(database: ShopDatabase): Set<number> {
  const table = tableOf(database);
  const rows = database.select(
    { subject: 's.subject' },
    `FROM ${table}_subject s JOIN ${table} e ON e.cause = s.cause WHERE e.status IN ('open', 'acknowledged') AND s.subject LIKE 'order/%'`,
  );
  return new Set(rows.map(({ subject }) => Number((subject ?? '').slice('order/'.length))));
}

function tableOf(database: ShopDatabase): string {
  const table = `${database.prefix}causeway_exception`;
  if (!database.hasTable(table)) throw new CannotCount(`the shop has no table ${table}: is the plugin active?`);
  return table;
}
