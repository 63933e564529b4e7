import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export const HELP = `npm run simulate: the real worker in a simulated world, in every kind of bad luck

  npm run simulate -- --seeds 300              so many seeds, from --seed (1) on; over every processor
  npm run simulate -- --seed 42 [--trace]      one seed; with --trace its whole story
  npm run simulate -- --only-promise once      promises whose name has the word
  npm run simulate -- --processes 1            in this process
  npm run simulate -- --tries 500              what is broken is shrunk with so many runs (150), at most
  npm run simulate -- --mutants [--only-mutant lease]   plants bugs in the worker, one by one: each must be caught

Prints a matrix of faults and states (an empty cell fails from 1000 seeds on, an empty row or column from 200) and last
"N seeds, N decisions, 0 violations"; or the broken promise, its seed and the shortest story that breaks it.
`;

export interface Options {
  readonly from: number;
  readonly seeds: number;
  readonly processes: number;
  readonly trace: boolean;
  readonly onlyPromise: string;
  /** Runs that are spent on a shorter story. */
  readonly tries: number;
  readonly mutants: boolean;
  /** Mutants whose name has this word. */
  readonly onlyMutant: string;
  readonly help: boolean;
}

/** Throws `TypeError` for what is no option or no number. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      processes: { type: 'string' },
      trace: { type: 'boolean', default: false },
      tries: { type: 'string', default: '150' },
      'only-promise': { type: 'string', default: '' },
      mutants: { type: 'boolean', default: false },
      'only-mutant': { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  const seeds = whole('seeds', values.seeds ?? (values.seed === undefined ? '300' : '1'));
  return {
    from: whole('seed', values.seed ?? '1'),
    seeds,
    processes: Math.min(seeds, whole('processes', values.processes ?? String(availableParallelism()))),
    trace: values.trace,
    tries: whole('tries', values.tries),
    onlyPromise: values['only-promise'],
    mutants: values.mutants,
    onlyMutant: values['only-mutant'],
    help: values.help,
  };
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new TypeError(`--${name} is a whole number from 1 up, not "${text}"`);
  return Number(text);
}
