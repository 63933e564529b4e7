import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, isFree } from '../stage/serving/ports.ts';
import { type Running, startProcess } from '../stage/serving/process.ts';
import { requireTryton, type Tryton } from './ground.ts';

export const DATABASE = 'erp';
const READY_MS_MAX = 120_000;
const FREE_MS_MAX = 60_000;

/** A Tryton that answers. Each call may be ended and begun again in the same folder. */
export interface ServedTryton {
  /** Of the server, without the database: `http://127.0.0.1:8010`. */
  readonly url: string;
  readonly running: Running;
}

/** Starts the single-thread server on a laid folder; `port` 0 or left out: a free one. Returns once it answers. */
export async function serveTryton(folder: string, port = 0, tryton?: Tryton): Promise<ServedTryton> {
  const { python } = tryton ?? (await requireTryton());
  const chosen = port !== 0 ? port : await freePort();
  // A server that was killed a moment ago may still hold it.
  for (const until = Date.now() + FREE_MS_MAX; !(await isFree(chosen)); await pause(50))
    if (Date.now() > until) throw new Error(`port ${chosen} is taken`);
  const configuration = writeConfiguration(folder, chosen);
  const running = await startProcess({
    name: 'tryton',
    program: python,
    args: [join(import.meta.dirname, 'launcher.py'), configuration, DATABASE],
    cwd: folder,
    // On SQLite timestamps are the machine's local time.
    env: { TZ: 'UTC' },
    log: join(folder, 'tryton.log'),
  });
  const url = `http://127.0.0.1:${chosen}`;
  await untilReady(url, running);
  return { url, running };
}

/** Writes `trytond.conf` into the folder, which holds the database too. */
export function writeConfiguration(folder: string, port: number): string {
  const file = join(folder, 'trytond.conf');
  const sections = {
    web: { listen: `127.0.0.1:${port}` },
    database: { uri: 'sqlite://', path: folder },
    session: { timeout: '3600' },
  };
  const lines = Object.entries(sections).flatMap(([name, settings]) => [
    `[${name}]`,
    ...Object.entries(settings).map(([key, value]) => `${key} = ${value}`),
  ]);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

async function untilReady(url: string, running: Running): Promise<void> {
  const deadline = Date.now() + READY_MS_MAX;
  const question = { method: 'POST', body: '{"id":0,"method":"common.server.version","params":[]}' };
  for (;;) {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/`, { ...question, headers }).catch(() => null);
    if (answer?.ok) return;
    if (Date.now() > deadline || !running.isAlive()) {
      await running.kill();
      throw new Error(`Tryton did not start: ${tail(running.log)}`);
    }
    await pause(50);
  }
}

function tail(log: string): string {
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-8).join('\n') : '';
}
