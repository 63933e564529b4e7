import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { layShop, openShop, type ServedShop, type Shop, serveShop } from '../stage/index.ts';
import { isFree } from '../stage/serving/ports.ts';
import type { Restartable } from '../stage/serving/restartable.ts';
import { choosePorts, isKept, keepPorts, type Ports, requireSame } from './addresses.ts';
import { type BackOffice, startBackOffice } from './back-office.ts';
import { goLive, pairingCode } from './connect.ts';
import { type Counted, cameThrough, countIn } from './count.ts';
import { placeOrders } from './customers.ts';
import type { Office } from './office.ts';
import type { DemoOptions } from './options.ts';
import { openTrytonOffice, type TrytonOffice } from './tryton-office.ts';
import { configureWorker, intakeUrl, pairWorker, type WorkerPlan, workerOf } from './worker-process.ts';

/** A demo that runs: shop, back office and worker. Each can be crashed and started again, where it was. */
export interface Demo<O extends Office = BackOffice> {
  readonly served: ServedShop;
  /** ERP and warehouse; the sandbox's `running` is one program. */
  readonly backOffice: O;
  readonly worker: Restartable & WorkerFiles;
  readonly sandboxFolder: string;
  readonly buyerLog: string;
  stop(): Promise<void>;
}

export interface WorkerFiles {
  readonly folder: string;
  /** Path of `causeway.json`. */
  readonly configuration: string;
  readonly intakeUrl: string;
  readonly log: string;
}

type Say = (line: string) => void;

/** Opens ERP and warehouse for a demo. */
type Opening<O extends Office> = (options: DemoOptions, checkout: string, ports: Ports, say: Say) => Promise<O>;

/** Lays what is missing, starts everything, pairs and goes live, on the sandbox. `say` is told what happens. */
export function startDemo(options: DemoOptions, checkout: string, say: Say): Promise<Demo> {
  return start(options, checkout, say, openSandbox);
}

/** The same on a real Tryton, as ERP and, by `options.wms`, as warehouse. */
export function startTrytonDemo(options: DemoOptions, checkout: string, say: Say): Promise<Demo<TrytonOffice>> {
  return start(options, checkout, say, openTryton);
}

async function start<O extends Office>(
  options: DemoOptions,
  checkout: string,
  say: Say,
  open: Opening<O>,
): Promise<Demo<O>> {
  if (options.reset) rmSync(options.folder, { recursive: true, force: true });
  mkdirSync(options.folder, { recursive: true });
  const kept = isKept(options.folder);
  const endings: Array<() => Promise<void>> = [];
  const stop = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    const shop = kept ? await keptShop(options) : await lay(options, say);
    const ports = await choosePorts(options.folder);
    say(`starting ${shop.store.label} at ${shop.url}`);
    const served = await serveShop(shop);
    endings.push(() => served.stop());
    const backOffice = await open(options, checkout, ports, say);
    endings.push(() => backOffice.running.stop());
    const plan = workerPlan(options, checkout, served.shop, backOffice, ports);
    mkdirSync(plan.folder, { recursive: true });
    const configuration = configureWorker(plan);
    if (!kept) await connect(plan, configuration, say);
    keepPorts(options.folder, ports, options);
    say('starting the worker');
    const running = workerOf(plan, configuration);
    await running.start();
    endings.push(() => running.stop());
    const files = { folder: plan.folder, configuration, intakeUrl: intakeUrl(ports.intake), log: plan.log };
    return {
      served,
      backOffice,
      worker: { ...running, ...files },
      sandboxFolder: sandboxFolder(options),
      buyerLog: join(options.folder, 'buyer.jsonl'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const sandboxFolder = ({ folder }: DemoOptions) => join(folder, 'back-office');

function openSandbox(options: DemoOptions, checkout: string, ports: Ports, say: Say): Promise<BackOffice> {
  say('starting the sandbox ERP and warehouse (duplicate detection off)');
  return startBackOffice({
    folder: sandboxFolder(options),
    checkout,
    intakeUrl: intakeUrl(ports.intake),
    erpFaults: options.erpFaults,
    wmsFaults: options.wmsFaults,
    ports,
    log: join(options.folder, 'logs/sandbox.log'),
  });
}

async function openTryton(options: DemoOptions, checkout: string, ports: Ports, say: Say): Promise<TrytonOffice> {
  const warehouse = options.wms === 'tryton' ? null : await openSandbox(options, checkout, ports, say);
  const folder = join(options.folder, 'tryton');
  const log = join(options.folder, 'logs/hands.log');
  try {
    return await openTrytonOffice({ folder, checkout, port: ports.tryton, warehouse, log, say });
  } catch (error) {
    await warehouse?.running.stop();
    throw error;
  }
}

function workerPlan(options: DemoOptions, checkout: string, shop: Shop, backOffice: Office, ports: Ports): WorkerPlan {
  return {
    folder: join(options.folder, 'worker'),
    checkout,
    shop,
    backOffice,
    intakePort: ports.intake,
    doorbell: options.doorbell,
    shopSettings: options.shopSettings,
    log: join(options.folder, 'logs/worker.log'),
  };
}

async function connect(plan: WorkerPlan, configuration: string, say: Say): Promise<void> {
  say('pairing shop and worker by a one-time code, then going live');
  await pairWorker(plan.checkout, configuration, plan.shop.url, await pairingCode(plan.shop));
  await goLive(plan.shop);
}

function lay(options: DemoOptions, say: Say): Promise<Shop> {
  return layShop({
    folder: join(options.folder, 'shop'),
    port: options.port,
    store: options.store,
    database: options.database,
    hpos: options.hpos,
    sapi: options.playground ? 'playground' : 'cli-server',
    // The whole answer is buffered, so that the plugin can end it before it goes on: what PHP-FPM does by itself.
    phpIni: { output_buffering: '1' },
    ...(options.woocommerce ? { woocommerce: options.woocommerce } : {}),
    ...(options.wordpress ? { wordpress: options.wordpress } : {}),
    say,
  });
}

/** The shop of before: it is paired under its address, so it goes on there or not at all. */
async function keptShop(options: DemoOptions): Promise<Shop> {
  requireSame(options.folder, options);
  const shop = openShop(join(options.folder, 'shop'));
  if (await isFree(shop.port)) return shop;
  throw new Error(`port ${shop.port} is taken: is this demo running already? (--reset --port N begins another)`);
}

/** Places the orders and waits until all came through, nothing more can be hoped for, or `signal` says to end. */
export async function playOrders(
  demo: Demo<Office>,
  options: DemoOptions,
  checkout: string,
  say: Say,
  signal?: AbortSignal,
): Promise<Counted> {
  const before = existsSync(demo.buyerLog) ? readFileSync(demo.buyerLog, 'utf8').split('\n').filter(Boolean).length : 0;
  await placeOrders({ shop: demo.served.shop, orders: options.orders, log: demo.buyerLog, say, signal });
  const orders = before + options.orders;
  const deadline = Date.now() + options.patienceSeconds * 1000;
  let said = '';
  for (;;) {
    const counted = await countIn(checkout, demo.served.shop, demo.backOffice.stores, demo.buyerLog);
    const { accepted, released, shipped, completed, exceptions } = counted.count;
    const line = `${orders} placed: ${accepted} accepted, ${released} released, ${shipped} shipped, ${completed} completed, ${exceptions} exceptions`;
    if (line !== said) say(line);
    said = line;
    const settled = cameThrough(counted.count, orders) || (exceptions > 0 && everyoneWaits(counted, orders));
    if (settled || Date.now() > deadline) return counted;
    await pause(1000, undefined, signal ? { signal } : {});
  }
}

/** With an exception open and no order on its way, waiting longer changes nothing. */
function everyoneWaits({ count }: Counted, orders: number): boolean {
  return count.accepted === count.completed && count.accepted < orders && count.released === count.completed;
}
