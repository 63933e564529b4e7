import { loadConfiguration, secretReader } from '../config/load.ts';
import { WORKER_VERSION } from '../config/versions.ts';
import { openLog } from '../telemetry/log.ts';
import { openWorker } from '../worker.ts';

/** `causeway run`: works until SIGTERM or SIGINT, then ends what it began and gives its leases back. */
export async function run(file: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const configuration = loadConfiguration(file);
  const log = openLog(configuration.log.level);
  const worker = await openWorker(configuration, secretReader(file, environment), log);
  log.info(
    { version: WORKER_VERSION, intake: worker.intakePort, shops: configuration.shops.map((shop) => shop.code) },
    'working',
  );
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  log.info({}, 'stopping');
  await worker.stop();
}
