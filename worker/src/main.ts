#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { type Command, type Terminal, UsageMistake } from './commands/command.ts';
import { COMMANDS } from './commands/commands.ts';
import { ConfigurationMistakes } from './config/load.ts';
import { WORKER_VERSION } from './config/versions.ts';
import { ControlRefused } from './control/client.ts';
import { ControlInUse } from './control/server.ts';
import { EngineFileInUse } from './engine/embedded/file-lock.ts';
import { EngineFileTooNew } from './engine/errors.ts';
import { IntakeUnavailable } from './intake/server.ts';
import { SystemFailure } from './policy/system-failure.ts';
import { ShopRefusal } from './shop/shop-api.ts';

const ABOUT_COLUMN = 48;

const terminal: Terminal = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
};

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parse(argv);
  const [word, ...words] = positionals;
  if (values.version) return terminal.out(WORKER_VERSION);
  if (values.help || word === undefined) return terminal.out(help(word));
  const command = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  if (command === undefined) throw new UsageMistake(`there is no command "${word}"; causeway --help lists them`);
  const file = values.config ?? process.env.CAUSEWAY_CONFIG ?? null;
  const json = values.json === true;
  const options = ownOptions(word, command, values);
  process.exitCode = await command.run({ words, json, options, file, environment: process.env, terminal });
}

/** Of one command, or of all. */
function help(wanted?: string): string {
  const known = Object.entries(COMMANDS);
  const one = known.filter(([word]) => word === wanted);
  const lines = (one.length > 0 ? one : known).map(([word, { usage, about }]) => {
    const call = `  causeway ${word.padEnd(8)} ${usage}`;
    return call.length < ABOUT_COLUMN
      ? `${call.padEnd(ABOUT_COLUMN)}${about}`
      : `${call}\n${' '.repeat(ABOUT_COLUMN)}${about}`;
  });
  return `causeway: keeps WooCommerce shops, their ERP and their warehouse in step

${lines.join('\n')}
  causeway --version, --help

All but "systems" need --config FILE, or the variable CAUSEWAY_CONFIG.
Exit status: 0 done, 1 it did not work, 2 a mistake in the command or the configuration.
`;
}

/** Options of every command. */
const EVERYWHERE = {
  config: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

/** An option of another command is a slip that must be told. */
function ownOptions(
  word: string,
  { options = {} }: Command,
  given: Readonly<Record<string, string | boolean | undefined>>,
) {
  const own: Record<string, string | boolean> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || Object.hasOwn(EVERYWHERE, name)) continue;
    if (!Object.hasOwn(options, name)) throw new UsageMistake(`causeway ${word} takes no --${name}`);
    own[name] = value;
  }
  return own;
}

interface Arguments {
  readonly values: Readonly<Record<string, string | boolean | undefined>> & { readonly config?: string };
  readonly positionals: readonly string[];
}

function parse(argv: readonly string[]): Arguments {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { ...Object.assign({}, ...Object.values(COMMANDS).map(({ options = {} }) => options)), ...EVERYWHERE },
    }) as Arguments;
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

// Who reads only the beginning (`causeway systems | head`) has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

main(process.argv.slice(2)).catch((error: unknown) => {
  process.exitCode = failed(error);
});
