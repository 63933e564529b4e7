import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { runScript } from '../../promises/volume/shop-at-work.ts';
import { basket, buyByBlockCheckout, createInPhp } from '../../stage/buyer/index.ts';
import { describe, machineOf } from '../machine.ts';
import type { Options } from '../options.ts';
import { abba, type Side } from '../pairing.ts';
import type { Result } from '../result.ts';
import { completedOrders } from '../road/orders.ts';
import { openRoad, type Road } from '../road/road.ts';
import { percentile, rounded } from '../statistics.ts';
import { table } from '../table.ts';

const ORDERS = 10_000;
const INSERT_S_MAX = 60;
/** How long the drain is watched from the first order on; with --full, and where fewer orders are asked for, to its end. */
const WATCHED_MS = 75_000;
/** What the worker has to do while customers are at the checkout: more than it may take to the ERP meanwhile. */
const WAITING = 1500;
const WAITING_FULL = 4000;
const AIM = 1.1;
/** What the ERP may be asked in a second while customers are at the checkout. */
const CAPPED_PER_SECOND = 3;
/** Checkouts of one turn, with the worker at work or stopped; and pairs of turns. */
const LOT = 5;
const PAIRS = 6;
const PAIRS_FULL = 20;

/**
 * 10,000 captured orders within a minute: how fast they come to the ERP and to their end, and how old the oldest becomes. Then
 * some at a capped rate, while customers buy with the worker at work and stopped in turns.
 */
export async function burst(options: Options): Promise<Result> {
  const { folder, full, say } = options;
  const orders = options.orders ?? ORDERS;
  const drained = await drain(options, join(folder, 'drain'), orders);
  say(`of ${orders} orders ${drained.in_erp} came to the ERP in ${drained.erp_s} s`);
  const [waiting, pairs] = full ? [WAITING_FULL, PAIRS_FULL] : [WAITING, PAIRS];
  const checkout = await checkouts(options, join(folder, 'checkout'), waiting, pairs);
  const { machine } = drained;
  const ratio = rounded(checkout.on / checkout.off);
  return {
    lines: [
      describe(machine),
      '',
      drainTable(orders, drained),
      '',
      table([
        ['block checkout, p95 ms', 'worker stopped', `draining at ${CAPPED_PER_SECOND}/s`, 'ratio', 'each'],
        ['in turns', checkout.off, checkout.on, ratio, checkout.each],
      ]),
      '',
      `Aim ${AIM}: ${ratio <= AIM ? 'met' : 'missed'}.`,
    ],
    json: {
      ...{ orders, ...drained },
      checkout_p95_ms: checkout,
      ...{ capped_per_second: CAPPED_PER_SECOND, ratio, aim: AIM },
    },
    ...(drained.inserted_s > INSERT_S_MAX ? { problem: `no burst: inserted within ${drained.inserted_s} s` } : {}),
  };
}

interface Drained {
  readonly inserted_s: number;
  /** When the last of those that came to the ERP did, from the first order's insertion on. */
  readonly erp_s: number;
  readonly in_erp: number;
  /** When `completed` orders were completed in the shop. */
  readonly watched_s: number;
  readonly completed: number;
  /** How long the oldest waited for the ERP, or (not all are there) waits by now. */
  readonly worst_age_s: number;
}

function drainTable(orders: number, { inserted_s, erp_s, in_erp, watched_s, completed, worst_age_s }: Drained): string {
  const all = in_erp >= orders;
  return table([
    [`${orders} captured orders`, 'orders', 'within, s', 'a minute'],
    ['inserted', orders, inserted_s, rounded((orders / inserted_s) * 60, 0)],
    ['in the ERP', in_erp, erp_s, rounded((in_erp / erp_s) * 60, 0)],
    ['completed in the shop', completed, watched_s, rounded((completed / watched_s) * 60, 0)],
    [all ? 'the oldest waited for the ERP' : 'the oldest waits for the ERP since', '', worst_age_s, ''],
  ]);
}

async function drain(options: Options, folder: string, orders: number) {
  const [lane = 'exchange'] = options.lanes;
  const road = await openRoad({ ...options, folder, database: 'mariadb', doorbell: true, lane });
  try {
    const machine = await machineOf(road.served.shop);
    const began = await inserted(road, orders);
    const inserted_s = since(began);
    const completed = async () => Math.max(0, (await completedOrders(road.served.shop)) - BESIDE);
    const watched = options.full || options.orders !== null ? Number.POSITIVE_INFINITY : began + WATCHED_MS;
    await until(options, async () => Date.now() > watched || (await completed()) >= orders);
    const [taken, watched_s] = [inErp(road), since(began)];
    const [in_erp, erp_s] = [taken.taken - BESIDE, rounded((taken.lastAt - began) / 1000, 1)];
    // Captured within the same seconds, so the last to arrive is the oldest within a second or two.
    const worst_age_s = in_erp >= orders ? erp_s : watched_s;
    return { machine, lane, inserted_s, erp_s, in_erp, watched_s, completed: await completed(), worst_age_s };
  } finally {
    await road.stop();
  }
}

/** p95 of each side, in ms. */
async function checkouts(options: Options, folder: string, orders: number, pairs: number) {
  const rates = [{ requests: CAPPED_PER_SECOND, perSeconds: 1, burst: CAPPED_PER_SECOND }];
  const road = await openRoad({ ...options, folder, database: 'mariadb', doorbell: true, limits: { rates } });
  const ms: Record<Side, number[]> = { off: [], on: [] };
  let number = BESIDE;
  const buy = async () => {
    number += 1;
    const { sentAtMs, respondedAtMs } = await buyByBlockCheckout(road.served.shop, basket(number));
    return respondedAtMs - sentAtMs;
  };
  try {
    await buy();
    await inserted(road, orders);
    for (const side of abba(pairs)) {
      process.kill(road.workerPid, side === 'off' ? 'SIGSTOP' : 'SIGCONT');
      // What was under way in PHP when the worker stopped.
      await pause(1000);
      for (let bought = 0; bought < LOT; bought += 1) ms[side].push(await buy());
      options.say(`${number - BESIDE - 1} checkouts`);
    }
    process.kill(road.workerPid, 'SIGCONT');
    const { taken } = inErp(road);
    if (taken >= orders) throw new Error(`the worker had nothing left to do: more than ${orders} orders are needed`);
    return { off: percentile(ms.off, 0.95), on: percentile(ms.on, 0.95), each: ms.on.length };
  } finally {
    process.kill(road.workerPid, 'SIGCONT');
    await road.stop();
  }
}

/** Orders beside the burst: the one that all others are copies of, and one that rings the doorbell, as captures do. */
const BESIDE = 2;

/** Orders and looks as capture leaves them. Returns when that began (epoch ms). */
async function inserted(road: Road, orders: number): Promise<number> {
  const { shop } = road.served;
  const { orderId } = await createInPhp(shop, basket(1));
  const began = Date.now();
  await runScript<number[]>(shop, 'looks', { like: orderId, orders, days: 0 });
  await createInPhp(shop, basket(2));
  return began;
}

function inErp({ sandboxFolder }: Road): { readonly taken: number; readonly lastAt: number } {
  const erp = new DatabaseSync(join(sandboxFolder, 'erp.sqlite'), { readOnly: true, timeout: 5000 });
  try {
    const [row] = erp
      .prepare('SELECT COUNT(*) AS taken, COALESCE(MAX(created_at_ms), 0) AS lastAt FROM sales_order')
      .all();
    return row as { taken: number; lastAt: number };
  } finally {
    erp.close();
  }
}

async function until({ patienceSeconds, say }: Options, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patienceSeconds * 1000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not all came through in ${patienceSeconds} s`);
    await pause(1000);
  }
  say('all there');
}

const since = (began: number) => rounded((Date.now() - began) / 1000, 1);
