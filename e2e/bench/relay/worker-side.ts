import { constants, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { argv, cpuUsage, exit, memoryUsage, stdin } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import type { CallOutcome, Decider, FlowEvent } from '@causeway/contracts';
import { loadConfiguration, secretReader } from '../../../worker/src/config/load.ts';
import { deciders } from '../../../worker/src/flows/index.ts';
import { preferSmallMemory } from '../../../worker/src/service/small-memory.ts';
import { CredentialStore } from '../../../worker/src/shop/credential.ts';
import { openLog } from '../../../worker/src/telemetry/log.ts';
import { openWorker } from '../../../worker/src/worker.ts';
import { freePort } from '../../stage/serving/ports.ts';
import { deliver } from './deliver.ts';
import { BENCH_SHOP, configurationFor } from './ground.ts';
import { OutboxLane } from './outbox-lane.ts';
import type { WorkerPlan } from './processes.ts';

/**
 * A whole worker between an outbox and the sink: `node worker-side.ts PLAN` (a `WorkerPlan` as JSON). Prints what the
 * rows behind the warm-up took, until each was acknowledged, delivered and booked, and nothing was left to tell the shop.
 */
preferSmallMemory();
const plan = JSON.parse(argv[2] ?? '') as WorkerPlan;
// It ends with who started it.
stdin.resume().on('end', () => exit(1));

const folder = mkdtempSync(join(dirname(plan.store), 'worker-'));
const state = join(folder, 'state');
mkdirSync(state);
for (const secret of ['client', 'webhook', 'key']) writeFileSync(join(folder, secret), 'x'.repeat(40));
const file = join(folder, 'causeway.json');
writeFileSync(file, JSON.stringify(configurationFor(plan, await freePort())));
const shop = { id: BENCH_SHOP.id, incarnation: 1, home_hash: '0'.repeat(64), environment: 'production' };
const credential = { url: BENCH_SHOP.url, token: 'x'.repeat(40), shop, ackNumber: 0, goLiveAt: 0 };
await new CredentialStore(state).write(BENCH_SHOP.code, credential);
if (plan.engine !== null) copyFileSync(plan.engine, join(state, 'engine.sqlite'), constants.COPYFILE_FICLONE);

let booked = 0;
/** The sink refuses nothing: one failure, and the figures would be of something else. */
function book(outcome: CallOutcome): void {
  if (outcome.kind === 'ok') booked += 1;
  else fail(`a delivery failed: ${outcome.category}, ${outcome.message}`);
}
function fail(why: string): never {
  process.stderr.write(`${why}\n`);
  exit(1);
}

const asked = (plan.flow === 'orders' ? deciders.order : deliver) as Decider<unknown, unknown>;
const counting: Decider<unknown, unknown> = {
  ...asked,
  decide(before, event: FlowEvent, context) {
    if (event.type === 'called') book(event.outcome);
    return asked.decide(before, event, context);
  },
};

const lane = new OutboxLane(plan.store, shop);
const worker = await openWorker(loadConfiguration(file), secretReader(file, {}), openLog('warn'), {
  deciders: { ...deciders, order: counting },
  apiOf: () => lane,
});

/** The whole road of an order has four: ERP and warehouse are each asked, and what they made is read back. */
const DELIVERIES_A_ROW = plan.flow === 'orders' ? 4 : 1;
const LOOK_MS = 10;
/** Every so many looks the memory is looked at too: that costs a look into /proc. */
const MEMORY_EVERY = 10;
let rssMb = 0;

async function through(until: number): Promise<void> {
  await lane.showUntil(until);
  for (let looks = 0; ; looks += 1) {
    await pause(LOOK_MS);
    if (looks % MEMORY_EVERY === 0) rssMb = Math.max(rssMb, memoryUsage.rss() / 1e6);
    if (booked >= until * DELIVERIES_A_ROW && lane.waiting === 0 && (plan.engine !== null || (await isIdle()))) return;
  }
}

const health = () => fetch(`http://127.0.0.1:${worker.intakePort}/healthz`);

async function isIdle(): Promise<boolean> {
  const { engine } = (await (await health()).json()) as {
    engine: Record<'events' | 'calls' | 'effects' | 'openSubjects', number>;
  };
  const open = plan.flow === 'orders' ? engine.openSubjects : 0;
  return engine.events + engine.calls + engine.effects + open === 0;
}

await through(plan.warmUp);
const [began, used, before] = [performance.now(), cpuUsage(), booked];
await through(plan.rows);
const { user, system } = cpuUsage(used);
const took = { ms: performance.now() - began, cpu_ms: (user + system) / 1000, rss_mb: rssMb };
const asking = performance.now();
await health();
const health_ms = performance.now() - asking;
const deliveries = booked - before;
if (plan.engine === null) await worker.stop();
lane.close();
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify({ deliveries, ...took, health_ms })}\n`, () => exit(0));
