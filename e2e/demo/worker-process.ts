import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runCommand } from '../stage/command.ts';
import type { Shop } from '../stage/index.ts';
import { type Running, startProcess } from '../stage/serving/process.ts';
import { type Restartable, restartable } from '../stage/serving/restartable.ts';
import type { Office } from './office.ts';

export const SHOP_CODE = 'DEMO';

export interface WorkerPlan {
  readonly folder: string;
  readonly checkout: string;
  readonly shop: Shop;
  readonly backOffice: Pick<Office, 'systems'>;
  readonly intakePort: number;
  readonly doorbell: boolean;
  readonly log: string;
  /** Beside the demo's own, in the shop's part of the configuration. */
  readonly shopSettings?: object;
  /** Beside this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Writes the worker's configuration and secret files, as an agency would. Returns the configuration's path. */
export function configureWorker(plan: WorkerPlan): string {
  const secrets = join(plan.folder, 'secrets');
  mkdirSync(secrets, { recursive: true, mode: 0o700 });
  const keep = (name: string, secret: string) => {
    writeFileSync(join(secrets, name), secret, { mode: 0o600 });
    return `secrets/${name}`;
  };
  const intake = {
    host: '127.0.0.1',
    port: plan.intakePort,
    doorbellUrl: plan.doorbell ? intakeUrl(plan.intakePort) : null,
  };
  const { erp, wms, taxCode } = plan.backOffice.systems(keep);
  const shop = { code: SHOP_CODE, url: plan.shop.url, erp: 'erp', wms: 'wms', orders: orderSettings(taxCode) };
  const shops = [{ ...shop, ...plan.shopSettings }];
  const file = join(plan.folder, 'causeway.json');
  writeFileSync(
    file,
    `${JSON.stringify({ stateDirectory: 'state', intake, systems: { erp, wms }, shops }, null, 2)}\n`,
    {
      mode: 0o600,
    },
  );
  return file;
}

export function intakeUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}

function orderSettings(taxCode: string): object {
  return {
    mapping: {
      paymentMethods: { cod: { erp: 'COD', state: 'on_account' } },
      shippingMethods: { flat_rate: { erp: 'STANDARD', wms: 'STANDARD' } },
      taxCodes: { 'class:standard': taxCode, 'class:shipping': taxCode },
      carriers: { PARCELHOUSE: { name: 'Parcel House', url: 'https://track.parcelhouse.example/{number}' } },
    },
    lookUpEverySeconds: 10,
    retryBaseMs: 500,
    settleMs: 1000,
  };
}

/** `causeway pair URL CODE`. Throws with what it said. */
export async function pairWorker(checkout: string, configuration: string, url: string, code: string): Promise<void> {
  const main = join(checkout, 'worker/src/main.ts');
  const env = environmentOf(dirname(configuration));
  await runCommand(process.execPath, [main, 'pair', '--config', configuration, url, code], { env });
}

/**
 * Keeps the worker small (docs/benchmarks.md, "Memory"): compiled modules stay in a private folder, so that a second
 * start needs no compiler of types, and glibc keeps few arenas instead of one, half empty, for every thread, and gives back what is freed.
 */
function environmentOf(folder: string): Record<string, string> {
  const glibc = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '32768', MALLOC_TRIM_THRESHOLD_: '131072' };
  return { NODE_COMPILE_CACHE: join(folder, 'compiled'), ...glibc };
}

const READY_MS_MAX = 120_000;

/** `causeway run` on this configuration, not started yet; its start returns once it is healthy. */
export function workerOf(plan: WorkerPlan, configuration: string): Restartable {
  return restartable(() => startWorker(plan, configuration));
}

/** Starts `causeway run` and returns once it is healthy. */
export async function startWorker(plan: WorkerPlan, configuration: string): Promise<Running> {
  const running = await startProcess({
    name: 'worker',
    program: process.execPath,
    args: [join(plan.checkout, 'worker/src/main.ts'), 'run', '--config', configuration],
    cwd: plan.folder,
    env: { ...environmentOf(plan.folder), ...plan.env },
    log: plan.log,
  });
  const deadline = Date.now() + READY_MS_MAX;
  for (;;) {
    const answer = await fetch(`${intakeUrl(plan.intakePort)}/healthz`).catch(() => null);
    if (answer?.ok) return running;
    if (Date.now() > deadline || !running.isAlive()) {
      await running.kill();
      throw new Error(`the worker did not start; see ${plan.log}`);
    }
    await pause(50);
  }
}
