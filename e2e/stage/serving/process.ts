import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface ProcessPlan {
  /** What it is called in messages, e.g. 'php'. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Standard output and error are appended here. */
  readonly log: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The signal that asks it kindly to end. Default SIGTERM. */
  readonly endsOn?: NodeJS.Signals;
  /** Go on running after this process ends. Default false: then it ends with us, however we end. */
  readonly outliveUs?: boolean;
}

/** A program running as leader of its own process group. */
export interface Running {
  readonly name: string;
  /** Process id and process group id. */
  readonly pid: number;
  readonly log: string;
  isAlive(): boolean;
  /** SIGTERM to the whole group, SIGKILL to what is left after ten seconds. Returns when nothing is left. */
  stop(): Promise<void>;
  /** SIGKILL to the whole group: a crash. Returns when nothing is left. */
  kill(): Promise<void>;
}

// The shell becomes the program; a watcher beside it holds the other end of a pipe from us. When we end, even by
// SIGKILL, the pipe closes and the watcher ends the group: no shop is left listening behind a crashed test run.
const leash = `( trap '' TERM INT HUP; read -r _ <&3
  kill -TERM -$$; n=0
  while kill -0 $$ 2>/dev/null && [ $n -lt 100 ]; do sleep 0.1; n=$((n + 1)); done
  kill -KILL -$$ ) >/dev/null 2>&1 &
exec 3<&-
exec "$@"`;

export async function startProcess(plan: ProcessPlan): Promise<Running> {
  mkdirSync(dirname(plan.log), { recursive: true });
  const log = openSync(plan.log, 'a');
  const leashed = !plan.outliveUs;
  const child = spawn(
    leashed ? '/bin/sh' : plan.program,
    leashed ? ['-c', leash, plan.name, plan.program, ...plan.args] : plan.args,
    {
      cwd: plan.cwd,
      env: { ...process.env, ...plan.env },
      detached: true,
      stdio: leashed ? ['ignore', log, log, 'pipe'] : ['ignore', log, log],
    },
  );
  closeSync(log);
  const started = await new Promise<Error | undefined>((resolve) => {
    child.once('spawn', () => resolve(undefined));
    child.once('error', resolve);
  });
  if (started || child.pid === undefined) throw new Error(`${plan.name} did not start: ${started?.message}`);
  if (plan.outliveUs) child.unref();
  return running(plan, child, child.pid);
}

function running(plan: ProcessPlan, child: ChildProcess, pid: number): Running {
  return {
    name: plan.name,
    pid,
    log: plan.log,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    stop: () => endGroup(pid, plan.endsOn),
    kill: async () => {
      signalGroup(pid, 'SIGKILL');
      await groupGone(pid, 10_000);
    },
  };
}

/** Ends every process of a group, kindly, then not; returns when none is left. */
export async function endGroup(group: number, kindly: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  signalGroup(group, kindly);
  if (await groupGone(group, 10_000)) return;
  signalGroup(group, 'SIGKILL');
  if (!(await groupGone(group, 5_000))) throw new Error(`process group ${group} survives SIGKILL`);
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function groupGone(group: number, waitMsMax: number): Promise<boolean> {
  const until = Date.now() + waitMsMax;
  while (hasLiving(group)) {
    if (Date.now() > until) return false;
    // The watcher ignores SIGTERM: once the leader is gone it has nothing left to watch.
    if (onlyWatcherLeft(group)) signalGroup(group, 'SIGKILL');
    await pause(20);
  }
  return true;
}

function hasLiving(group: number): boolean {
  if (existsSync('/proc/self/stat')) return livingMembers(group).length > 0;
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

function onlyWatcherLeft(group: number): boolean {
  const members = livingMembers(group);
  return members.length > 0 && members.every((member) => member.command === 'sh' || member.command === 'sleep' || member.command === 'dash');
}

/** Members of a process group that are not zombies: one that init hasn't collected holds no port. Linux only. */
export function livingMembers(group: number): Array<{ pid: number; command: string }> {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const close = stat.lastIndexOf(')');
      const [state, , processGroup] = stat.slice(close + 2).split(' ');
      const command = stat.slice(stat.indexOf('(') + 1, close);
      return Number(processGroup) === group && state !== 'Z' ? [{ pid: Number(name), command }] : [];
    } catch {
      return [];
    }
  });
}
