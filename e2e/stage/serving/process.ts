import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
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
  /** How long it may take to end kindly. Default ten seconds. */
  readonly endsWithinMs?: number;
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
  /** SIGTERM to the whole group, SIGKILL to what is left when its time is up. Returns when nothing is left. */
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
    stop: () => endGroup(pid, plan.endsOn, plan.endsWithinMs),
    kill: async () => {
      signalGroup(pid, 'SIGKILL');
      await groupGone(pid, 10_000);
    },
  };
}

/** Ends every process of a group, kindly, then not; returns when none is left. */
export async function endGroup(group: number, kindly: NodeJS.Signals = 'SIGTERM', withinMs = 10_000): Promise<void> {
  signalGroup(group, kindly);
  if (await groupGone(group, withinMs)) return;
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
  return livingMembers(group).length > 0;
}

function onlyWatcherLeft(group: number): boolean {
  const members = livingMembers(group);
  return members.length > 0 && members.every((member) => /^(sh|dash|sleep)$/.test(member.command));
}

/** Members of a process group that are not zombies: one that init hasn't collected holds no port. */
export function livingMembers(group: number): Array<{ pid: number; command: string }> {
  const all = existsSync('/proc/self/stat') ? fromProc() : fromPs();
  return all.filter((member) => member.group === group && !member.state.startsWith('Z'));
}

interface Member {
  readonly pid: number;
  readonly group: number;
  readonly state: string;
  readonly command: string;
}

function fromProc(): Member[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name stands in parentheses and may contain anything.
      const close = stat.lastIndexOf(')');
      const [state = '', , group] = stat.slice(close + 2).split(' ');
      return [{ pid: Number(pid), group: Number(group), state, command: stat.slice(stat.indexOf('(') + 1, close) }];
    } catch {
      return [];
    }
  });
}

function fromPs(): Member[] {
  const listed = spawnSync('ps', ['-A', '-o', 'pid=,pgid=,stat=,comm='], { encoding: 'utf8' }).stdout;
  return listed.split('\n').flatMap((line) => {
    const [pid, group, state = '', command = ''] = line.trim().split(/\s+/);
    return pid ? [{ pid: Number(pid), group: Number(group), state, command: basename(command) }] : [];
  });
}
