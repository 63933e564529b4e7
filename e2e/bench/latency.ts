import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { basket, buyByBlockCheckout } from '../stage/buyer/index.ts';
import { describe, machineOf } from './machine.ts';
import type { Options } from './options.ts';
import type { Result } from './result.ts';
import { openRoad, type Road } from './road/road.ts';
import { median, percentile } from './statistics.ts';
import { table } from './table.ts';

/** An idle worker asks its shop this often. */
const IDLE_MS = 15_000;
const SETTLE_MS_MAX = 120_000;
/** One order to wake everything up: processes, connections, the ERP's sign-in. */
const WARM_UPS = 2;

/** From the checkout's response at the customer to the ERP's request, with the doorbell and without. */
export async function latency(options: Options): Promise<Result> {
  const rows: (readonly (string | number)[])[] = [];
  const figures: Record<string, unknown> = {};
  let machine: Awaited<ReturnType<typeof machineOf>> | undefined;
  for (const [name, doorbell, orders] of [
    ['with the doorbell', true, options.orders],
    ['without', false, options.withoutDoorbell],
  ] as const) {
    if (orders === 0) continue;
    const folder = join(options.folder, doorbell ? 'doorbell' : 'polling');
    const road = await openRoad({ ...options, folder, database: 'mariadb', doorbell });
    try {
      machine = await machineOf(road.served.shop);
      const ms = await samples(road, orders, doorbell ? 0 : IDLE_MS, (line) => options.say(`${name}: ${line}`));
      rows.push([name, ms.length, ...[percentile(ms, 0.5), percentile(ms, 0.99), Math.min(...ms), Math.max(...ms)]]);
      figures[doorbell ? 'doorbell' : 'polling'] = {
        orders: ms.length,
        p50: percentile(ms, 0.5),
        median: median(ms),
        p99: percentile(ms, 0.99),
        min: Math.min(...ms),
        max: Math.max(...ms),
      };
    } finally {
      await road.stop();
    }
  }
  if (machine === undefined) throw new Error('no orders, no figures');
  const head = ['response → ERP request, ms', 'orders', 'p50', 'p99', 'least', 'most'];
  return { lines: [describe(machine), '', table([head, ...rows])], json: { machine, response_to_erp_ms: figures } };
}

/**
 * Buys one order at a time, each at an idle worker. `spreadMs`: waits a random part of it before each, so that orders
 * come at any moment between two of the worker's own exchanges.
 */
async function samples(road: Road, orders: number, spreadMs: number, say: (line: string) => void): Promise<number[]> {
  const ms: number[] = [];
  for (let number = 1 - WARM_UPS; number <= orders; number += 1) {
    await untilIdle(road);
    await pause(Math.random() * Math.max(spreadMs, 500));
    const purchase = await buyByBlockCheckout(road.served.shop, basket(number + WARM_UPS));
    const heardAt = await erpHeardAt(road.sandboxFolder, purchase.orderId);
    if (number < 1) continue;
    ms.push(heardAt - purchase.respondedAtMs);
    if (number % 10 === 0) say(`${number} of ${orders} orders, p50 so far ${percentile(ms, 0.5)} ms`);
  }
  return ms;
}

/** Nothing waits in the worker, and what came before has come through: the next order meets an idle worker. */
async function untilIdle(road: Road): Promise<void> {
  const deadline = Date.now() + SETTLE_MS_MAX;
  for (let quiet = 0; quiet < 3; ) {
    const { events, calls, effects, openSubjects } = (await road.health()).engine;
    quiet = events + calls + effects + openSubjects === 0 ? quiet + 1 : 0;
    if (Date.now() > deadline) throw new Error('the worker did not become idle');
    await pause(150);
  }
}

/** Epoch ms when the ERP received the order, from its own list of requests. */
async function erpHeardAt(sandboxFolder: string, orderId: number): Promise<number> {
  const deadline = Date.now() + SETTLE_MS_MAX;
  for (;;) {
    const erp = new DatabaseSync(join(sandboxFolder, 'erp.sqlite'), { readOnly: true, timeout: 5000 });
    const found = erp
      .prepare(
        "SELECT min(received_at_ms) AS at FROM request WHERE method = 'POST' AND path = '/orders' AND external_id LIKE ?",
      )
      .get(`%-${orderId}-%`) as { at: number | null };
    erp.close();
    if (found.at !== null) return found.at;
    if (Date.now() > deadline) throw new Error(`the ERP never heard of order ${orderId}`);
    await pause(100);
  }
}
