import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FaultProxy, startFaultProxy } from '../adapters/fault-proxy.ts';
import { startSystemsApart } from '../demo/back-office.ts';
import { goLive, pairingCode } from '../demo/connect.ts';
import type { WorkerFiles } from '../demo/demo.ts';
import type { Office } from '../demo/office.ts';
import { configureWorker, intakeUrl, pairWorker, type WorkerPlan, workerOf } from '../demo/worker-process.ts';
import type { Options } from '../promises/causeway.ts';
import { checkout } from '../promises/ground.ts';
import { layShop, type Part, type Shop, serveShop } from '../stage/index.ts';
import { findProgram } from '../stage/php/find.ts';
import { freePort } from '../stage/serving/ports.ts';
import type { Restartable } from '../stage/serving/restartable.ts';
import type { ChaosOptions } from './options.ts';

/** Shop, database, ERP, warehouse and worker, each a process that can be killed alone; between worker and ERP our proxy. */
export interface Ground {
  readonly shop: Shop;
  /** Of the shop's own MariaDB. */
  readonly socket: string;
  readonly php: Part;
  readonly database: Part;
  readonly erp: Restartable;
  readonly wms: Restartable;
  /** In front of the ERP. */
  readonly proxy: FaultProxy;
  readonly worker: Restartable & WorkerFiles;
  /** Where Node's debugger listens once the worker got SIGUSR1. */
  readonly debuggerPort: number;
  readonly sandboxFolder: string;
  readonly buyerLog: string;
  stop(): Promise<void>;
}

/** What the worker believes of its lease: it renews it every 15 s when idle, and keeps the time of a call in hand. */
export const LEASE_MS = 20_000;
const CALL_SECONDS = 5;

/** Webhooks come twice, and the ERP's too late to tell a worker what it should have looked up. */
const WEATHER = [{ kind: 'duplicate_webhooks' }, { kind: 'delay_webhooks', ms: 4000 }];

/** Lays and starts everything, pairs, goes live. What was started ends with `stop`, or with this process. */
export async function openGround(options: ChaosOptions, say: (line: string) => void): Promise<Ground> {
  rmSync(options.folder, { recursive: true, force: true });
  mkdirSync(options.folder, { recursive: true });
  const endings: Array<() => Promise<void>> = [];
  const stop = async () => {
    for (const end of endings.splice(0).reverse()) await end();
    if (!options.keep) rmSync(options.folder, { recursive: true, force: true });
  };
  try {
    return { ...(await begin(options, say, endings)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function begin(
  { folder, store }: ChaosOptions,
  say: (line: string) => void,
  endings: Array<() => Promise<void>>,
): Promise<Omit<Ground, 'stop'>> {
  const laid = await layShop({
    ...{ folder: join(folder, 'shop'), store, database: 'mariadb', say },
    ...(findProgram('apt-get', 'nginx') ? { sapi: 'fpm' } : { sapi: 'cli-server', phpIni: { output_buffering: '1' } }),
  });
  shortenLease(laid);
  const served = await serveShop(laid);
  endings.push(() => served.stop());
  const { shop, php, database } = served;
  if (database === undefined || shop.socket === undefined) throw new Error('the shop has no MariaDB');
  say(`${shop.store.label} (${shop.store.reason}), ${shop.sapi}, MariaDB`);
  const ports = await freePorts(['intake', 'erp', 'wms', 'erpControl', 'wmsControl', 'debugger']);
  const sandboxFolder = join(folder, 'back-office');
  const log = (name: string) => join(folder, 'logs', `${name}.log`);
  const webhooks = { intakeUrl: intakeUrl(ports.intake), erpFaults: WEATHER };
  const office = await startSystemsApart({ folder: sandboxFolder, checkout, ports, ...webhooks, log: log('sandbox') });
  endings.push(() => office.running.stop());
  const proxy = await startFaultProxy(office.erpUrl);
  endings.push(() => proxy.stop());
  const plan: WorkerPlan = {
    ...{ folder: join(folder, 'worker'), checkout, shop, intakePort: ports.intake, doorbell: true, log: log('worker') },
    backOffice: { systems: through(proxy, office) },
    env: { NODE_OPTIONS: `--inspect-port=127.0.0.1:${ports.debugger}` },
  };
  mkdirSync(plan.folder, { recursive: true });
  const configuration = configureWorker(plan);
  beImpatient(configuration);
  await pairWorker(checkout, configuration, shop.url, await pairingCode(shop));
  await goLive(shop);
  const running = workerOf(plan, configuration);
  endings.push(() => running.stop());
  await running.start();
  const files = { folder: plan.folder, configuration, intakeUrl: intakeUrl(ports.intake), log: plan.log };
  return {
    ...{ shop, socket: shop.socket, php, database, erp: office.erp, wms: office.wms, proxy, sandboxFolder },
    worker: { ...running, ...files },
    debuggerPort: ports.debugger,
    buyerLog: join(folder, 'buyer.jsonl'),
  };
}

function shortenLease({ site }: Shop): void {
  const folder = join(site, 'wp-content/mu-plugins');
  copyFileSync(join(import.meta.dirname, 'short-lease.php'), join(folder, 'short-lease.php'));
  writeFileSync(join(folder, 'short-lease.ms'), String(LEASE_MS));
}

/** The worker knows the ERP by the proxy's address. */
function through(proxy: FaultProxy, office: Office): Office['systems'] {
  return (keep) => {
    const { erp, wms, taxCode } = office.systems(keep);
    const limits = { timeoutSeconds: CALL_SECONDS };
    return { erp: { ...erp, ...limits, url: proxy.url }, wms: { ...wms, ...limits }, taxCode };
  };
}

/** Back-offs of seconds instead of minutes, and as many tries as there may be: an outage is no exception here. */
function beImpatient(configuration: string): void {
  const options = JSON.parse(readFileSync(configuration, 'utf8')) as Options;
  const patience = { attemptsMax: 20, retryBaseMs: 200, retryCapMs: 2000, lookUpEverySeconds: 5 };
  for (const shop of options.shops) shop.orders = { ...(shop.orders as object), ...patience };
  writeFileSync(configuration, JSON.stringify(options, null, 2));
}

async function freePorts<N extends string>(names: readonly N[]): Promise<Record<N, number>> {
  const ports = new Set<number>();
  while (ports.size < names.length) ports.add(await freePort());
  const list = [...ports];
  return Object.fromEntries(names.map((name, index) => [name, list[index]])) as Record<N, number>;
}
