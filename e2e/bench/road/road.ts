import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BackOffice, startBackOffice } from '../../demo/back-office.ts';
import { goLive, pairingCode } from '../../demo/connect.ts';
import { configureWorker, intakeUrl, pairWorker, startWorker } from '../../demo/worker-process.ts';
import { openDatabaseLane } from '../../lanes/configured.ts';
import { layShop, type ServedShop, serveShop } from '../../stage/index.ts';
import { freePort } from '../../stage/serving/ports.ts';

/** A shop on PHP-FPM and MariaDB, the sandbox back office and one worker, paired and live. */
export interface Road {
  readonly served: ServedShop;
  readonly backOffice: BackOffice;
  readonly sandboxFolder: string;
  readonly workerPid: number;
  /** Of the shop's MariaDB; null on SQLite. */
  readonly databasePid: number | null;
  readonly engineFile: string;
  health(): Promise<Health>;
  stop(): Promise<void>;
}

/** Of the worker's `/healthz`, what tells whether it has anything to do. */
export interface Health {
  readonly engine: {
    readonly events: number;
    readonly calls: number;
    readonly effects: number;
    readonly openSubjects: number;
  };
}

export interface RoadPlan {
  readonly folder: string;
  readonly checkout: string;
  readonly doorbell: boolean;
  /** Which way rows come to the worker; `database` beside the exchange. Left out: by exchanges. */
  readonly lane?: 'exchange' | 'database';
  readonly database: 'sqlite' | 'mariadb';
  /** Options of the ERP's entry beside its own, such as `rates`. */
  readonly limits?: object;
  /** The shop's `availability`; left out: its stock is its own. */
  readonly availability?: object;
  readonly say: (line: string) => void;
}

/** Lays and starts everything. What was started ends with `stop`, or with this process. */
export async function openRoad(plan: RoadPlan): Promise<Road> {
  const endings: Array<() => Promise<void>> = [];
  const stop = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    return { ...(await begin(plan, endings)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function begin(plan: RoadPlan, endings: Array<() => Promise<void>>): Promise<Omit<Road, 'stop'>> {
  const { folder, checkout, database, doorbell, say } = plan;
  const shop = await layShop({
    folder: join(folder, 'shop'),
    store: 'woocommerce',
    database,
    sapi: 'fpm',
    debug: false,
    say,
  });
  const served = await serveShop(shop);
  endings.push(() => served.stop());
  const intakePort = await freePort();
  const sandboxFolder = join(folder, 'back-office');
  const log = (name: string) => join(folder, 'logs', `${name}.log`);
  const webhooks = { intakeUrl: intakeUrl(intakePort), erpFaults: [] };
  const backOffice = await startBackOffice({ folder: sandboxFolder, checkout, ...webhooks, log: log('sandbox') });
  endings.push(() => backOffice.running.stop());
  const systems: BackOffice['systems'] = (keep) => {
    const own = backOffice.systems(keep);
    return { ...own, erp: { ...own.erp, ...plan.limits } };
  };
  const worker = {
    folder: join(folder, 'worker'),
    checkout,
    shop,
    backOffice: { systems },
    intakePort,
    doorbell,
    log: log('worker'),
  };
  mkdirSync(worker.folder, { recursive: true });
  const configuration = configureWorker(worker);
  if (plan.availability !== undefined) keepStock(configuration, plan.availability);
  await pairWorker(checkout, configuration, shop.url, await pairingCode(shop));
  await goLive(shop);
  if (plan.lane === 'database') await openDatabaseLane(shop, configuration);
  const running = await startWorker(worker, configuration);
  endings.push(() => running.stop());
  return {
    served,
    backOffice,
    sandboxFolder,
    workerPid: programIn(running.pid, 'worker/src/main.ts\0run'),
    databasePid: databasePidOf(served),
    engineFile: join(worker.folder, 'state', 'engine.sqlite'),
    health: async () => (await (await fetch(`${intakeUrl(intakePort)}/healthz`)).json()) as Health,
  };
}

function keepStock(configuration: string, availability: object): void {
  const { shops, ...options } = JSON.parse(readFileSync(configuration, 'utf8')) as { shops: object[] };
  const stocked = shops.map((shop) => ({ ...shop, availability }));
  writeFileSync(configuration, JSON.stringify({ ...options, shops: stocked }, null, 2));
}

function databasePidOf({ database }: ServedShop): number | null {
  const [group] = database?.pids() ?? [];
  return group === undefined ? null : programIn(group, 'mariadbd');
}

/** A program's own process: the stage starts programs as leader of a group with a watcher beside it. */
function programIn(group: number, called: string): number {
  const members = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && groupOf(name) === group);
  const found = members.find((pid) => isProgram(readFileSync(`/proc/${pid}/cmdline`, 'utf8'), called));
  if (found === undefined) throw new Error(`${called} is not among the processes of its group`);
  return Number(found);
}

/** By its own name, or the script's that Node runs. */
function isProgram(commandLine: string, called: string): boolean {
  return commandLine.split('\0')[0]?.endsWith(called) === true || commandLine.includes(called);
}

function groupOf(pid: string): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
  } catch {
    return null;
  }
}
