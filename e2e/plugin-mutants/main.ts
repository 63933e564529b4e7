import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withDatabase } from '../stage/index.ts';
import { mutants } from './catalogue/index.ts';
import { type CopiedShop, layCopiedShop } from './copied-shop.ts';
import { hunt, runTests } from './hunt.ts';
import type { PluginMutant } from './mutant.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Plants every mutant in turn, says which test found it; the exit status. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [''] },
      dir: { type: 'string', default: '.stage/plugin-mutants' },
    },
  });
  const wanted = mutants.filter(({ name }) => values.only.some((word) => name.includes(word)));
  const ground = await layCopiedShop(resolve(values.dir), say);
  return withDatabase(ground.shop, () => huntAll(ground, wanted));
}

async function huntAll(ground: CopiedShop, wanted: readonly PluginMutant[]): Promise<number> {
  const by = new Set<string>();
  let caught = 0;
  for (const mutant of wanted) {
    const found = await hunt(ground, mutant);
    if (found.kind === 'caught') {
      caught++;
      for (const test of found.by) by.add(test);
      say(`caught      ${mutant.name}: ${found.by.length} of ${found.of}: ${found.by[0]}`);
    } else say(`NOT CAUGHT  ${mutant.name}: ${found.why}`);
  }
  const unclean = await failingWithoutAny(ground, wanted, by);
  for (const test of unclean) say(`NOT CLEAN without any mutant: ${test}`);
  say(`${wanted.length} mutants, ${caught} caught`);
  return unclean.length === 0 && caught === wanted.length && wanted.length > 0 ? 0 : 1;
}

/** After all of them, so that what a mutant left in the shop's database is found, too. */
async function failingWithoutAny(
  ground: CopiedShop,
  wanted: readonly PluginMutant[],
  by: ReadonlySet<string>,
): Promise<string[]> {
  if (by.size === 0) return [];
  const files = [...new Set(wanted.flatMap(({ tests }) => tests))];
  const passed = new Set(
    (await runTests(ground, files)).flatMap((test) => (test.outcome === 'passed' ? test.name : [])),
  );
  return [...by].filter((test) => !passed.has(test));
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`plugin-mutants: ${(error as Error).message}\n`);
  return 1;
});
