import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRoot, tryCommand } from '../../stage/command.ts';
import { findProgram } from '../../stage/php/find.ts';

const SYSTEMD = '/usr/lib/systemd/systemd';
const NAMESPACES = ['--mount', '--pid', '--fork', '--uts', '--ipc', '--net', '--cgroup', '--kill-child'];

export interface Tried {
  /** Lines `name=value` that the script wrote to /out/facts. */
  readonly facts: Readonly<Record<string, string>>;
  /** What it said. */
  readonly said: string;
}

/**
 * Runs a bash script on a small server with a systemd of its own, in namespaces: see boot.sh. `files` is copied over its
 * root. Gives a sentence instead where the machine can't: not root, no systemd, no namespaces.
 */
export async function tryUnderSystemd(folder: string, files: string, script: string): Promise<Tried | string> {
  const lacks = lacking();
  if (lacks !== null) return lacks;
  const [root, out] = [join(folder, 'root'), join(folder, 'out')];
  for (const each of [root, out]) mkdirSync(each, { recursive: true });
  writeFileSync(join(out, 'try.sh'), `echo booted > /out/booted\n${script}\n`);
  const group = join(cgroupMount() ?? '', `causeway-test-${process.pid}`);
  mkdirSync(group);
  try {
    const boot = ['bash', join(import.meta.dirname, 'boot.sh'), root, out, process.execPath, files];
    // A group of its own first: the namespace's root is where its first process stands.
    const enter = `echo $$ > ${group}/cgroup.procs; exec unshare ${NAMESPACES.join(' ')} "$@"`;
    const ended = await tryCommand('bash', ['-c', enter, 'enter', ...boot], { timeoutMs: 180_000 });
    if (!existsSync(join(out, 'booted')))
      return `systemd can't have namespaces of its own on this machine (${ended.stderr.trim().split('\n').at(-1)})`;
  } finally {
    removeGroups(group);
  }
  return { facts: factsIn(join(out, 'facts')), said: readFileSync(join(out, 'said'), 'utf8') };
}

function lacking(): string | null {
  if (!isRoot()) return 'only root can give systemd namespaces of its own';
  if (!existsSync(SYSTEMD)) return 'no systemd on this machine';
  const missing = ['unshare', 'pivot_root', 'useradd'].find((program) => findProgram(program) === undefined);
  if (missing !== undefined) return `no ${missing} on this machine`;
  return cgroupMount() === null ? 'no cgroup2 on this machine' : null;
}

/** Where cgroup2 is mounted, alone or beside cgroup 1. */
function cgroupMount(): string | null {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  return mounts.map((line) => line.split(' ')).find(([, , kind]) => kind === 'cgroup2')?.[1] ?? null;
}

function removeGroups(group: string): void {
  for (const entry of readdirSync(group, { withFileTypes: true })) {
    if (entry.isDirectory()) removeGroups(join(group, entry.name));
  }
  rmdirSync(group);
}

function factsIn(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
