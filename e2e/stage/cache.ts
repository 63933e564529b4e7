import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** The folder where everything fetched or prepared is kept between runs. */
export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = process.env.CAUSEWAY_CACHE ?? join(base, 'causeway');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Makes `target` once: `make` fills a neighbouring scratch folder, which then takes the name in one rename.
 * Of two processes that race, one waits for the other and uses its result. A failed `make` leaves nothing.
 */
export async function madeOnce(target: string, make: (scratch: string) => Promise<void>): Promise<string> {
  if (existsSync(target)) return target;
  mkdirSync(dirname(target), { recursive: true });
  return await withLock(`${target}.lock`, async () => {
    if (existsSync(target)) return target;
    const scratch = scratchBeside(target);
    try {
      await make(scratch);
      renameSync(scratch, target);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
    return target;
  });
}

/** A new empty folder on the same file system as `target`, so that it can be renamed into place. */
export function scratchBeside(target: string): string {
  const scratch = `${target}.making-${process.pid}-${randomBytes(4).toString('hex')}`;
  mkdirSync(scratch, { recursive: true });
  return scratch;
}

const lockWaitMsMax = 10 * 60_000;

/** Runs `work` while holding the lock file at `path`. A lock whose process is gone is taken over. */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const until = Date.now() + lockWaitMsMax;
  while (!tryLock(path)) {
    if (Date.now() > until)
      throw new Error(`another process has held ${path} for ten minutes; delete it if none is running`);
    await pause(100);
  }
  try {
    return await work();
  } finally {
    unlinkSync(path);
  }
}

function tryLock(path: string): boolean {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (isAbandoned(path)) rmSync(path, { force: true });
    return false;
  }
}

function isAbandoned(path: string): boolean {
  try {
    const holder = Number(readFileSync(path, 'utf8'));
    // The holder writes its id just after creating the file: an empty young lock is a living one.
    if (!holder) return Date.now() - statSync(path).mtimeMs > 5_000;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
