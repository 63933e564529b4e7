import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerFiles } from '../demo/demo.ts';
import { SHOP_CODE } from '../demo/worker-process.ts';
import { freePort } from '../stage/serving/ports.ts';
import type { Running } from '../stage/serving/process.ts';
import { reconfigured, runWorker } from './causeway.ts';

export interface SecondWorker {
  readonly process: Running;
  readonly log: string;
}

/** A second worker by mistake: the same configuration and credential on another machine, with a file of its own. */
export async function startSecond({ folder, configuration }: WorkerFiles): Promise<SecondWorker> {
  const port = await freePort();
  const state = join(folder, 'second-state');
  rmSync(state, { recursive: true, force: true });
  const file = reconfigured(configuration, 'second.json', (options) => {
    options.stateDirectory = 'second-state';
    options.intake = { ...options.intake, port, doorbellUrl: null };
  });
  mkdirSync(join(state, 'shops'), { recursive: true, mode: 0o700 });
  const credential = `shops/${SHOP_CODE}.json`;
  copyFileSync(join(folder, 'state', credential), join(state, credential));
  const log = join(folder, 'second.log');
  return { process: await runWorker(file, log), log };
}

/** The process of the worker that runs with this configuration file, beside the one that watches over it. */
export function pidOf(configuration: string): number {
  const own = readdirSync('/proc').find((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    const [program = '', ...words] = commandOf(pid);
    const runs = words.includes('run') && words.includes(configuration);
    return !program.endsWith('/sh') && runs && words.some((word) => word.endsWith('worker/src/main.ts'));
  });
  if (own === undefined) throw new Error('the worker does not run');
  return Number(own);
}

function commandOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
