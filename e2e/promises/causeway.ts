import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandResult, tryCommand } from '../stage/command.ts';
import { type Running, startProcess } from '../stage/serving/process.ts';
import { checkout } from './ground.ts';

const ownWorker = join(checkout, 'worker');

/** Runs the worker's command line to its end. `worker`: the folder of another worker than this checkout's. */
export function causeway(args: readonly string[], worker = ownWorker): Promise<CommandResult> {
  return tryCommand(process.execPath, [join(worker, 'src/main.ts'), ...args], { timeoutMs: 60_000 });
}

/** Starts `causeway run` without waiting for anything. */
export function runWorker(configuration: string, log: string, worker = ownWorker): Promise<Running> {
  return startProcess({
    name: 'worker',
    program: process.execPath,
    args: [join(worker, 'src/main.ts'), 'run', '--config', configuration],
    cwd: checkout,
    log,
  });
}

/** A copy of the worker that says it is another version. Returns its folder. */
export function workerOfVersion(folder: string, version: string): string {
  const copy = join(folder, 'worker');
  mkdirSync(folder, { recursive: true });
  cpSync(ownWorker, copy, { recursive: true, filter: (path) => !path.endsWith('node_modules') });
  symlinkSync(join(checkout, 'node_modules'), join(folder, 'node_modules'));
  const manifest = join(copy, 'package.json');
  writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, 'utf8')), version }));
  return copy;
}

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly refusal?: string | null;
  readonly problem?: string;
}

/** What a worker has logged so far; lines that are no JSON (a crash) are kept as `msg` at level 60. */
export function logOf(file: string): LogLine[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => (line.startsWith('{') ? (JSON.parse(line) as LogLine) : { level: 60, msg: line }));
}

/** Its configuration with other options, written beside it. Returns the new file's path. */
export function reconfigured(configuration: string, name: string, change: (options: Options) => void): string {
  const options = JSON.parse(readFileSync(configuration, 'utf8')) as Options;
  change(options);
  const file = join(configuration, '..', name);
  writeFileSync(file, JSON.stringify(options));
  return file;
}

/** The worker's configuration file, as far as tests change it. */
export interface Options {
  stateDirectory: string;
  intake: { port: number; doorbellUrl: string | null };
  shops: Array<Record<string, unknown>>;
  systems: Record<string, Record<string, unknown>>;
  [option: string]: unknown;
}
