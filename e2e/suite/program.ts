import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Ground } from './step.ts';

export interface Ended {
  readonly code: number;
  readonly log: string;
}

/** Runs a program in the checkout, its output in a log of the run's folder. */
export function runProgram(
  ground: Ground,
  name: string,
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  cwd: string = ground.checkout,
): Promise<Ended> {
  const log = join(ground.folder, 'logs', `${name}.log`);
  mkdirSync(dirname(log), { recursive: true });
  const file = createWriteStream(log);
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.pipe(file, { end: false });
    child.stderr.pipe(file, { end: false });
    const end = (code: number, said = '') => file.end(said, () => resolve({ code, log }));
    child.on('error', (error) => end(127, `${error.message}\n`));
    child.on('close', (code, signal) => end(code ?? (signal ? 128 : 1)));
  });
}

/** The last lines of a log, for a failure's message. */
export function tail(log: string, lines = 25): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
