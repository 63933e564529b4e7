import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Demo, startDemo } from '../demo/demo.ts';
import { type DemoOptions, demoOptions } from '../demo/options.ts';
import { openDatabaseLane } from '../lanes/configured.ts';

export const checkout = resolve(import.meta.dirname, '../..');

/**
 * Shop, back office and worker in a folder of their own; `stop` takes them away. `faults` are what each start of the
 * back office begins with; `database` is what this test must have. Environment: CAUSEWAY_TEST_STORE=double,
 * CAUSEWAY_TEST_DATABASE=mariadb, CAUSEWAY_TEST_LANE=database (on MariaDB), CAUSEWAY_KEEP_SHOPS=1.
 */
export async function stand({
  database = wantedDatabase(),
  ...faults
}: Partial<Pick<DemoOptions, 'erpFaults' | 'wmsFaults' | 'database'>> = {}): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-promise-'));
  const store = process.env.CAUSEWAY_TEST_STORE === 'double' ? ['--store-double'] : [];
  const options = demoOptions(['--check', '--dir', folder, ...store], checkout);
  if (options === null) throw new Error('no options');
  const demo = await startDemo({ ...options, ...faults, database }, checkout, () => undefined);
  if (lane && database === 'mariadb') await throughDatabase(demo);
  const stop = async () => {
    await demo.stop();
    if (process.env.CAUSEWAY_KEEP_SHOPS === undefined) rmSync(folder, { recursive: true, force: true });
  };
  return { ...demo, stop };
}

const lane = process.env.CAUSEWAY_TEST_LANE === 'database';

function wantedDatabase(): DemoOptions['database'] {
  return lane || process.env.CAUSEWAY_TEST_DATABASE === 'mariadb' ? 'mariadb' : 'sqlite';
}

/** From now on, rows come to the worker straight from the shop's database. */
async function throughDatabase({ served, worker }: Demo): Promise<void> {
  await openDatabaseLane(served.shop, worker.configuration);
  await worker.kill();
  await worker.start();
}

/**
 * Asserts again and again until it holds, at most three minutes: how long it takes decides nothing. Between two tries it waits
 * twice as long as one takes, so that looking never is most of a busy machine's work.
 */
export async function eventually<T>(assert: () => T | Promise<T>, timeout = 180_000, interval = 250): Promise<T> {
  const until = performance.now() + timeout;
  for (;;) {
    const began = performance.now();
    try {
      return await assert();
    } catch (error) {
      if (performance.now() > until) throw error;
    }
    await sleep(Math.max(interval, 2 * (performance.now() - began)));
  }
}
