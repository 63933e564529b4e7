import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { answersAt } from '../../control/client.ts';
import { SOCKET } from '../../control/protocol.ts';
import { failed, type Look, notChecked, ok, warning } from './examined.ts';

/** What a worker that runs here says of itself (`/healthz`). */
export interface RunningWorker {
  readonly look: Look;
  /** By code; empty where none runs or it can't be asked. */
  readonly shops: z.infer<typeof Health>['shops'];
}

const Health = z.object({
  problem: z.string().nullable(),
  shops: z.record(z.string(), z.object({ state: z.string(), problem: z.string().nullable(), leaseLeftMs: z.number() })),
});

const NODE_MIN = { major: 22, minor: 18 };
const MB = 1024 * 1024;
const SPACE_WARNING_BYTES = 1024 * MB;
const SPACE_FAILED_BYTES = 100 * MB;
const HEALTH_MS_MAX = 5000;

/** `version` as `process.versions.node` has it. */
export function examineNode(version: string): Look {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > NODE_MIN.major || (major === NODE_MIN.major && minor >= NODE_MIN.minor);
  return enough
    ? ok('node', version)
    : failed(
        'node',
        `${version} is too old`,
        `Install Node ${NODE_MIN.major}.${NODE_MIN.minor} or later (docs/install.md, step 2).`,
      );
}

/** The folder in which the engine's file, credentials and cursors live; it is only looked at. */
export function examineState(folder: string): Look[] {
  if (!existsSync(folder)) {
    const detail = `${folder} is not there yet: the first start makes it`;
    return [notChecked('state_directory', detail), ...space(nearest(folder))];
  }
  return [...open(folder), ...space(folder)];
}

function open(folder: string): Look[] {
  const { mode } = statSync(folder);
  if ((mode & 0o077) !== 0)
    return [warning('state_directory', `${folder} is open to others`, `chmod 700 ${folder}`), ...writable(folder)];
  return writable(folder);
}

function writable(folder: string): Look[] {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return [ok('state_directory', `${folder} can be written`)];
  } catch {
    const { uid } = statSync(folder);
    const detail = `${folder} can not be written by user ${process.getuid?.()}; it belongs to user ${uid}`;
    return [
      failed('state_directory', detail, "Run this as the worker's user, or as root; else: chown -R it to that user."),
    ];
  }
}

function space(folder: string): Look[] {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const detail = `${Math.floor(free / MB)} MB free`;
  if (free < SPACE_FAILED_BYTES)
    return [failed('free_space', detail, 'Make room: the worker stops taking orders when the disk is full.')];
  return [
    free < SPACE_WARNING_BYTES ? warning('free_space', detail, 'Make room: 1 GB is plenty.') : ok('free_space', detail),
  ];
}

const nearest = (folder: string): string => (existsSync(folder) ? folder : nearest(dirname(folder)));

/** Asks the worker that has this state directory, where one runs, how it is. */
export async function askRunning(
  stateDirectory: string,
  intake: { host: string; port: number },
): Promise<RunningWorker> {
  const silent = (look: Look): RunningWorker => ({ look, shops: {} });
  let runs: boolean;
  try {
    runs = await answersAt(join(stateDirectory, SOCKET));
  } catch (error) {
    const why = String((error as NodeJS.ErrnoException).code);
    return silent(
      notChecked(
        'running',
        `its control socket can't be opened (${why})`,
        "Run this as the worker's user, or as root.",
      ),
    );
  }
  if (!runs)
    return silent(
      notChecked('running', 'no worker runs on this state directory', 'Start it: systemctl start causeway'),
    );
  const health = await healthAt(intake);
  if (health === null)
    return silent(
      warning(
        'running',
        'a worker runs, but its /healthz can not be read',
        'Its log says more: journalctl -u causeway',
      ),
    );
  const { problem, shops } = health;
  const look =
    problem === null
      ? ok('running', 'it runs, and gets on')
      : failed('running', `it runs, and does not get on: ${problem}`, 'Its log says more: journalctl -u causeway');
  return { look, shops };
}

async function healthAt({ host, port }: { host: string; port: number }): Promise<z.infer<typeof Health> | null> {
  const near = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  try {
    const reply = await fetch(`http://${near}:${port}/healthz`, { signal: AbortSignal.timeout(HEALTH_MS_MAX) });
    return Health.parse(await reply.json());
  } catch {
    return null;
  }
}
