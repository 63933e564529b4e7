import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { capture } from './capture/capture.ts';
import { latency } from './latency.ts';
import { load } from './machine.ts';
import { memory } from './memory.ts';
import { benchOptions, HELP, type Options } from './options.ts';

const benches = { capture, latency, memory };

async function main(): Promise<number> {
  const options = readOptions();
  if (options === null || typeof options === 'number') return options ?? 0;
  rmSync(options.folder, { recursive: true, force: true });
  mkdirSync(options.folder, { recursive: true });
  const before = load();
  const date = new Date().toISOString().slice(0, 16);
  const { lines, json } = await benches[options.bench](options);
  const loads = { before, after: load() };
  console.log([...lines, '', `${date} UTC; load average ${loads.before} before, ${loads.after} after.`].join('\n'));
  console.log(JSON.stringify({ bench: options.bench, date, load: loads, ...json }));
  return 0;
}

function readOptions(): Options | null | number {
  try {
    const say = (line: string) => process.stderr.write(`· ${line}\n`);
    const options = benchOptions(process.argv.slice(2), resolve(import.meta.dirname, '../..'), say);
    if (options === null) process.stdout.write(HELP);
    return options;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n--help lists the options.\n`);
    return 2;
  }
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`bench: ${(error as Error).message}\n`);
  return 1;
});
