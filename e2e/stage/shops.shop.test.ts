import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { basket, buy, type Checkout, createByRest, createInPhp, restAccess } from './buyer/index.ts';
import { evalPhp, layShop, PhpFailed, type ServedShop, type ShopOptions, serveShop } from './index.ts';
import { findProgram } from './php/find.ts';
import { isFree } from './serving/ports.ts';
import { livingMembers } from './serving/process.ts';
import { findStore } from './source/store.ts';

type Kind = Pick<ShopOptions, 'database' | 'hpos' | 'sapi'> & { store: 'woocommerce' | 'double' };

const kinds: ReadonlyArray<readonly [string, Kind]> = [
  ['woocommerce, HPOS, SQLite', { store: 'woocommerce', hpos: true, database: 'sqlite' }],
  ['woocommerce, legacy orders, SQLite', { store: 'woocommerce', hpos: false, database: 'sqlite' }],
  ['woocommerce, HPOS, MariaDB, PHP-FPM', { store: 'woocommerce', hpos: true, database: 'mariadb', sapi: 'fpm' }],
  ['store double, SQLite', { store: 'double', hpos: false, database: 'sqlite' }],
];

async function lacking(kind: Kind): Promise<string | undefined> {
  if (kind.database === 'mariadb' && !findProgram('mariadbd', 'mysqld')) return 'no MariaDB on this machine';
  if (kind.sapi === 'fpm' && !findProgram('apt-get', 'nginx')) return 'no PHP-FPM on this machine';
  return await findStore(kind.store, undefined, () => {}).then(
    () => undefined,
    (error: Error) => `no ${kind.store}: ${error.message}`,
  );
}

const whatAnOrderIs = `
  $order = wc_get_order( $args['id'] );
  return array( 'key' => $order->get_order_key(), 'status' => $order->get_status(), 'lines' => count( $order->get_items() ),
    'table' => $GLOBALS['wpdb']->get_var( "SELECT post_type FROM {$GLOBALS['wpdb']->posts} WHERE ID = " . (int) $args['id'] ) );`;

describe.each(kinds)('%s', (_name, kind) => {
  let folder = '';
  let served: ServedShop | undefined;
  let lacks: string | undefined;

  beforeAll(async () => {
    lacks = await lacking(kind);
    if (lacks) return;
    folder = mkdtempSync(join(tmpdir(), 'stage-shop-'));
    // The plugin under test has its own tests: what is tested here is the stage.
    served = await serveShop(await layShop({ ...kind, folder, causeway: 'absent', phpIni: { output_buffering: '1' } }));
  });
  afterAll(async () => {
    await served?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  function shopOf(context: TestContext): ServedShop {
    if (lacks) context.skip(lacks);
    if (!served) throw new Error('the shop was not laid');
    return served;
  }

  test('is what was asked for', async (context) => {
    const { shop } = shopOf(context);
    expect(shop.store.label).toBe(kind.store === 'double' ? 'store double' : `woocommerce ${shop.store.version}`);
    const facts = await evalPhp(
      shop,
      `return array(
      'products' => count( wc_get_products( array( 'limit' => -1 ) ) ), 'sku' => wc_get_product_id_by_sku( 'SKU-020' ) > 0,
      'currency' => get_woocommerce_currency(), 'country' => get_option( 'woocommerce_default_country' ),
      'environment' => wp_get_environment_type(), 'cron' => DISABLE_WP_CRON, 'user' => wp_get_current_user()->user_login );`,
    );
    expect(facts).toEqual({
      products: 20,
      sku: true,
      currency: 'EUR',
      country: 'DE',
      environment: 'local',
      cron: true,
      user: 'admin',
    });
  });

  test.for<Checkout>(['block', 'classic'])('sells through the %s checkout', async (checkout, context) => {
    const { shop } = shopOf(context);
    const bought = await buy(shop, basket(2), checkout);
    expect(bought.respondedAtMs).toBeGreaterThan(bought.sentAtMs);
    const table = kind.hpos ? 'shop_order_placehold' : 'shop_order';
    expect(await evalPhp(shop, whatAnOrderIs, { id: bought.orderId })).toEqual({
      key: bought.orderKey,
      status: 'processing',
      lines: 3,
      table,
    });
  });

  test('takes orders by REST and in PHP', async (context) => {
    const { shop } = shopOf(context);
    const made = [await createInPhp(shop, basket(1))];
    if (kind.store === 'woocommerce') made.push(await createByRest(shop, await restAccess(shop), basket(1)));
    for (const { orderId, orderKey } of made) {
      expect(await evalPhp(shop, whatAnOrderIs, { id: orderId })).toMatchObject({
        key: orderKey,
        status: 'processing',
        lines: 2,
      });
    }
  });

  test('reaches 127.0.0.1 from PHP and nothing outside; no mail leaves', async (context) => {
    const { shop } = shopOf(context);
    const reached = await evalPhp(
      shop,
      `
      $own   = wp_remote_get( $args['url'] . '/readme.html' );
      $other = wp_remote_get( 'https://example.com/' );
      return array( wp_remote_retrieve_response_code( $own ), is_wp_error( $other ) ? $other->get_error_code() : 'reached', wp_mail( 'a@example.test', 'Probe', 'x' ) );`,
      { url: shop.url },
    );
    expect(reached).toEqual([200, 'http_request_not_executed', true]);
    expect(readFileSync(shop.mailLog, 'utf8')).toContain('"subject":"Probe"');
  });

  test('tells what went wrong in PHP', async (context) => {
    const { shop } = shopOf(context);
    await expect(evalPhp(shop, `throw new RuntimeException( 'the reason' );`)).rejects.toThrow(PhpFailed);
    await expect(evalPhp(shop, `throw new RuntimeException( 'the reason' );`)).rejects.toThrow('the reason');
  });

  test('comes back after PHP and the database were killed', async (context) => {
    const { shop, php, database } = shopOf(context);
    await Promise.all([php.kill(), database?.kill()]);
    expect(await isFree(shop.port)).toBe(true);
    await database?.start();
    await php.start();
    expect((await buy(shop, basket(0))).orderId).toBeGreaterThan(0);
  });

  test('leaves no process and no listener after stop', async (context) => {
    const { shop, php, database, stop } = shopOf(context);
    const groups = [...php.pids(), ...(database?.pids() ?? [])];
    expect(groups.length).toBeGreaterThan(0);
    await stop();
    expect(groups.flatMap(livingMembers)).toEqual([]);
    expect(await isFree(shop.port)).toBe(true);
    expect(execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' })).not.toContain(shop.folder);
  });
});
