import { mutants } from './catalogue/index.ts';
import { hunt, runClean } from './hunt.ts';
import type { Mutant } from './mutant.ts';
import type { Found } from './search.ts';

const AT_ONCE = 2;

interface Verdict {
  readonly mutant: Mutant;
  readonly found: Found;
}

/** Plants every mutant in turn (or those whose name holds a word), says which promise found it; the exit status. */
export async function huntMutants(word: string, say: (line: string) => void): Promise<number> {
  const wanted = mutants.filter(({ name }) => name.includes(word));
  const verdicts: Verdict[] = [];
  const left = [...wanted];
  const inTurn = async () => {
    for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
      const found = await hunt(mutant);
      say(lineOf({ mutant, found }));
      verdicts.push({ mutant, found });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, inTurn));
  const caught = verdicts.flatMap(({ found }) => (found.kind === 'violation' ? found.violation : []));
  const parts = Array.from({ length: AT_ONCE }, (_, part) => caught.filter((_, nr) => nr % AT_ONCE === part));
  const found = await Promise.all(parts.map(runClean));
  const unclean = found.filter(({ kind }) => kind !== 'clean');
  for (const one of unclean) say(`NOT CLEAN without any mutant: ${sayClean(one)}`);
  say(`${wanted.length} mutants, ${caught.length} caught`);
  return unclean.length === 0 && caught.length === wanted.length && wanted.length > 0 ? 0 : 1;
}

function lineOf({ mutant: { name, breaks }, found }: Verdict): string {
  if (found.kind === 'violation') {
    const { runs, run, promise, what } = found.violation;
    return `caught      ${name}: run ${runs} (seed ${run.seed}): ${promise}: ${what}`;
  }
  const why = found.kind === 'clean' ? `no promise saw it: ${breaks}` : found.why;
  return `NOT CAUGHT  ${name}: ${why}`;
}

function sayClean(found: Found): string {
  if (found.kind === 'broken') return found.why;
  return found.kind === 'clean'
    ? ''
    : `seed ${found.violation.run.seed}: ${found.violation.promise}: ${found.violation.what}`;
}
