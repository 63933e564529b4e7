import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigurationError, configure, readConfiguration } from './configuration.ts';
import { type Running, start } from './running.ts';

const HELP = `The sandbox back office: a small ERP and a small WMS over HTTP (see README.md beside this file).

  node e2e/sandbox/main.ts --dir DIR [options]

  --dir DIR              where the stores are kept (made when missing)
  --erp-port N           port of the ERP (4010; 0: any free one)
  --wms-port N           port of the WMS (4020)
  --erp-control-port N   port of the ERP's control API (0)
  --wms-control-port N   port of the WMS's control API (0)
  --config FILE          configuration, JSON
  --only erp|wms         start one of the two
  --help
`;

const OPTIONS = {
  dir: { type: 'string' },
  'erp-port': { type: 'string', default: '4010' },
  'wms-port': { type: 'string', default: '4020' },
  'erp-control-port': { type: 'string', default: '0' },
  'wms-control-port': { type: 'string', default: '0' },
  config: { type: 'string' },
  only: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

function readCommandLine() {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    process.stdout.write(HELP);
    process.exit(0);
  }
  const mistakes: string[] = [];
  const port = (option: 'erp-port' | 'wms-port' | 'erp-control-port' | 'wms-control-port') => {
    const number = Number(values[option]);
    if (!/^\d{1,5}$/.test(values[option]) || number > 65_535)
      mistakes.push(`--${option}: a port is a number from 0 to 65535`);
    return number;
  };
  const ports = {
    erp: { port: port('erp-port'), controlPort: port('erp-control-port') },
    wms: { port: port('wms-port'), controlPort: port('wms-control-port') },
  };
  const { dir, only } = values;
  if (dir === undefined) mistakes.push('--dir: say where the stores are kept');
  if (only !== undefined && only !== 'erp' && only !== 'wms') mistakes.push('--only: erp or wms');
  if (dir === undefined || mistakes.length > 0) throw new ConfigurationError(mistakes);
  const names = only === undefined ? (['erp', 'wms'] as const) : [only as 'erp' | 'wms'];
  return { dir, ports, names, config: values.config, suffix: only === undefined ? '' : `-${only}` };
}

async function run(): Promise<void> {
  const { dir, ports, names, config, suffix } = readCommandLine();
  const configuration = config === undefined ? configure({}) : readConfiguration(config);
  mkdirSync(dir, { recursive: true });
  const running: Running[] = [];
  const addresses: Record<string, { url: string; control: string }> = {};
  for (const name of names) {
    const system = await start(name, configuration, { dir, ...ports[name] });
    running.push(system);
    addresses[name] = { url: system.url, control: system.control };
  }
  const ready = JSON.stringify({ ready: true, pid: process.pid, ...addresses });
  const file = join(dir, `addresses${suffix}.json`);
  writeFileSync(`${file}.new`, `${ready}\n`);
  renameSync(`${file}.new`, file);
  process.stdout.write(`${ready}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void Promise.all(running.map((system) => system.stop())).then(() => process.exit(0)));
  }
}

try {
  await run();
} catch (error) {
  const mistakes = error instanceof ConfigurationError ? error.mistakes : [(error as Error).message];
  for (const mistake of mistakes) console.error(`sandbox: ${mistake}`);
  process.exit(2);
}
