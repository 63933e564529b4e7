import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { basket, buyByBlockCheckout } from '../stage/buyer/index.ts';
import { describe, machineOf } from './machine.ts';
import type { Options } from './options.ts';
import type { Result } from './result.ts';
import { sharesOfCore } from './road/processor.ts';
import { openRoad, type Road } from './road/road.ts';
import { median, percentile } from './statistics.ts';
import { table } from './table.ts';

/** An idle worker asks its shop this often. */
const IDLE_MS = 15_000;
const SETTLE_MS_MAX = 120_000;
const ORDERS = 10;
/** One order to wake everything up: processes, connections, the ERP's sign-in. */
const WARM_UPS = 2;

interface Mode {
  readonly name: string;
  readonly key: 'doorbell' | 'polling' | 'database';
  readonly lane: 'exchange' | 'database';
  readonly doorbell: boolean;
  readonly orders: number;
  /** Orders come at any moment between two of the worker's own looks. */
  readonly spreadMs: number;
}

function modesOf({ orders: asked, withoutDoorbell, lanes }: Options): Mode[] {
  const orders = asked ?? ORDERS;
  const modes: Mode[] = [
    { name: 'exchange, with the doorbell', key: 'doorbell', lane: 'exchange', doorbell: true, orders, spreadMs: 0 },
    {
      name: 'exchange, without',
      key: 'polling',
      lane: 'exchange',
      doorbell: false,
      orders: withoutDoorbell,
      spreadMs: IDLE_MS,
    },
    { name: 'database, without', key: 'database', lane: 'database', doorbell: false, orders, spreadMs: 0 },
  ];
  return modes.filter((mode) => mode.orders > 0 && lanes.includes(mode.lane));
}

/** From the checkout's response at the customer to the ERP's request, by each lane; and what each costs an idle worker. */
export async function latency(options: Options): Promise<Result> {
  const rows: (readonly (string | number)[])[] = [];
  const idle: (readonly (string | number)[])[] = [];
  const figures: Record<string, unknown> = {};
  let machine: Awaited<ReturnType<typeof machineOf>> | undefined;
  for (const { name, key, lane, doorbell, orders, spreadMs } of modesOf(options)) {
    const road = await openRoad({ ...options, folder: join(options.folder, key), database: 'mariadb', doorbell, lane });
    try {
      machine = await machineOf(road.served.shop);
      const ms = await samples(road, orders, spreadMs, (line) => options.say(`${name}: ${line}`));
      const found = { p50: percentile(ms, 0.5), p99: percentile(ms, 0.99), min: Math.min(...ms), max: Math.max(...ms) };
      await untilIdle(road);
      const pids = [road.workerPid, road.databasePid ?? road.workerPid];
      const [worker = 0, database = 0] = await sharesOfCore(pids, options.idleSeconds);
      rows.push([name, ms.length, found.p50, found.p99, found.min, found.max]);
      idle.push([name, worker, database]);
      figures[key] = { orders: ms.length, ...found, median: median(ms), idle_percent_of_core: { worker, database } };
    } finally {
      await road.stop();
    }
  }
  if (machine === undefined) throw new Error('no orders, no figures');
  const head = ['response → ERP request, ms', 'orders', 'p50', 'p99', 'least', 'most'];
  const idleHead = [`idle for ${options.idleSeconds} s, % of a core`, 'worker', 'database'];
  const tables = [table([head, ...rows]), '', table([idleHead, ...idle])];
  return { lines: [describe(machine), '', ...tables], json: { machine, response_to_erp_ms: figures } };
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
