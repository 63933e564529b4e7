import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminRoute } from '../demo/connect.ts';
import { placeOrders } from '../demo/customers.ts';
import { type Demo, startTrytonDemo } from '../demo/demo.ts';
import { demoOptions } from '../demo/options.ts';
import type { TrytonOffice } from '../demo/tryton-office.ts';
import { eventually } from '../promises/ground.ts';
import { evalPhp } from '../stage/index.ts';
import { WarehouseHands } from './hands.ts';
import { PLACES } from './set-up/wanted.ts';

const checkout = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'causeway-return-'));
const PATIENCE_MS = 150_000;
let demo: Demo<TrytonOffice>;

beforeAll(async () => {
  const options = demoOptions(['--check', '--erp', 'tryton', '--wms', 'tryton', '--dir', folder], checkout);
  if (options === null) throw new Error('no options');
  demo = await startTrytonDemo(options, checkout, () => undefined);
  await demo.worker.stop();
  followReturns(demo.worker.configuration);
  await demo.worker.start();
});
afterAll(async () => {
  await demo?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** As an agency would: both systems know where goods are put that are not sold again. */
function followReturns(file: string): void {
  const configuration = JSON.parse(readFileSync(file, 'utf8'));
  for (const system of Object.values<{ places?: object }>(configuration.systems)) system.places = PLACES;
  for (const shop of configuration.shops) shop.returns = { mode: 'automatic', approveUpTo: '1000', payment: 'none' };
  writeFileSync(file, JSON.stringify(configuration));
}

interface ShopOrder {
  readonly id: number;
  readonly status: string;
  readonly item: number;
  readonly refunded: string;
  readonly refunds: number;
}

const ORDER = `
  $order = wc_get_orders( array( 'limit' => 1, 'type' => 'shop_order' ) )[0];
  return array(
    'id' => $order->get_id(), 'status' => $order->get_status(), 'item' => array_key_first( $order->get_items() ),
    'refunded' => $order->get_total_refunded(), 'refunds' => count( $order->get_refunds() ),
  );`;
const orderOfShop = () => evalPhp<ShopOrder>(demo.served.shop, ORDER, {});

/** What the panel shows of the one return. */
const stateInShop = () =>
  evalPhp<string | null>(
    demo.served.shop,
    `return $GLOBALS['wpdb']->get_var( "SELECT state FROM {$GLOBALS['wpdb']->prefix}causeway_subject WHERE subject LIKE 'return/%'" );`,
    {},
  );

/** What Tryton's own database says. */
function inTryton(sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(demo.backOffice.tryton.databaseFile, { readOnly: true, timeout: 10_000 });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

const RETURNED = "SELECT id, number, state FROM stock_shipment_out_return WHERE reference LIKE 'DEMO-R%'";
/** With what it takes off the customer's account. */
const CREDITED = `SELECT state, (SELECT sum(credit - debit) FROM account_move_line AS line
  WHERE line.move = invoice.move AND line.account = invoice.account) AS total
  FROM account_invoice AS invoice WHERE reference LIKE 'DEMO-R%'`;
const SET_ASIDE = `SELECT sum(move.quantity) AS units FROM stock_move AS move
  JOIN stock_location AS place ON place.id = move.to_location WHERE place.code = '${PLACES.damaged}' AND move.state = 'done'`;

test('a return from the shop to closed on a real Tryton: one return, one receipt, one refund, one posted credit note', async () => {
  await placeOrders({ shop: demo.served.shop, orders: 1, log: demo.buyerLog, say: () => undefined });
  await eventually(async () => expect((await orderOfShop()).status).toBe('completed'), PATIENCE_MS, 1000);
  const { id, item } = await orderOfShop();
  const lines = [{ item_id: item, quantity: '1' }];
  await adminRoute(demo.served.shop, 'POST', '/causeway/v1/return-requests', { order: id, lines, reason: 'Too small' });
  await eventually(() => expect(inTryton(RETURNED)).toMatchObject([{ state: 'draft' }]), PATIENCE_MS, 1000);
  const shipment = Number(inTryton(RETURNED)[0]?.id);
  const hands = new WarehouseHands(await demo.backOffice.tryton.session('warehouse'));
  const sku = inTryton(`SELECT product.code FROM stock_move AS move JOIN product_product AS product
    ON product.id = move.product WHERE move.shipment = 'stock.shipment.out.return,${shipment}'`)[0]?.code;
  await hands.inspect(shipment, { [String(sku)]: { [PLACES.damaged]: 1 } });
  await eventually(() => expect(inTryton(CREDITED)).toMatchObject([{ state: 'posted' }]), PATIENCE_MS, 1000);
  await eventually(async () => expect(await stateInShop()).toBe('closed'), PATIENCE_MS, 1000);
  const { refunded, refunds } = await orderOfShop();
  expect(refunds).toBe(1);
  expect(Number(refunded)).toBeGreaterThan(0);
  expect(Number(inTryton(CREDITED)[0]?.total)).toBeCloseTo(Number(refunded), 4);
  expect(inTryton(SET_ASIDE)).toEqual([{ units: 1 }]);
  expect(
    inTryton("SELECT id FROM sale_sale WHERE reference LIKE 'DEMO-R%' AND origin LIKE 'sale.sale,%'"),
  ).toHaveLength(1);
});
