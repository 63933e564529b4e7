import { resolve } from 'node:path';
import { type ChaosOptions, chaosOptions, HELP } from './options.ts';
import { chaos } from './run.ts';

const say = (line: string) => process.stderr.write(`· ${line}\n`);

async function main(): Promise<number> {
  const options = readOptions();
  if (options === null || typeof options === 'number') return options ?? 0;
  const { counted, findings } = await chaos(options, say);
  const { duplicates, lost, stuck } = counted;
  const whole = duplicates + lost + stuck === 0;
  if (findings !== '') process.stdout.write(`${findings}\n`);
  if (!whole)
    process.stdout.write(`--seed ${options.seed} --kills ${options.kills} --orders ${options.orders} replays it\n`);
  process.stdout.write(`${JSON.stringify(counted)}\n`);
  return whole ? 0 : 1;
}

function readOptions(): ChaosOptions | null | number {
  try {
    const options = chaosOptions(process.argv.slice(2), resolve(import.meta.dirname, '../..'));
    if (options === null) process.stdout.write(HELP);
    return options;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n--help lists the options.\n`);
    return 2;
  }
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`chaos: ${(error as Error).stack ?? error}\n`);
  return 1;
});
