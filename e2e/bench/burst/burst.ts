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

const ORDERS = 300;
const ORDERS_FULL = 10_000;
const INSERT_MS_MAX = 60_000;
const AIM = 1.1;
/** What the ERP may be asked in a second while customers are at the checkout. */
const CAPPED_PER_SECOND = 3;
/** Checkouts of one turn, with the worker at work or stopped; and pairs of turns. */
const LOT = 5;
const PAIRS = 6;
const PAIRS_FULL = 20;

/**
 * Captured orders by the hundred within a minute: how long they take to the ERP and to their end, and how old the oldest
 * became. Then the same again at a capped rate, while customers buy with the worker at work and stopped in turns.
 */
export async function burst(options: Options): Promise<Result> {
  const { folder, full, say } = options;
  const orders = options.orders ?? (full ? ORDERS_FULL : ORDERS);
  const drained = await drain(options, join(folder, 'drain'), orders);
  say(`${orders} orders came through in ${drained.completed_s} s`);
  const checkout = await checkouts(options, join(folder, 'checkout'), orders, full ? PAIRS_FULL : PAIRS);
  const { machine, inserted_s, erp_s, worst_age_s, completed_s } = drained;
  const ratio = rounded(checkout.on / checkout.off);
  return {
    lines: [
      describe(machine),
      '',
      table([
        [`${orders} captured orders`, 's'],
        ['inserted within', inserted_s],
        ['all in the ERP after', erp_s],
        ['the oldest waited for it', worst_age_s],
        ['all completed in the shop after', completed_s],
      ]),
      '',
      table([
        ['block checkout, p95 ms', 'worker stopped', `draining at ${CAPPED_PER_SECOND}/s`, 'ratio', 'each'],
        ['in turns', checkout.off, checkout.on, ratio, checkout.each],
      ]),
      '',
      `Aim ${AIM}: ${ratio <= AIM ? 'met' : 'missed'}.`,
    ],
    json: {
      ...{ machine, orders, inserted_s, erp_s, worst_age_s, completed_s },
      checkout_p95_ms: checkout,
      ...{ capped_per_second: CAPPED_PER_SECOND, ratio, aim: AIM },
    },
  };
}

async function drain(options: Options, folder: string, orders: number) {
  const road = await openRoad({ ...options, folder, database: 'mariadb', doorbell: true });
  try {
    const machine = await machineOf(road.served.shop);
    const began = await inserted(road, orders);
    const inserted_s = since(began);
    if (Date.now() - began > INSERT_MS_MAX) throw new Error(`${orders} orders took ${inserted_s} s to insert: fewer`);
    // One more than the burst: the order that the others are copies of.
    await until(options, () => inErp(road).taken > orders);
    const { lastAt } = inErp(road);
    await until(options, async () => (await completedOrders(road.served.shop)) > orders);
    const erp_s = rounded((lastAt - began) / 1000, 1);
    // Captured within the same seconds, so the last to arrive is the oldest within a second or two.
    return { machine, inserted_s, erp_s, worst_age_s: erp_s, completed_s: since(began) };
  } finally {
    await road.stop();
  }
}

/** p95 of each side, in ms. */
async function checkouts(options: Options, folder: string, orders: number, pairs: number) {
  const rates = [{ requests: CAPPED_PER_SECOND, perSeconds: 1, burst: CAPPED_PER_SECOND }];
  const road = await openRoad({ ...options, folder, database: 'mariadb', doorbell: true, limits: { rates } });
  const ms: Record<Side, number[]> = { off: [], on: [] };
  let number = 1;
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
      options.say(`${number - 2} checkouts`);
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

/** Orders and looks as capture leaves them. Returns when that began (epoch ms). */
async function inserted(road: Road, orders: number): Promise<number> {
  const { shop } = road.served;
  const { orderId } = await createInPhp(shop, basket(1));
  const began = Date.now();
  await runScript<number[]>(shop, 'looks', { like: orderId, orders, days: 0 });
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
