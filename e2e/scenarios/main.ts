import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { demoOptions } from '../demo/options.ts';
import { checkout } from '../promises/ground.ts';
import { scenariosNamed } from './catalogue.ts';
import type { Played } from './play.ts';
import { playAll } from './run.ts';

const HELP = `Plays scenarios as bin/demo --check --scenario does, and what tests of them need beside.

  node e2e/scenarios/main.ts NAME … | all [--off] [--record DIR] [--dir DIR]

  --off      each with what it is about switched off: exits 0 only if every one fails
  --record   writes what the stores held at each end to DIR/NAME.json
`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      off: { type: 'boolean', default: false },
      record: { type: 'string' },
      dir: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help || positionals.length === 0) {
    process.stdout.write(HELP);
    return values.help ? 0 : 2;
  }
  const scenarios = positionals.flatMap(scenariosNamed);
  const options = demoOptions(
    ['--check', '--scenario', 'all', ...(values.dir === undefined ? [] : ['--dir', values.dir])],
    checkout,
  );
  if (options === null) throw new Error('no options');
  const say = (line: string) => process.stderr.write(`· ${line}\n`);
  const { tally, played } = await playAll(scenarios, options, say, { off: values.off });
  if (values.record !== undefined) for (const one of played) record(values.record, one, values.off);
  process.stdout.write(`${JSON.stringify(tally)}\n`);
  return (values.off ? tally.passed : tally.failed.length) === 0 ? 0 : 1;
}

/** What can be read through by a person. */
const ORDERS_RECORDED_MAX = 5;

function record(folder: string, { scenario, held }: Played, off: boolean): void {
  if (held.now.orders.length > ORDERS_RECORDED_MAX) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${scenario.name}${off ? '.off' : ''}.json`), `${JSON.stringify(held, null, 1)}\n`);
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`scenarios: ${(error as Error).message}\n`);
  return 1;
});
