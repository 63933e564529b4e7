import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { tryCommand } from '../command.ts';

/** Something that runs PHP scripts: `program ...flags SCRIPT ARGS`. */
export interface Php {
  readonly kind: 'native' | 'webassembly';
  readonly program: string;
  /** e.g. '8.2.35' */
  readonly version: string;
  readonly extensions: readonly string[];
  /** Flags of every start: extensions that the machine's own configuration lacks, the shop's php.ini settings. */
  readonly flags: readonly string[];
}

export const phpVersionMin = '8.1';

const question = `echo json_encode(['version' => PHP_VERSION, 'id' => PHP_VERSION_ID, 'extensions' => get_loaded_extensions()]);`;

/** The PHP of CAUSEWAY_PHP or the PATH, or undefined where there is none that is new enough. */
export async function findPhp(): Promise<Php | undefined> {
  const named = process.env.CAUSEWAY_PHP;
  for (const program of named ? [named] : ['php', 'php8.5', 'php8.4', 'php8.3', 'php8.2', 'php8.1']) {
    const php = await askPhp(program, []);
    if (php) return php;
  }
  return undefined;
}

/** What the program says of itself when started with `flags`; undefined when it doesn't start or is older than 8.1. */
export async function askPhp(program: string, flags: readonly string[]): Promise<Php | undefined> {
  const answer = await tryCommand(program, [...flags, '-r', question], { timeoutMs: 60_000 });
  if (answer.code !== 0) return undefined;
  const said = JSON.parse(answer.stdout.slice(answer.stdout.indexOf('{'))) as {
    version: string;
    id: number;
    extensions: string[];
  };
  if (said.id < 80100) return undefined;
  return {
    kind: 'native',
    program,
    version: said.version,
    extensions: said.extensions.map((name) => name.toLowerCase()),
    flags,
  };
}

/** Looks a program up in the PATH and in the folders for system programs. */
export function findProgram(...names: readonly string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/local/sbin'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
