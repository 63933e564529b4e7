import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, machineOf } from '../machine.ts';
import type { Options } from '../options.ts';
import type { Result } from '../result.ts';
import { type MadeOrder, makeOrders } from '../road/orders.ts';
import { percentile, rounded } from '../statistics.ts';
import { table } from '../table.ts';
import { openCauseway } from './causeway.ts';
import type { Side } from './side.ts';
import { openWebhooks } from './webhooks.ts';

const ORDERS = 160;
const ORDERS_FULL = 1000;
/** The default run's crontab is six times as eager as a usual one, its outage a third as long. */
const CRON_MS = 10_000;
const CRON_FULL_MS = 60_000;
const OUTAGE_MS = 20_000;
const OUTAGE_FULL_MS = 60_000;
/** Orders are made in lots, as they would come. */
const LOT = 10;

interface Found {
  /** Orders a second from the first made to the last taken, while all was well. */
  readonly per_second: number;
  readonly lag_ms: { readonly p50: number; readonly p95: number };
  readonly lost: number;
  readonly verdict: string;
}

/**
 * The same orders through WooCommerce's webhooks and through Causeway: half of them while all is well, a quarter while the
 * other side answers 500, a quarter after it.
 */
export async function peer(options: Options): Promise<Result> {
  const { folder, full, say } = options;
  const orders = options.orders ?? (full ? ORDERS_FULL : ORDERS);
  const cronMs = full ? CRON_FULL_MS : CRON_MS;
  const outageMs = full ? OUTAGE_FULL_MS : OUTAGE_MS;
  const found: Record<string, Found> = {};
  let machine: Awaited<ReturnType<typeof machineOf>> | null = null;
  const sides = [
    () => openWebhooks({ folder: join(folder, 'webhooks'), cronMs, say }),
    () => openCauseway(options, join(folder, 'causeway')),
  ];
  for (const open of sides) {
    const side = await open();
    try {
      machine = await machineOf(side.shop);
      found[side.name] = await measured(side, { orders, outageMs, patienceMs: options.patienceSeconds * 1000, say });
    } finally {
      await side.stop();
    }
  }
  if (machine === null) throw new Error('no sides');
  const rows = Object.entries(found).map(([name, { per_second, lag_ms, lost, verdict }]) => {
    return [name, per_second, lag_ms.p50, lag_ms.p95, lost, verdict];
  });
  const head = [`${orders} orders`, 'a second', 'lag p50, ms', 'p95', 'lost', 'afterwards'];
  const note = `Crontab every ${cronMs / 1000} s; the system answered 500 for ${outageMs / 1000} s while a quarter of the orders came.`;
  return {
    lines: [describe(machine), '', table([head, ...rows]), '', note],
    json: { machine, orders, cron_s: cronMs / 1000, outage_s: outageMs / 1000, sides: found },
  };
}

interface Measure {
  readonly orders: number;
  readonly outageMs: number;
  readonly patienceMs: number;
  readonly say: (line: string) => void;
}

async function measured(side: Side, { orders, outageMs, patienceMs, say }: Measure): Promise<Found> {
  const placed: MadeOrder[] = [];
  const place = (count: number) =>
    makeOrders(side.shop, count, (lot) => placed.push(...lot), { first: placed.length + 1, atOnce: LOT });
  const quarter = Math.floor(orders / 4);
  await place(orders - 2 * quarter);
  const well = [...placed];
  await settled(side, well, patienceMs);
  say(`${side.name}: ${well.length} orders while all was well`);
  await side.setFailing(true);
  const until = Date.now() + outageMs;
  await place(quarter);
  await pause(Math.max(0, until - Date.now()));
  await side.setFailing(false);
  say(`${side.name}: ${quarter} orders while the other side answered 500`);
  await place(quarter);
  await settled(side, placed, patienceMs);
  const arrivals = side.arrivals();
  const lags = well.flatMap(({ order_id, at_ms }) => {
    const at = arrivals.get(order_id);
    return at === undefined ? [] : [at - at_ms];
  });
  const last = Math.max(...well.map(({ order_id }) => arrivals.get(order_id) ?? 0));
  const first = Math.min(...well.map(({ at_ms }) => at_ms));
  return {
    per_second: rounded((lags.length * 1000) / (last - first), 1),
    lag_ms: { p50: percentile(lags, 0.5), p95: percentile(lags, 0.95) },
    lost: placed.filter(({ order_id }) => !arrivals.has(order_id)).length,
    verdict: await side.verdict(),
  };
}

/** Until all have arrived, or nothing more is tried by itself. */
async function settled(side: Side, orders: readonly MadeOrder[], patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const arrivals = side.arrivals();
    if (orders.every(({ order_id }) => arrivals.has(order_id)) || (await side.hasGivenUp())) return;
    if (Date.now() > until)
      throw new Error(`${side.name}: orders were still on their way after ${patienceMs / 1000} s`);
    await pause(1000);
  }
}
