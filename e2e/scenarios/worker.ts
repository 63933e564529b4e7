import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Demo } from '../demo/demo.ts';
import { SHOP_CODE, startWorker } from '../demo/worker-process.ts';
import type { Bug } from '../mutants/plant.ts';
import type { Options } from '../promises/causeway.ts';
import { checkout } from '../promises/ground.ts';
import type { Running } from '../stage/serving/process.ts';

/** `sku`: of one of the scenario's goods, by its name in the story. */
export type Configure = (options: Options, sku: (good: string) => string) => void;

/** The demo's worker, with another configuration whenever a scenario wants one. */
export interface ScenarioWorker {
  /** Runs as wanted; it goes on if it does so already. */
  run(wanted: Wanted): Promise<void>;
  stop(): Promise<void>;
}

export interface Wanted {
  /** What is changed in the demo's configuration, in this order. */
  readonly changes: ReadonlyArray<(options: Options) => void>;
  /** Planted into it as it is loaded. */
  readonly bug: Bug | null;
  /** Where it reaches the shop. */
  readonly shopUrl: string;
}

/** Takes the demo's own worker's place, which is stopped for good. */
export async function takeOver({ worker, served, backOffice }: Demo): Promise<ScenarioWorker> {
  await worker.stop();
  const first = readFileSync(worker.configuration, 'utf8');
  const plan = {
    ...{ folder: worker.folder, checkout, shop: served.shop, backOffice, doorbell: true, log: worker.log },
    intakePort: Number(new URL(worker.intakeUrl).port),
  };
  let running: Running | null = null;
  let runs = '';
  const stop = async () => {
    const ending = running;
    running = null;
    runs = '';
    await ending?.stop();
  };
  return {
    stop,
    async run({ changes, bug, shopUrl }) {
      const options = JSON.parse(first) as Options;
      for (const change of changes) change(options);
      const wanted = JSON.stringify([options, bug, shopUrl]);
      if (runs === wanted) return;
      await stop();
      writeFileSync(worker.configuration, JSON.stringify(options, null, 2));
      // Where pairing left it.
      const credential = join(worker.folder, options.stateDirectory, 'shops', `${SHOP_CODE}.json`);
      writeFileSync(credential, JSON.stringify({ ...JSON.parse(readFileSync(credential, 'utf8')), url: shopUrl }));
      running = await startWorker({ ...plan, env: bug === null ? {} : planted(bug) }, worker.configuration);
      runs = wanted;
    },
  };
}

function planted(bug: Bug): Record<string, string> {
  return { CAUSEWAY_BUG: JSON.stringify(bug), NODE_OPTIONS: `--import ${join(import.meta.dirname, 'planted.ts')}` };
}
