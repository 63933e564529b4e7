import { join } from 'node:path';
import { huntMutants } from '../mutants/main.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { runShares } from './run/campaign.ts';
import { planOf } from './run/plan.ts';
import { shrink } from './run/shrink.ts';
import { simulate } from './run/simulate.ts';
import { missedCells, printed } from './trace/matrix.ts';
import { story } from './trace/story.ts';

/** So many tries of the shrinker between two words of how far it is. */
const TELL_EVERY = 5;

const say = (text: string) => void process.stdout.write(`${text}\n`);

async function main(options: Options): Promise<number> {
  const { from, seeds, processes, onlyPromise } = options;
  if (options.help) {
    say(HELP);
    return 0;
  }
  if (options.mutants) return huntMutants(options.onlyMutant, say);
  if (options.trace) return tellOne(options);
  const began = performance.now();
  const share = { from, step: 1, seeds, onlyPromise };
  const tally = await runShares(share, processes, join(import.meta.dirname, 'share.ts'));
  const [first] = tally.broken;
  if (first !== undefined) {
    await tellBroken(first.seed, first.promise, options);
    say(`${tally.seeds} seeds, ${tally.decisions} decisions, ${tally.broken.length} violations`);
    return 1;
  }
  if (seeds > 1) say(printed(tally.cells));
  const missed = missedCells(tally.cells, seeds);
  for (const cell of missed) say(`empty: ${cell}`);
  say(`${Math.round(tally.decisions / ((performance.now() - began) / 1000))} decisions a second`);
  say(`${tally.seeds} seeds, ${tally.decisions} decisions, 0 violations`);
  return missed.length > 0 ? 1 : 0;
}

async function tellOne({ from, onlyPromise }: Options): Promise<number> {
  const plan = planOf(from);
  const { broken, decisions, lines, digest } = await simulate(plan, { listens: true, onlyPromise });
  say(story(plan, lines, Number.POSITIVE_INFINITY));
  say(`trace ${digest}`);
  say(`1 seeds, ${decisions} decisions, ${broken === null ? 0 : 1} violations`);
  return broken === null ? 0 : 1;
}

async function tellBroken(seed: number, promise: string, { onlyPromise, tries }: Options): Promise<void> {
  const plan = planOf(seed);
  const tell = (tried: number, left: number) => {
    if (tried % TELL_EVERY !== 0) return;
    const of = plan.happenings.length;
    process.stderr.write(
      `seed ${seed} is shrunk: try ${tried} of ${tries}, ${left} of ${of} acts and faults are left\n`,
    );
  };
  say(`seed ${seed} breaks a promise: ${promise}`);
  const least = await shrink(plan, { promise, onlyPromise, tries, tell });
  const { broken, lines } = await simulate(least, { listens: true, onlyPromise });
  say(story(least, lines));
  say(`\nBroken: ${promise}\n  ${broken?.what}\n  npm run simulate -- --seed ${seed} replays it whole`);
}

process.exitCode = await main(readOptions(process.argv.slice(2))).catch((error: unknown) => {
  process.stderr.write(`${error instanceof TypeError ? error.message : (error as Error).stack}\n`);
  return 2;
});
