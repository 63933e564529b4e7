import { fork } from 'node:child_process';
import type { Cells } from '../trace/matrix.ts';
import { Matrix } from '../trace/matrix.ts';
import { environment } from './compiled.ts';
import { planOf } from './plan.ts';
import { simulate } from './simulate.ts';

/** Seeds `from`, `from + step`, …, so many. */
export interface Share {
  readonly from: number;
  readonly step: number;
  readonly seeds: number;
  readonly onlyPromise: string;
}

export interface Tally {
  readonly seeds: number;
  readonly decisions: number;
  readonly cells: Cells;
  /** Seeds that broke a promise, the lowest first. */
  readonly broken: readonly { readonly seed: number; readonly promise: string }[];
}

/** Ends a share early: one broken promise is enough to look at. */
const BROKEN_MAX = 5;

export async function runShare({ from, step, seeds, onlyPromise }: Share): Promise<Tally> {
  const matrix = new Matrix();
  const broken: { seed: number; promise: string }[] = [];
  let decisions = 0;
  let done = 0;
  while (done < seeds && broken.length < BROKEN_MAX) {
    const seed = from + done * step;
    const outcome = await simulate(planOf(seed), {
      onlyPromise,
      struck: (fault, states) => matrix.count(fault, states),
    });
    done += 1;
    decisions += outcome.decisions;
    if (outcome.broken !== null) broken.push({ seed, promise: outcome.broken.promise });
  }
  return { seeds: done, decisions, cells: matrix.cells(), broken };
}

/** The same over several processes: seeds know nothing of each other. */
export async function runShares(all: Share, processes: number, child: string): Promise<Tally> {
  if (processes <= 1) return runShare(all);
  const shares = Array.from({ length: processes }, (_, nr) => ({
    ...all,
    from: all.from + nr,
    step: processes,
    seeds: Math.ceil((all.seeds - nr) / processes),
  }));
  return together(await Promise.all(shares.map((share) => runInChild(share, child))));
}

function runInChild(share: Share, child: string): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const process = fork(child, [JSON.stringify(share)], { env: environment });
    let tally: Tally | null = null;
    process.on('message', (message) => {
      tally = message as Tally;
    });
    process.on('exit', (code) => {
      if (tally !== null) resolve(tally);
      else reject(new Error(`a process of the simulator ended with ${code}`));
    });
  });
}

function together(tallies: readonly Tally[]): Tally {
  const matrix = new Matrix();
  for (const { cells } of tallies) matrix.add(cells);
  return {
    seeds: tallies.reduce((sum, { seeds }) => sum + seeds, 0),
    decisions: tallies.reduce((sum, { decisions }) => sum + decisions, 0),
    cells: matrix.cells(),
    broken: tallies.flatMap(({ broken }) => broken).toSorted((a, b) => a.seed - b.seed),
  };
}
