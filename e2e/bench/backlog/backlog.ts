import { copyFileSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Options } from '../options.ts';
import { layOutbox } from '../relay/outbox.ts';
import { rateOf, runWorker, startSink, type WorkerRun } from '../relay/processes.ts';
import type { Result } from '../result.ts';
import { median, rounded } from '../statistics.ts';
import { table } from '../table.ts';
import { layEngineFile } from './engine-file.ts';

const WARM_UP = 2000;
const ROWS = 10_000;
const PAIRS = 2;
const AT_ONCE = 64;
const AIM = 0.9;
const RSS_MB_MAX = 200;

interface Ground {
  readonly folder: string;
  /** The laid outbox, and the engine's file to begin with. */
  readonly outbox: string;
  readonly engine: string;
}

/**
 * The worker with an empty engine and with one that an outage left full, in turns: for the same number of rows taken in and
 * deliveries booked. With a full one those delivered are the oldest that waited.
 */
export async function backlog({ folder, full, say }: Options): Promise<Result> {
  const amounts = full ? { waiting: 1_000_000, finished: 10_000_000 } : { waiting: 100_000, finished: 1_000_000 };
  const grounds: Record<Side, Ground> = { empty: groundOf(folder, 'empty'), full: groundOf(folder, 'full') };
  layOutbox(grounds.empty.outbox, ROWS, ROWS);
  copyFileSync(grounds.empty.outbox, grounds.full.outbox);
  layEngineFile(grounds.empty.engine, { waiting: 0, finished: 0 });
  say(`backlog: an engine's file with ${amounts.waiting} waiting and ${amounts.finished} finished`);
  layEngineFile(grounds.full.engine, amounts);
  const megabytes = statSync(grounds.full.engine).size / 1e6;
  const runs: Record<Side, WorkerRun[]> = { empty: [], full: [] };
  for (let pair = 1; pair <= PAIRS; pair += 1) {
    for (const side of pair % 2 === 1 ? SIDES : SIDES.toReversed()) {
      const run = await runOn(grounds[side]);
      runs[side].push(run);
      say(`backlog: pair ${pair} of ${PAIRS}, ${side} ${Math.round(rateOf(run))}/s, ${Math.round(run.rss_mb)} MB`);
    }
  }
  rmSync(folder, { recursive: true, force: true });
  return report(runs, { ...amounts, megabytes });
}

type Side = 'empty' | 'full';
const SIDES: readonly Side[] = ['empty', 'full'];

const groundOf = (folder: string, side: Side): Ground => {
  return { folder, outbox: join(folder, `outbox-${side}.sqlite`), engine: join(folder, `engine-${side}.sqlite`) };
};

async function runOn({ folder, outbox, engine }: Ground): Promise<WorkerRun> {
  const store = join(folder, 'outbox.sqlite');
  copyFileSync(outbox, store);
  const sink = await startSink(0);
  try {
    const plan = { store, port: sink.port, atOnce: AT_ONCE, warmUp: WARM_UP, rows: ROWS };
    const run = await runWorker({ ...plan, flow: 'deliver', engine });
    const { documents, outOfOrder } = await sink.heard();
    if (documents < ROWS || outOfOrder > 0)
      throw new Error(`${documents} documents, ${outOfOrder} twice or out of order`);
    return run;
  } finally {
    await sink.stop();
    for (const end of ['', '-wal', '-shm']) rmSync(store + end, { force: true });
  }
}

function report(
  runs: Record<Side, WorkerRun[]>,
  file: { waiting: number; finished: number; megabytes: number },
): Result {
  const ratio = median(runs.full.map((run, pair) => rateOf(run) / rateOf(runs.empty[pair] ?? run)));
  const rss = (side: Side) => Math.max(...runs[side].map(({ rss_mb }) => rss_mb));
  const row = (what: string, side: Side, of: string, aim: string) => {
    const health = Math.round(median(runs[side].map(({ health_ms }) => health_ms)));
    return [what, Math.round(median(runs[side].map(rateOf))), of, aim, Math.round(rss(side)), RSS_MB_MAX, health];
  };
  const full = `${file.waiting} waiting, ${file.finished} finished (${Math.round(file.megabytes)} MB)`;
  return {
    lines: [
      `${availableParallelism()} cores, Node ${process.versions.node}; ${PAIRS} pairs in turns; the ratio is the median within pairs.`,
      '',
      table([
        ["the engine's file", 'deliveries/s', 'of empty', 'aim', 'highest RSS, MB', 'at most', '/healthz, ms'],
        row('empty', 'empty', '1', ''),
        row(full, 'full', String(rounded(ratio)), String(AIM)),
      ]),
    ],
    json: { ...file, runs, ratio, aim: AIM, rss_mb: { empty: rss('empty'), full: rss('full'), most: RSS_MB_MAX } },
  };
}
