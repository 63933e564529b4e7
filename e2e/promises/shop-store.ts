import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { adminRoute } from '../demo/connect.ts';
import { evalPhp, type Shop } from '../stage/index.ts';
import { rowsOf } from '../stage/serving/mariadb.ts';

export interface StoredOrder {
  readonly id: number;
  readonly key: string;
  readonly email: string;
  readonly status: string;
}

/** Orders that the shop's own store holds in one of these statuses. Needs no PHP server. */
export function ordersOf(shop: Shop, statuses: readonly string[], email = ''): Promise<StoredOrder[]> {
  return evalPhp(
    shop,
    `$query = array( 'type' => 'shop_order', 'limit' => -1, 'status' => $args['statuses'] );
     $orders = wc_get_orders( $args['email'] ? $query + array( 'billing_email' => $args['email'] ) : $query );
     return array_map( static fn( $order ) => array( 'id' => $order->get_id(), 'key' => $order->get_order_key(),
       'email' => $order->get_billing_email(), 'status' => $order->get_status() ), $orders );`,
    { statuses, email },
  );
}

export function statusOf(shop: Shop, orderId: number): Promise<string> {
  return evalPhp(shop, 'return wc_get_order( $args["id"] )->get_status();', { id: orderId });
}

/** What an administrator does in PHP to one order: `statements` find it as `$order`. */
export async function change(shop: Shop, orderId: number, statements: string): Promise<void> {
  await evalPhp(shop, `$order = wc_get_order( $args['id'] ); ${statements}`, { id: orderId });
}

/** Runs SQL on Causeway's own tables: `{link}` is one of them by its name. Gives the rows, every value a text or null. */
export async function sql<T = Record<string, string | null>>(shop: Shop, statement: string): Promise<T[]> {
  // Tests ask again and again until something is so: a PHP with all of WordPress each time would be most of the work.
  const named = statement.replaceAll(/\{(\w+)\}/g, 'wp_causeway_$1');
  if (shop.socket !== undefined) return (await rowsOf(shop.socket, named)) as T[];
  if (/^\s*SELECT /i.test(statement)) return read<T>(shop, named);
  const code = `global $wpdb;
    $rows = $wpdb->get_results( $args['sql'], ARRAY_A );
    if ( '' !== $wpdb->last_error ) { throw new RuntimeException( $wpdb->last_error ); }
    return $rows;`;
  return evalPhp(shop, code, { sql: named });
}

function read<T>(shop: Shop, statement: string): T[] {
  const database = new DatabaseSync(join(shop.folder, 'database/shop.sqlite'), { readOnly: true, timeout: 10_000 });
  try {
    const rows = database.prepare(statement).all();
    const asTexts = (row: object) =>
      Object.entries(row).map(([name, value]) => [name, value === null ? null : `${value}`]);
    return rows.map((row) => Object.fromEntries(asTexts(row)) as T);
  } finally {
    database.close();
  }
}

export interface PanelOrder {
  readonly state: string;
  readonly reason: string;
  readonly waiting_for: string;
  readonly external_id: string | null;
  readonly erp_number: string | null;
  readonly gates: readonly PanelGate[];
  readonly exception_list: readonly { readonly cause: string; readonly category: string; readonly detail: string }[];
}

export interface PanelGate {
  readonly name: string;
  readonly status: string;
  readonly until: number | null;
  readonly detail: string;
}

/** The panel's picture of an order. */
export function panelOrder(shop: Shop, orderId: number): Promise<PanelOrder> {
  return adminRoute(shop, 'GET', `/causeway/v1/orders/${orderId}`, {});
}

export interface PanelStatus {
  readonly paired: boolean;
  readonly worker: { readonly version: string; readonly seen_at: number | null };
  readonly backlog: { readonly rows: number; readonly oldest_at: number | null };
}

export function panelStatus(shop: Shop): Promise<PanelStatus> {
  return adminRoute(shop, 'GET', '/causeway/v1/status', {});
}

/** Where the shop pokes its worker; '' = nowhere. */
export function doorbellOf(shop: Shop): Promise<string> {
  return evalPhp(shop, 'return get_option( "causeway" )["doorbell"];');
}
