import { loadConfiguration, secretReader } from '../config/load.ts';
import { WORKER_VERSION } from '../config/versions.ts';
import { openNotify } from '../service/notify.ts';
import { Service } from '../service/service.ts';
import { preferSmallMemory } from '../service/small-memory.ts';
import { openLog } from '../telemetry/log.ts';
import { openWorker } from '../worker.ts';

/** `causeway run`: works until SIGTERM or SIGINT, then ends what it began and gives its leases back. */
export async function run(file: string, environment: NodeJS.ProcessEnv): Promise<void> {
  preferSmallMemory();
  const configuration = loadConfiguration(file);
  const log = openLog(configuration.log.level);
  const worker = await openWorker(configuration, secretReader(file, environment), log);
  log.info({ version: WORKER_VERSION, intake: worker.intakePort, shops: worker.shops }, 'working');
  const service = new Service({
    notify: openNotify(environment, (problem) => log.warn({ problem }, 'systemd can not be told how the worker does')),
    prove: () => worker.prove(),
    status: (problem) => worker.status(problem),
  });
  const asked = stopAsked();
  await service.ready();
  await asked;
  log.info({}, 'stopping');
  await service.stopping();
  await worker.stop();
}

/** Resolves once a person or a service manager asks for the end. */
function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}
