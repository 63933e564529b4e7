import { copyFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Options } from '../options.ts';
import type { Result } from '../result.ts';
import { median, rounded } from '../statistics.ts';
import { table } from '../table.ts';
import { layOutbox } from './outbox.ts';
import { cpuUsOf, type Run, rateOf, runBareLoop, runWorker, startSink } from './processes.ts';

/** Of the rows so many warm both sides up, and are not measured. */
const WARM_UP = 2000;
const ROWS = 10_000;
/** An order's whole road has four deliveries. */
const ORDERS = { rows: 1500, warmUp: 300 };
/** Each order is changed so often: its documents must arrive in that order. */
const LOOKS_AN_ORDER = 4;
const PAIRS = 3;
const AT_ONCE = 64;
/** A baseline below is no baseline: then this machine is too slow, or too busy, to say anything. */
const BASELINE_MIN = 5000;
const AIM = 0.7;

const SLOW = { latencyMs: 50, atOnce: 32, aim: 0.9, rows: 5000, warmUp: 1000 } as const;

type Side = 'bare' | 'deliver' | 'orders';

interface Ground {
  readonly folder: string;
  readonly latencyMs: number;
  readonly atOnce: number;
  readonly rows: number;
  readonly warmUp: number;
}

/**
 * Deliveries a second: the whole worker beside a bare loop, in turns, both from an outbox in a file to the same sink. A
 * delivery is one request to an outside system that was answered and booked, in order of its subject.
 */
export async function relay({ folder, say }: Options): Promise<Result> {
  const ground = { folder, latencyMs: 0, atOnce: AT_ONCE, rows: ROWS, warmUp: WARM_UP };
  const runs: Record<Side, Run[]> = { bare: [], deliver: [], orders: [] };
  for (let pair = 1; pair <= PAIRS; pair += 1) {
    for (const side of pair % 2 === 1 ? SIDES : SIDES.toReversed()) {
      const run = await runOn(side, side === 'orders' ? { ...ground, ...ORDERS } : ground);
      runs[side].push(run);
      say(`relay: pair ${pair} of ${PAIRS}, ${side} ${Math.round(rateOf(run))}/s`);
    }
  }
  const slow = await runOn('deliver', { folder, ...SLOW });
  return report(runs, slow);
}

const SIDES: readonly Side[] = ['bare', 'deliver', 'orders'];

/** One run on an outbox of its own. Throws where a document came twice, late, or not at all. */
async function runOn(side: Side, { folder, latencyMs, atOnce, rows, warmUp }: Ground): Promise<Run> {
  const looks = side === 'orders' ? 1 : LOOKS_AN_ORDER;
  const [laid, store] = [join(folder, `laid-${rows}-${looks}.sqlite`), join(folder, 'outbox.sqlite')];
  layOutbox(laid, rows, Math.ceil(rows / looks));
  copyFileSync(laid, store);
  const sink = await startSink(latencyMs);
  try {
    const plan = { store, port: sink.port, atOnce, warmUp };
    const run =
      side === 'bare' ? await runBareLoop(plan) : await runWorker({ ...plan, rows, flow: side, engine: null });
    const heard = await sink.heard();
    const expected = side === 'orders' ? 2 * rows : rows;
    if (heard.documents !== expected || heard.outOfOrder > 0)
      throw new Error(
        `${side}: ${heard.documents} documents of ${expected}, ${heard.outOfOrder} twice or out of order`,
      );
    return run;
  } finally {
    await sink.stop();
    for (const file of [laid, store]) for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  }
}

function report(runs: Record<Side, Run[]>, slow: Run): Result {
  const ratio = (side: Side) => median(runs[side].map((run, pair) => rateOf(run) / rateOf(runs.bare[pair] ?? run)));
  const row = (what: string, side: Side, aim: string) => {
    const rate = Math.round(median(runs[side].map(rateOf)));
    const cpu = Math.round(median(runs[side].map(cpuUsOf)));
    return [what, rate, cpu, side === 'bare' ? '1' : rounded(ratio(side)), aim];
  };
  const most = (1000 * SLOW.atOnce) / SLOW.latencyMs;
  const slowRate = rateOf(slow);
  const lines = [
    `${availableParallelism()} cores, Node ${process.versions.node}; ${PAIRS} pairs in turns, ${AT_ONCE} requests at once; ratios are medians within pairs.`,
    '',
    table([
      ['from an outbox to a sink', 'deliveries/s', 'processor µs each', 'of the bare loop', 'aim'],
      row('bare loop: read, post, acknowledge', 'bare', ''),
      row('worker, one delivery an event', 'deliver', String(AIM)),
      row('worker, the whole road of an order', 'orders', ''),
    ]),
    '',
    table([
      [`an ERP that takes ${SLOW.latencyMs} ms, ${SLOW.atOnce} at once`, 'deliveries/s', 'of the possible', 'aim'],
      ['worker, one delivery an event', Math.round(slowRate), rounded(slowRate / most), String(SLOW.aim)],
    ]),
  ];
  const baseline = median(runs.bare.map(rateOf));
  const problem =
    baseline < BASELINE_MIN ? `the bare loop did ${Math.round(baseline)}/s, less than ${BASELINE_MIN}/s` : undefined;
  const figures = (side: Side) => ({ per_second: runs[side].map(rateOf), cpu_us: runs[side].map(cpuUsOf) });
  return {
    lines,
    json: {
      bare: figures('bare'),
      deliver: { ...figures('deliver'), ratio: ratio('deliver'), aim: AIM },
      orders: { ...figures('orders'), ratio: ratio('orders') },
      slow_erp: { ...SLOW, per_second: slowRate, of_possible: slowRate / most },
    },
    ...(problem === undefined ? {} : { problem }),
  };
}
