import { setFlagsFromString } from 'node:v8';
import { loadConfiguration, secretReader } from '../config/load.ts';
import { WORKER_VERSION } from '../config/versions.ts';
import { openLog } from '../telemetry/log.ts';
import { openWorker } from '../worker.ts';

/** `causeway run`: works until SIGTERM or SIGINT, then ends what it began and gives its leases back. */
export async function run(file: string, environment: NodeJS.ProcessEnv): Promise<void> {
  preferSmallMemory();
  const configuration = loadConfiguration(file);
  const log = openLog(configuration.log.level);
  const worker = await openWorker(configuration, secretReader(file, environment), log);
  log.info({ version: WORKER_VERSION, intake: worker.intakePort, shops: worker.shops }, 'working');
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  log.info({}, 'stopping');
  await worker.stop();
}

/**
 * V8's defaults are for programs that want speed: young objects get up to 48 MB, and old ones may double before they
 * are collected. A worker waits for shops and ERPs most of its time, and shares its machine: the same work then takes
 * 120 MB instead of 300 (docs/benchmarks.md, "Memory"). V8 names a flag that it doesn't know, and goes on.
 */
function preferSmallMemory(): void {
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--semi-space-growth-factor=1');
}
