import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { WarehouseHands } from './hands.ts';
import { readPassword } from './lay.ts';
import { TrytonSession } from './rpc.ts';
import { DATABASE } from './serve.ts';

const HELP = `People in a Tryton's warehouse: they ship what is released, as it comes, until they are ended.

  node e2e/tryton/hands-main.ts --url http://127.0.0.1:PORT --dir FOLDER [--every-ms 1000]
`;

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    dir: { type: 'string' },
    'every-ms': { type: 'string', default: '1000' },
    help: { type: 'boolean', default: false },
  },
});
const { url, dir } = values;
if (values.help || url === undefined || dir === undefined) {
  process.stderr.write(HELP);
  process.exit(values.help ? 0 : 2);
}

let hands: WarehouseHands | null = null;
for (;;) {
  try {
    hands ??= new WarehouseHands(
      await TrytonSession.open(`${url}/${DATABASE}/`, 'warehouse', readPassword(dir, 'warehouse')),
    );
    for (const { number, reference } of await hands.shipAll())
      process.stdout.write(`shipped ${number} (${reference})\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    // Whatever it was, Tryton may have been started again since.
    hands = null;
  }
  await pause(Number(values['every-ms']));
}
