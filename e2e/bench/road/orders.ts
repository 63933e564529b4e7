import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { basket } from '../../stage/buyer/index.ts';
import { evalPhp, type Shop } from '../../stage/index.ts';
import { sql } from '../../stage/serving/mariadb.ts';

/** An order made in PHP; `at_ms`: when WooCommerce had saved it (epoch). */
export interface MadeOrder {
  readonly order_id: number;
  readonly order_key: string;
  readonly at_ms: number;
}

const ORDERS_A_PROCESS = 200;

/**
 * Orders made by WooCommerce's objects, of the baskets from `first` on. Making them isn't what is measured: meanwhile the
 * database need not wait for the disk at every statement. `made` is told of each lot.
 */
export async function makeOrders(
  shop: Shop,
  orders: number,
  made: (lot: readonly MadeOrder[], sofar: number) => void,
  { first = 1, atOnce = ORDERS_A_PROCESS }: { readonly first?: number; readonly atOnce?: number } = {},
): Promise<void> {
  const code = readFileSync(join(import.meta.dirname, 'bulk.php'), 'utf8').replace(/^<\?php\s*/, '');
  await query(shop, 'SET GLOBAL innodb_flush_log_at_trx_commit = 2');
  for (let sofar = 0; sofar < orders; ) {
    const count = Math.min(atOnce, orders - sofar);
    const baskets = Array.from({ length: count }, (_, index) => basket(first + sofar + index));
    const lot = await evalPhp<MadeOrder[]>(shop, code, { baskets });
    sofar += lot.length;
    made(lot, sofar);
  }
  await query(shop, 'SET GLOBAL innodb_flush_log_at_trx_commit = 1');
}

export async function completedOrders(shop: Shop): Promise<number> {
  const completed = "SELECT COUNT(*) FROM causeway.wp_wc_orders WHERE type = 'shop_order' AND status = 'wc-completed'";
  return Number(await query(shop, completed));
}

/** One value, as text. */
export async function query(shop: Shop, statement: string): Promise<string> {
  const answer = await sql(shop.socket ?? '', statement);
  if (answer.code !== 0) throw new Error(`MariaDB: ${answer.stderr}`);
  return answer.stdout.trim();
}
