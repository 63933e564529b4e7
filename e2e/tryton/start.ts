import { join } from 'node:path';
import { freePort } from '../stage/serving/ports.ts';
import { type Restartable, restartable } from '../stage/serving/restartable.ts';
import { type LaidTryton, passwordFile, readPassword } from './lay.ts';
import { TrytonSession } from './rpc.ts';
import { DATABASE, serveTryton } from './serve.ts';
import type { Login } from './set-up/people.ts';
import type { References } from './set-up/wanted.ts';

/** A laid Tryton that runs; ended or killed, it starts again where it was, in the same folder, at the same address. */
export interface RunningTryton extends Restartable {
  /** Of the server, without the database: `http://127.0.0.1:8010`. */
  readonly url: string;
  /** The database's name, the first part of every call's path. */
  readonly database: string;
  /** Its SQLite file; others may read it while Tryton runs. */
  readonly databaseFile: string;
  /** The API user's login and the file with its password. */
  readonly user: string;
  readonly passwordFile: string;
  readonly references: References;
  readonly log: string;
  /** A new session of one of its people. */
  session(login: Login): Promise<TrytonSession>;
}

/** `port` 0 or left out: a free one. Returns once it answers. */
export async function startTryton({ folder, tryton, references }: LaidTryton, port = 0): Promise<RunningTryton> {
  const kept = port !== 0 ? port : await freePort();
  const url = `http://127.0.0.1:${kept}`;
  const running = restartable(async () => (await serveTryton(folder, kept, tryton)).running);
  await running.start();
  return {
    ...running,
    url,
    database: DATABASE,
    databaseFile: join(folder, `${DATABASE}.sqlite`),
    user: 'causeway',
    passwordFile: passwordFile(folder, 'causeway'),
    references,
    log: join(folder, 'tryton.log'),
    session: (login) => TrytonSession.open(`${url}/${DATABASE}/`, login, readPassword(folder, login)),
  };
}
