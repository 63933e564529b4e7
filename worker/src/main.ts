#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { type Terminal, UsageMistake } from './commands/command.ts';
import { pair } from './commands/pair.ts';
import { run } from './commands/run.ts';
import { why } from './commands/why.ts';
import { ConfigurationMistakes, loadConfiguration, secretReader } from './config/load.ts';
import { openRoster } from './config/roster.ts';
import { WORKER_VERSION } from './config/versions.ts';
import { ControlRefused } from './control/client.ts';
import { ControlInUse } from './control/server.ts';
import { EngineFileInUse } from './engine/embedded/file-lock.ts';
import { EngineFileTooNew } from './engine/errors.ts';
import { IntakeUnavailable } from './intake/server.ts';
import { SystemFailure } from './policy/system-failure.ts';
import { ShopRefusal } from './shop/shop-api.ts';

const HELP = `causeway: keeps WooCommerce shops, their ERP and their warehouse in step

  causeway run        --config FILE            work until stopped
  causeway pair       --config FILE URL CODE   pair with a shop; the code is shown in wp-admin, WooCommerce > Causeway
  causeway why        --config FILE [SHOP] ORDER [--json]
                                               where an order is, and why: by its id or external id
  causeway check      --config FILE            read the configuration and its secrets, and say what is wrong
  causeway --version, --help

Exit status: 0 done, 1 it did not work, 2 a mistake in the command or the configuration.
`;

const terminal: Terminal = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
};

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parse(argv);
  if (values.version) return terminal.out(WORKER_VERSION);
  const [command, ...rest] = positionals;
  if (values.help || command === undefined) return terminal.out(HELP);
  const file = values.config ?? process.env.CAUSEWAY_CONFIG;
  if (file === undefined) throw new UsageMistake('say which configuration: --config FILE');
  switch (command) {
    case 'run':
      return run(file, process.env);
    case 'pair': {
      const [url, code] = rest;
      if (url === undefined || code === undefined) throw new UsageMistake('causeway pair --config FILE URL CODE');
      return pair(loadConfiguration(file), url, code, terminal);
    }
    case 'why':
      process.exitCode = await why(loadConfiguration(file), rest, values.json === true, terminal);
      return;
    case 'check': {
      const configuration = loadConfiguration(file);
      const { mistakes } = openRoster(configuration, secretReader(file, process.env));
      if (mistakes.length > 0) throw new ConfigurationMistakes(file, mistakes);
      return terminal.out('The configuration is in order.');
    }
    default:
      throw new UsageMistake(`there is no command "${command}"; causeway --help lists them`);
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageMistake((error as Error).message);
  }
}

function failed(error: unknown): number {
  if (error instanceof ConfigurationMistakes) {
    for (const mistake of error.mistakes) terminal.err(mistake);
    terminal.err(error.message);
    return 2;
  }
  if (error instanceof UsageMistake) {
    terminal.err(error.message);
    return 2;
  }
  const expected = [
    ShopRefusal,
    SystemFailure,
    EngineFileInUse,
    EngineFileTooNew,
    IntakeUnavailable,
    ControlInUse,
    ControlRefused,
  ];
  terminal.err(
    expected.some((kind) => error instanceof kind)
      ? (error as Error).message
      : String((error as Error)?.stack ?? error),
  );
  return 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.exitCode = failed(error);
});
