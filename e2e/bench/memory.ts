import { appendFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cameThrough, countOrders } from '../demo/count.ts';
import type { Shop } from '../stage/index.ts';
import { describe, load, machineOf } from './machine.ts';
import type { Options } from './options.ts';
import type { Result } from './result.ts';
import { completedOrders, makeOrders } from './road/orders.ts';
import { type Progress, type Rates, ratesOf } from './road/rates.ts';
import { type Resident, residentOf, watch } from './road/resident.ts';
import { openRoad, type Road } from './road/road.ts';
import { rounded } from './statistics.ts';
import { table } from './table.ts';

const ORDERS = 2000;
const AIM_MB = 120;
const REST_S = 30;
const SAMPLE_MS = 1000;
const LOOK_MS = 5000;

/** The worker's memory at rest, while and after it took so many orders the whole road; how many it takes a minute. */
export async function memory(options: Options): Promise<Result> {
  const { say } = options;
  const orders = options.orders ?? ORDERS;
  const road = await openRoad({ ...options, database: 'mariadb', doorbell: true });
  try {
    const machine = await machineOf(road.served.shop);
    const watched = watch(road.workerPid, SAMPLE_MS);
    say(`at rest for ${REST_S} s`);
    await pause(REST_S * 1000);
    const rest = residentOf(road.workerPid);
    const began = Date.now();
    const buyerLog = join(options.folder, 'buyer.jsonl');
    const [createdAt, progress] = await Promise.all([
      createOrders(road.served.shop, orders, buyerLog, say),
      untilThrough(road, orders, options.patienceSeconds, say),
    ]);
    const through = residentOf(road.workerPid);
    const counted = await countOrders(options.checkout, road.served.shop, road.sandboxFolder, buyerLog);
    if (!counted.whole || !cameThrough(counted.count, orders))
      throw new Error(
        `not every order came through: ${JSON.stringify(counted.count)}\n${counted.findings.slice(0, 2000)}`,
      );
    say(`all ${orders} came through; at rest for ${REST_S} s`);
    await pause(REST_S * 1000);
    watched.stop();
    const resident = { rest, through, after: residentOf(road.workerPid), samples: watched.samples };
    const rates = ratesOf(orders, began, createdAt, progress);
    return report(
      { machine: describe(machine), orders, resident, rates, engineMb: engineMb(road), load: load() },
      machine,
    );
  } finally {
    await road.stop();
  }
}

/** Epoch ms when the last was made. */
async function createOrders(shop: Shop, orders: number, log: string, say: (line: string) => void): Promise<number> {
  await makeOrders(shop, orders, (lot, sofar) => {
    for (const { order_id, order_key } of lot)
      appendFileSync(log, `${JSON.stringify({ order_id, order_key, responded_at_ms: Date.now() })}\n`);
    say(`${sofar} of ${orders} orders made`);
  });
  return Date.now();
}

/** Looks into the shop's own table until every order is completed and the worker has nothing left to do. */
async function untilThrough(
  road: Road,
  orders: number,
  patienceSeconds: number,
  say: (line: string) => void,
): Promise<Progress[]> {
  const progress: Progress[] = [];
  const deadline = Date.now() + patienceSeconds * 1000;
  for (;;) {
    const completed = await completedOrders(road.served.shop);
    const { events, calls, effects, openSubjects } = (await road.health()).engine;
    progress.push({ at_ms: Date.now(), completed });
    say(
      `${completed} completed; ${openSubjects} open, ${events} events, ${calls} calls, ${effects} effects wait; worker ${residentOf(road.workerPid).rss} MB`,
    );
    if (completed === orders && events + calls + effects + openSubjects === 0) return progress;
    if (Date.now() > deadline) throw new Error(`${completed} of ${orders} orders came through in ${patienceSeconds} s`);
    await pause(LOOK_MS);
  }
}

function engineMb(road: Road): { file: number; log: number } {
  const size = (file: string) => rounded((statSync(file, { throwIfNoEntry: false })?.size ?? 0) / 1e6, 1);
  return { file: size(road.engineFile), log: size(`${road.engineFile}-wal`) };
}

interface Found {
  readonly machine: string;
  readonly orders: number;
  readonly resident: { rest: Resident; through: Resident; after: Resident; samples: readonly Resident[] };
  readonly rates: Rates;
  readonly engineMb: { file: number; log: number };
  readonly load: number;
}

function report({ machine, orders, resident, rates, engineMb, load }: Found, on: object): Result {
  const { rest, through, after, samples } = resident;
  const row = (when: string, { rss, anonymous, file }: Resident) => [when, rss, anonymous, file] as const;
  const highest = samples.reduce((most, sample) => (sample.rss > most.rss ? sample : most), rest);
  const lines = [
    machine,
    '',
    table([
      ['worker', 'RSS MB', 'own (anonymous)', "program's pages"],
      row(`at rest, ${REST_S} s after start`, rest),
      row('highest sample', highest),
      row(`last of ${orders} orders completed`, through),
      row(`${REST_S} s later`, after),
    ]),
    '',
    `Aim ${AIM_MB} MB after ${orders} orders: ${after.rss <= AIM_MB ? 'met' : 'missed'} (${after.rss} MB; kernel's peak ${after.peak} MB).`,
    `${orders} orders made in ${rates.created_s} s, all completed after ${rates.through_s} s: ${rates.whole} a minute; ${rates.draining ?? 'none'} a minute while none was made.`,
    `Engine file ${engineMb.file} MB, write-ahead log ${engineMb.log} MB.`,
  ];
  const every = Math.max(1, Math.ceil(samples.length / 60));
  const curve = samples.filter((_, index) => index % every === 0).map(({ rss }) => rss);
  return {
    lines,
    json: { machine: on, orders, rss_mb: { rest, highest, through, after }, curve, rates, engine_mb: engineMb, load },
  };
}
