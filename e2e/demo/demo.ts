import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { layShop, openShop, type ServedShop, type Shop, serveShop } from '../stage/index.ts';
import { freePort, isFree } from '../stage/serving/ports.ts';
import { type BackOffice, startBackOffice } from './back-office.ts';
import { goLive, pairingCode } from './connect.ts';
import { type Counted, cameThrough, countOrders } from './count.ts';
import { placeOrders } from './customers.ts';
import type { DemoOptions } from './options.ts';
import { configureWorker, intakeUrl, pairWorker, startWorker, type WorkerPlan } from './worker-process.ts';

/** A demo that runs: shop, back office and worker. */
export interface Demo {
  readonly served: ServedShop;
  readonly backOffice: BackOffice;
  readonly sandboxFolder: string;
  readonly buyerLog: string;
  readonly worker: { kill(): Promise<void>; start(): Promise<void> };
  stop(): Promise<void>;
}

interface Kept {
  readonly intakePort: number;
}

/** Lays what is missing, starts everything, pairs and goes live. `say` is told what happens. */
export async function startDemo(options: DemoOptions, checkout: string, say: (line: string) => void): Promise<Demo> {
  if (options.reset) rmSync(options.folder, { recursive: true, force: true });
  mkdirSync(options.folder, { recursive: true });
  const kept = await keptDemo(options);
  const endings: Array<() => Promise<void>> = [];
  const stop = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    const shop = kept?.shop ?? (await lay(options, say));
    say(`starting ${shop.store.label} at ${shop.url}`);
    const served = await serveShop(shop);
    endings.push(() => served.stop());
    const intakePort = kept?.intakePort ?? (await freePort());
    const sandboxFolder = join(options.folder, 'back-office');
    say('starting the sandbox ERP and warehouse (duplicate detection off)');
    const logs = join(options.folder, 'logs');
    const backOffice = await startBackOffice({
      folder: sandboxFolder,
      checkout,
      intakeUrl: intakeUrl(intakePort),
      erpFaults: options.erpFaults,
      log: join(logs, 'sandbox.log'),
    });
    endings.push(() => backOffice.running.stop());
    const plan: WorkerPlan = {
      folder: join(options.folder, 'worker'),
      checkout,
      shop: served.shop,
      backOffice,
      intakePort,
      doorbell: options.doorbell,
      log: join(logs, 'worker.log'),
    };
    mkdirSync(plan.folder, { recursive: true });
    const configuration = configureWorker(plan);
    if (kept === null) await connect(plan, configuration, say);
    say('starting the worker');
    let worker = await startWorker(plan, configuration);
    endings.push(() => worker.stop());
    writeFileSync(join(options.folder, 'demo.json'), JSON.stringify({ intakePort } satisfies Kept));
    const restart = async () => {
      worker = await startWorker(plan, configuration);
    };
    const part = { kill: () => worker.kill(), start: restart };
    return { served, backOffice, sandboxFolder, buyerLog: join(options.folder, 'buyer.jsonl'), worker: part, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function connect(plan: WorkerPlan, configuration: string, say: (line: string) => void): Promise<void> {
  say('pairing shop and worker by a one-time code, then going live');
  await pairWorker(plan.checkout, configuration, plan.shop.url, await pairingCode(plan.shop));
  await goLive(plan.shop);
}

function lay(options: DemoOptions, say: (line: string) => void): Promise<Shop> {
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

/** A demo of before that can go on at its own addresses; null: lay one. */
async function keptDemo(options: DemoOptions): Promise<(Kept & { readonly shop: Shop }) | null> {
  const file = join(options.folder, 'demo.json');
  if (!existsSync(file)) return null;
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept;
  const shop = openShop(join(options.folder, 'shop'));
  if (!(await isFree(shop.port)))
    throw new Error(`port ${shop.port} is taken: is this demo running already? (--reset --port N begins another)`);
  return (await isFree(kept.intakePort)) ? { ...kept, shop } : null;
}

/** Places the orders and waits until all came through, or nothing more can be hoped for. */
export async function playOrders(
  demo: Demo,
  options: DemoOptions,
  checkout: string,
  say: (line: string) => void,
): Promise<Counted> {
  const before = existsSync(demo.buyerLog) ? readFileSync(demo.buyerLog, 'utf8').split('\n').filter(Boolean).length : 0;
  await placeOrders({ shop: demo.served.shop, orders: options.orders, log: demo.buyerLog, say });
  const orders = before + options.orders;
  const deadline = Date.now() + options.patienceSeconds * 1000;
  let said = '';
  for (;;) {
    const counted = await countOrders(checkout, demo.served.shop, demo.sandboxFolder, demo.buyerLog);
    const { accepted, released, shipped, completed, exceptions } = counted.count;
    const line = `${orders} placed: ${accepted} accepted, ${released} released, ${shipped} shipped, ${completed} completed, ${exceptions} exceptions`;
    if (line !== said) say(line);
    said = line;
    const settled = cameThrough(counted.count, orders) || (exceptions > 0 && everyoneWaits(counted, orders));
    if (settled || Date.now() > deadline) return counted;
    await pause(1000);
  }
}

/** With an exception open and no order on its way, waiting longer changes nothing. */
function everyoneWaits({ count }: Counted, orders: number): boolean {
  return count.accepted === count.completed && count.accepted < orders && count.released === count.completed;
}
