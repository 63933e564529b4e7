import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Effect } from '@causeway/contracts';
import { layShop, type Shop, serveShop } from '../../stage/index.ts';
import { describe, machineOf } from '../machine.ts';
import type { Options } from '../options.ts';
import { abba, pairsOf, type Run } from '../pairing.ts';
import type { Result } from '../result.ts';
import { completedOrders, makeOrders, query } from '../road/orders.ts';
import { median, percentile, rounded } from '../statistics.ts';
import { table } from '../table.ts';
import { openShopSide, type ServedOrder, type ShopSide } from './shop-side.ts';

const AIM = 0.6;
/** Orders of one run; each gets its ERP number and then its status: two changes. */
const LOT = 20;
const CHANGES = 2 * LOT;
const ORDERS = 320;
const ORDERS_FULL = 2000;

/**
 * ERP numbers and status changes a second through the plugin's exchange, beside a loop in PHP that loads each order, sets the same
 * fields and saves, without the plugin: in turns on one shop.
 */
export async function writeback(options: Options): Promise<Result> {
  const { say, folder } = options;
  const wanted = options.orders ?? (options.full ? ORDERS_FULL : ORDERS);
  const pairs = Math.max(2, 2 * Math.floor(wanted / (4 * LOT)));
  const orders = 2 * pairs * LOT;
  const laid = await layShop({
    ...{ folder: join(folder, 'shop'), store: 'woocommerce', database: 'mariadb', sapi: 'fpm', debug: false, say },
  });
  copyFileSync(join(import.meta.dirname, 'bare-loop.php'), join(laid.site, 'wp-content/mu-plugins/bare-loop.php'));
  const served = await serveShop(laid);
  try {
    const { shop } = served;
    const side = await openShopSide(shop);
    await makeOrders(shop, orders, (_, sofar) => say(`${sofar} of ${orders} orders made`));
    const waiting = await side.take();
    const machine = await machineOf(shop);
    const ms = await inTurns(shop, side, waiting, pairs, say);
    await insistOnAll(shop, orders);
    const rate = (of: readonly number[]) => rounded((CHANGES * 1000) / median(of), 1);
    const ratios = ms.map(({ off, on }) => off / on);
    const ratio = rounded(median(ratios));
    const quartiles = [rounded(percentile(ratios, 0.25)), rounded(percentile(ratios, 0.75))] as const;
    const [causeway, bare] = [rate(ms.map(({ on }) => on)), rate(ms.map(({ off }) => off))];
    const head = [
      'changes a second (ERP number, status)',
      'bare loop',
      'by the exchange',
      'ratio',
      'half of the pairs',
    ];
    const row = [`${pairs} pairs of ${CHANGES}`, bare, causeway, ratio, `${quartiles[0]} … ${quartiles[1]}`];
    return {
      lines: [describe(machine), '', table([head, row]), '', `Aim ${AIM}: ${ratio >= AIM ? 'met' : 'missed'}.`],
      json: { machine, changes: 2 * orders, pairs, per_second: { bare, causeway }, ratio, quartiles, aim: AIM },
    };
  } finally {
    await served.stop();
  }
}

async function inTurns(
  shop: Shop,
  side: ShopSide,
  waiting: readonly ServedOrder[],
  pairs: number,
  say: (line: string) => void,
) {
  const runs: Run<number>[] = [];
  for (const [index, turn] of abba(pairs).entries()) {
    const lot = waiting.slice(index * LOT, (index + 1) * LOT);
    if (lot.length < LOT) throw new Error(`the shop served only ${waiting.length} orders`);
    const began = performance.now();
    if (turn === 'on') await byExchange(side, lot);
    else await byBareLoop(shop, lot);
    runs.push({ side: turn, of: performance.now() - began });
    if (index % 4 === 3) say(`${index + 1} of ${2 * pairs} runs`);
  }
  return pairsOf(runs);
}

const numberOf = ({ id }: ServedOrder) => ({ number: `SO-${id}`, external_id: `DEMO-${id}-0000` });

async function byExchange(side: ShopSide, lot: readonly ServedOrder[]): Promise<void> {
  const effects = lot.flatMap((order): Effect[] => {
    const subject = `order/${order.id}`;
    const guarded = { subject, epoch: side.epoch, decided_on: order.decidedOn, accepts: ['processing'] };
    return [
      { ...guarded, id: `${subject}@1`, n: 1, kind: 'erp_number', body: numberOf(order) },
      { ...guarded, id: `${subject}@2`, n: 2, kind: 'status', body: { to: 'completed', note: 'Shipped.' } },
    ];
  });
  for (let left = effects; left.length > 0; ) {
    const answers = await side.tell(left);
    const other = answers.find(({ result }) => result !== 'applied' && result !== 'later');
    if (other !== undefined) throw new Error(`an effect was answered ${other.result}: ${other.message}`);
    // What an exchange has no time for comes with the next, as the worker does it.
    const later = new Set(answers.filter(({ result }) => result === 'later').map(({ id }) => id));
    if (later.size === left.length) throw new Error('an exchange applied nothing');
    left = left.filter(({ id }) => later.has(id));
  }
}

async function byBareLoop(shop: Shop, lot: readonly ServedOrder[]): Promise<void> {
  const body = JSON.stringify(lot.map((order) => ({ id: order.id, ...numberOf(order) })));
  const answer = await fetch(`${shop.url}/?bare_loop=1`, { method: 'POST', body });
  const said = await answer.text();
  if (said !== 'done') throw new Error(`the bare loop answered ${answer.status}: ${said.slice(0, 300)}`);
}

/** A loop that changed nothing would be fast. */
async function insistOnAll(shop: Shop, orders: number): Promise<void> {
  const meta = "SELECT COUNT(*) FROM causeway.wp_wc_orders_meta WHERE meta_key = '_causeway_erp_number'";
  const found = [await completedOrders(shop), Number(await query(shop, meta))];
  if (found.some((count) => count !== orders)) throw new Error(`${found.join(' and ')} of ${orders} were written`);
}
