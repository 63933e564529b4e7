import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { XMLParser } from 'fast-xml-parser';
import { isRoot, runCommand, tryCommand } from '../command.ts';
import { findProgram } from '../php/find.ts';
import { endGroup, livingMembers, type Running, startProcess } from './process.ts';

const groupFile = 'mariadb.group';

/**
 * The socket of the private MariaDB of a shop folder: short, since a Unix socket's path has at most 107 characters,
 * and always the same, so that wp-config.php stays true over restarts.
 */
export function socketOf(folder: string): string {
  return join(tmpdir(), `causeway-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`, 'db.sock');
}

/** Takes away the folder of a shop's sockets, once nothing of the shop runs. */
export function removeSockets(folder: string): void {
  rmSync(dirname(socketOf(folder)), { recursive: true, force: true });
}

/** Installs MariaDB's program where that is allowed; throws a message where MariaDB can't be had. */
export async function requireMariadb(installPackages: boolean, say: (line: string) => void): Promise<string> {
  const found = findProgram('mariadbd', 'mysqld');
  if (found && findProgram('mariadb-install-db')) return found;
  if (installPackages && isRoot() && findProgram('apt-get')) {
    say('installing mariadb-server-core');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await runCommand('apt-get', ['update', '-q'], { env });
    // The core package has the server's programs and starts no service.
    await runCommand(
      'apt-get',
      ['install', '-qy', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', 'mariadb-server-core'],
      { env, timeoutMs: 600_000 },
    );
  }
  const program = findProgram('mariadbd', 'mysqld');
  if (!program || !findProgram('mariadb-install-db')) {
    throw new Error('MariaDB is not on this machine: install mariadb-server-core, or use --database sqlite');
  }
  return program;
}

/** Makes an empty data folder with MariaDB's system tables. */
export async function makeDatadir(datadir: string): Promise<void> {
  const install = findProgram('mariadb-install-db') ?? 'mariadb-install-db';
  await runCommand(install, [
    '--no-defaults',
    `--datadir=${datadir}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    '--innodb-log-file-size=16M',
    ...asUser(),
  ]);
}

export interface MariadbPlan {
  readonly folder: string;
  readonly socket: string;
  readonly outliveUs?: boolean;
}

/** Starts the shop's own MariaDB on its socket, without a TCP port, and waits until it answers. */
export async function startMariadb(plan: MariadbPlan): Promise<Running> {
  const datadir = join(plan.folder, 'database');
  mkdirSync(join(plan.socket, '..'), { recursive: true, mode: 0o700 });
  if (mariadbRuns(plan.folder))
    throw new Error(`the database of ${plan.folder} runs already; \`stop --dir ${plan.folder}\` ends it`);
  const running = await startProcess({
    name: 'mariadb',
    program: findProgram('mariadbd', 'mysqld') ?? 'mariadbd',
    args: [
      '--no-defaults',
      `--datadir=${datadir}`,
      `--socket=${plan.socket}`,
      '--skip-networking',
      `--pid-file=${plan.folder}/mariadb.pid`,
      // A MariaDB that starts takes away whatever temporary tables lie in its folder: also those of one that runs.
      `--tmpdir=${dirname(plan.socket)}`,
      '--innodb-log-file-size=16M',
      '--innodb-buffer-pool-size=128M',
      '--character-set-server=utf8mb4',
      // MariaDB's own defaults, said aloud: the durability that a production shop has.
      '--innodb-flush-log-at-trx-commit=1',
      '--lc-messages-dir=/usr/share/mysql',
      ...asUser(),
    ],
    cwd: plan.folder,
    log: join(plan.folder, 'logs/mariadb.log'),
    ...(plan.outliveUs ? { outliveUs: true } : {}),
  });
  writeFileSync(join(plan.folder, groupFile), String(running.pid));
  await answering(running, plan.socket);
  return running;
}

async function answering(running: Running, socket: string): Promise<void> {
  const until = Date.now() + 120_000;
  while (running.isAlive() && Date.now() < until) {
    if (existsSync(socket) && (await sql(socket, 'SELECT 1')).code === 0) return;
    await pause(50);
  }
  const said = existsSync(running.log) ? readFileSync(running.log, 'utf8').split('\n').slice(-8).join('\n') : '';
  await running.kill();
  throw new Error(`MariaDB did not come up; ${running.log} ends with:\n${said}`);
}

/** Runs SQL as the database's root through the socket. */
export function sql(socket: string, statement: string): ReturnType<typeof tryCommand> {
  const client = findProgram('mariadb', 'mysql') ?? 'mariadb';
  return tryCommand(client, ['--no-defaults', '-u', 'root', `--socket=${socket}`, '-N', '-B'], { input: statement });
}

/** The rows of a statement on WordPress's own schema, by column; every value a text or null. Throws what MariaDB said. */
export async function rowsOf(socket: string, statement: string): Promise<Record<string, string | null>[]> {
  const client = findProgram('mariadb', 'mysql') ?? 'mariadb';
  const args = ['--no-defaults', '-u', 'root', `--socket=${socket}`, '--xml', 'causeway'];
  const { code, stdout, stderr } = await tryCommand(client, args, { input: statement });
  if (code !== 0) throw new Error(`MariaDB: ${stderr.trim()}`);
  const parser = new XMLParser({
    ignoreAttributes: false,
    parseTagValue: false,
    trimValues: false,
    isArray: (name) => name === 'row' || name === 'field',
  });
  const rows = (parser.parse(stdout) as XmlResult).resultset?.row ?? [];
  const value = (field: XmlField) => (field['@_xsi:nil'] === 'true' ? null : (field['#text'] ?? ''));
  return rows.map(({ field }) => Object.fromEntries(field.map((one) => [one['@_name'], value(one)])));
}

interface XmlResult {
  readonly resultset?: { readonly row?: readonly { readonly field: readonly XmlField[] }[] };
}

interface XmlField {
  readonly '@_name': string;
  readonly '@_xsi:nil'?: string;
  readonly '#text'?: string;
}

/** Does a MariaDB of this shop folder run, whoever started it? */
export function mariadbRuns(folder: string): boolean {
  return runningGroup(folder) !== undefined;
}

/** Ends a MariaDB that an earlier command left running for this folder. False when there was none. */
export async function endLeftover(folder: string): Promise<boolean> {
  const group = runningGroup(folder);
  if (group !== undefined) await endGroup(group);
  rmSync(join(folder, groupFile), { force: true });
  return group !== undefined;
}

function runningGroup(folder: string): number | undefined {
  const file = join(folder, groupFile);
  if (!existsSync(file)) return undefined;
  const group = Number(readFileSync(file, 'utf8'));
  // A process id may have been given to something else since: only a group with MariaDB in it is ours.
  return livingMembers(group).some((member) => /^(mariadbd|mysqld)$/.test(member.command)) ? group : undefined;
}

function asUser(): string[] {
  return isRoot() ? ['--user=root'] : [];
}
