import { mutants } from './catalogue/index.ts';
import type { Weather } from './mutant.ts';
import { plant } from './plant.ts';

/** One run of the simulator. */
export interface Run {
  readonly seed: number;
  readonly weather: Weather;
  /** Ends there, ms from the beginning; left out: as its plan says. */
  readonly until?: number;
}

/** What a process of its own is to look for. `mutant` null: in the sources as they are. */
export interface Errand {
  readonly mutant: string | null;
  readonly runs: readonly Run[];
  /** A word of the only promise that counts; empty: each does. */
  readonly promise: string;
}

export interface Violation {
  readonly run: Run;
  /** How many runs it took. */
  readonly runs: number;
  readonly promise: string;
  readonly what: string;
  /** Ms from the beginning. */
  readonly at: number;
}

export type Found =
  | { readonly kind: 'violation'; readonly violation: Violation }
  | { readonly kind: 'clean' }
  /** It is no bug that the simulator could see: it does not load, or breaks the simulator itself. */
  | { readonly kind: 'broken'; readonly why: string };

/** Runs until a promise breaks. In a process that loads no source before. */
async function search({ mutant: name, runs, promise }: Errand): Promise<Found> {
  const mutant = mutants.find((one) => one.name === name);
  const isLoaded = mutant === undefined ? () => true : plant(mutant);
  const { simulate } = await import('../simulator/run/simulate.ts');
  const { planIn } = await import('./weather.ts');
  if (!isLoaded()) return { kind: 'broken', why: `the simulator does not use ${mutant?.file}` };
  for (const [index, run] of runs.entries()) {
    const { broken } = await simulate(planIn(run.weather, run.seed, run.until), { onlyPromise: promise });
    if (broken !== null) return { kind: 'violation', violation: { run, runs: index + 1, ...broken } };
  }
  return { kind: 'clean' };
}

const errand = JSON.parse(process.argv[2] ?? '') as Errand;
const found = await search(errand).catch((error: unknown): Found => ({ kind: 'broken', why: String(error) }));
process.stdout.write(JSON.stringify(found));
