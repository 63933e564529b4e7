import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BENCHES, type Bench } from './benches.ts';
import { load } from './machine.ts';
import { benchOptions, help, type Options } from './options.ts';

/** One after the other; one that can't be measured says why, and the others go on. */
async function main(): Promise<number> {
  const options = readOptions();
  if (options === null || typeof options === 'number') return options ?? 0;
  let failed = 0;
  for (const bench of BENCHES.filter(({ name }) => options.benches.includes(name))) {
    failed += await measured(bench, { ...options, folder: join(options.folder, bench.name) });
  }
  return failed === 0 ? 0 : 1;
}

async function measured(bench: Bench, options: Options): Promise<0 | 1> {
  rmSync(options.folder, { recursive: true, force: true });
  mkdirSync(options.folder, { recursive: true });
  const before = load();
  const date = new Date().toISOString().slice(0, 16);
  const began = performance.now();
  try {
    const { lines, json, problem } = await bench.run(options);
    const loads = { before, after: load() };
    const took_s = Math.round((performance.now() - began) / 1000);
    const about = `${date} UTC; load average ${loads.before} before, ${loads.after} after; took ${took_s} s.`;
    console.log([...lines, '', about].join('\n'));
    console.log(JSON.stringify({ bench: bench.name, date, took_s, load: loads, ...json }));
    if (problem === undefined) return 0;
    process.stderr.write(`${bench.name}: ${problem}\n`);
    return 1;
  } catch (error) {
    process.stderr.write(`${bench.name}: ${(error as Error).message}\n`);
    return 1;
  }
}

function readOptions(): Options | null | number {
  try {
    const say = (line: string) => process.stderr.write(`· ${line}\n`);
    const options = benchOptions(process.argv.slice(2), resolve(import.meta.dirname, '../..'), BENCHES, say);
    if (options === null) process.stdout.write(help(BENCHES));
    return options;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n--help lists the options.\n`);
    return 2;
  }
}

process.exitCode = await main();
