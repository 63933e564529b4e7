import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { control } from '../../demo/back-office-control.ts';
import { evalPhp } from '../../stage/index.ts';
import { describe, machineOf } from '../machine.ts';
import type { Options } from '../options.ts';
import type { Result } from '../result.ts';
import { openRoad, type Road } from '../road/road.ts';
import { median, percentile, rounded } from '../statistics.ts';
import { table } from '../table.ts';

const SKU = 'BENCH-LANTERN';
const MOVEMENTS = 20;
const AIM_MS = 2000;
const WAIT_MS_MAX = 60_000;

/** From a movement in the warehouse's books to the page of the product on real WooCommerce that shows it. */
export async function movement(options: Options): Promise<Result> {
  const { folder, orders, say } = options;
  const availability = { nodes: { MAIN: { role: 'wms' } } };
  const road = await openRoad({
    ...options,
    folder: join(folder, 'movement'),
    database: 'mariadb',
    doorbell: true,
    availability,
  });
  try {
    const machine = await machineOf(road.served.shop);
    const page = await evalPhp<string>(road.served.shop, PRODUCT, { sku: SKU });
    await control(road.backOffice, 'wms', 'PUT', `items/${SKU}`, { on_hand: 500 });
    await shows(page, 500);
    // The first telling adopts the shop's stock; only then movements are what is measured.
    await moved(road, page, 501);
    const ms: number[] = [];
    for (let nth = 1; nth <= (orders ?? MOVEMENTS); nth += 1) {
      await pause(Math.random() * 1000);
      ms.push(await moved(road, page, 501 + nth));
      say(`movement ${nth}: on the page after ${ms.at(-1)} ms`);
    }
    const found = { p50: rounded(median(ms), 0), p95: rounded(percentile(ms, 0.95), 0), most: Math.max(...ms) };
    return {
      lines: [
        describe(machine),
        '',
        table([
          ['warehouse → product page, ms', 'movements', 'p50', 'p95', 'most'],
          ['told by webhook', ms.length, found.p50, found.p95, found.most],
        ]),
      ],
      json: { machine, movements: ms.length, ms: found },
      ...(found.p95 > AIM_MS ? { problem: `a movement took ${found.p95} ms (p95), more than ${AIM_MS}` } : {}),
    };
  } finally {
    await road.stop();
  }
}

async function moved({ backOffice }: Road, page: string, units: number): Promise<number> {
  await control(backOffice, 'wms', 'POST', 'movements', { kind: 'receipt', sku: SKU, quantity: 1 });
  const began = Date.now();
  await shows(page, units);
  return Date.now() - began;
}

/** Throws where the page doesn't say so within a minute. */
async function shows(page: string, units: number): Promise<void> {
  const deadline = Date.now() + WAIT_MS_MAX;
  for (;;) {
    const html = await (await fetch(page)).text();
    if (html.includes(`${units} in stock`)) return;
    if (Date.now() > deadline)
      throw new Error(`the page never showed ${units} in stock: ${/[\d,]+ in stock|Out of stock/i.exec(html)?.[0]}`);
    await pause(50);
  }
}

/** A product whose stock WooCommerce keeps; answers its page's address. */
const PRODUCT = `
  $product = new WC_Product_Simple();
  $product->set_name( 'Lantern' );
  $product->set_sku( $args['sku'] );
  $product->set_regular_price( '12.50' );
  $product->set_manage_stock( true );
  $product->set_stock_quantity( 500 );
  $product->set_status( 'publish' );
  $product->save();
  return add_query_arg( array( 'post_type' => 'product', 'p' => $product->get_id() ), home_url( '/' ) );`;
