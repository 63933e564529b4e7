import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { readConfiguration } from './configuration.ts';
import { start } from './server.ts';

const HELP = `A contract server for Dynamics 365 Business Central API v2.0 (see README.md beside this file).

  node e2e/vendors/business-central/main.ts --dir DIR [options]

  --dir DIR          where the store is kept (made when missing)
  --port N           port of the API and of the token endpoint (0: any free one)
  --control-port N   port of the control API (0)
  --config FILE      configuration, JSON
  --help
`;

const OPTIONS = {
  dir: { type: 'string' },
  port: { type: 'string', default: '0' },
  'control-port': { type: 'string', default: '0' },
  config: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

async function run(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  if (values.dir === undefined) throw new Error('--dir: say where the store is kept');
  const configuration = readConfiguration(values.config);
  mkdirSync(values.dir, { recursive: true });
  const where = { dir: values.dir, port: asPort(values.port), controlPort: asPort(values['control-port']) };
  const { url, control, stop } = await start(configuration, where);
  process.stdout.write(`${JSON.stringify({ ready: true, pid: process.pid, url, control })}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().then(() => process.exit(0)));
}

function asPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error('a port is a number from 0 to 65535');
}

try {
  await run();
} catch (error) {
  console.error(`business-central: ${error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message}`);
  process.exit(2);
}
