import { spawn } from 'node:child_process';

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly timeoutMs?: number;
}

export class CommandFailed extends Error {
  readonly result: CommandResult;

  constructor(command: string, result: CommandResult) {
    const said = (result.stderr.trim() || result.stdout.trim()).split('\n').slice(-12).join('\n');
    super(`${command} ended with ${result.code}: ${said}`);
    this.name = 'CommandFailed';
    this.result = result;
  }
}

/** Runs a program to its end and returns what it said. Code 127 stands for "not found", 124 for "took too long". */
export function tryCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: 'pipe' });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, options.timeoutMs ?? 900_000);
    const finish = (code: number, extra = ''): void => {
      clearTimeout(timer);
      resolve({
        code,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8') + extra,
      });
    };
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (error) => finish(127, error.message));
    child.on('close', (code) => finish(timedOut ? 124 : (code ?? 1), timedOut ? '\ntook too long' : ''));
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
  });
}

/** As `tryCommand`, but a code other than 0 throws CommandFailed. */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const result = await tryCommand(program, args, options);
  if (result.code !== 0) throw new CommandFailed(`${program} ${args[0] ?? ''}`.trim(), result);
  return result;
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}
