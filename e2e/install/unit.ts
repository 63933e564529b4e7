import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Running, startProcess } from '../stage/serving/process.ts';
import type { Server } from './server.ts';

/** What a unit's file says, a list for each setting. */
export function settingsOf(unit: string): ReadonlyMap<string, readonly string[]> {
  const settings = new Map<string, string[]>();
  for (const line of unit.split('\n')) {
    const [, name, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    settings.set(name, [...(settings.get(name) ?? []), value]);
  }
  return settings;
}

/**
 * Starts the unit's program as systemd would: its command and environment, the credentials in a folder of their own, and a
 * socket to be told on. What PID 1 alone can do (user, sandbox, restart) it doesn't.
 */
export function startUnit(server: Server, unit: string, notifySocket: string, watchdogMs: number): Promise<Running> {
  const settings = settingsOf(readFileSync(server.path(unit), 'utf8'));
  const [program = '', ...args] = server.path(settings.get('ExecStart')?.[0] ?? '').split(' ');
  const environment = (settings.get('Environment') ?? []).map((line) => {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(line) ?? [];
    return [name, server.path(value.replace('%C', '/var/cache'))] as const;
  });
  return startProcess({
    name: 'worker',
    program,
    args,
    cwd: server.folder,
    log: join(server.folder, 'worker.log'),
    env: {
      ...server.environment,
      ...Object.fromEntries(environment),
      CREDENTIALS_DIRECTORY: credentials(server, settings.get('LoadCredential') ?? []),
      NOTIFY_SOCKET: notifySocket,
      WATCHDOG_USEC: String(watchdogMs * 1000),
    },
  });
}

/** systemd.exec(5): of a folder each file is a credential, named by the setting, an underscore and its own name. */
function credentials(server: Server, settings: readonly string[]): string {
  const folder = join(server.folder, 'run/credentials');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const setting of settings) {
    const [name = '', path = ''] = setting.split(':');
    const from = server.path(path);
    for (const file of readdirSync(from)) cpSync(join(from, file), join(folder, `${name}_${file}`));
  }
  return folder;
}
