import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

/** Another process (or another engine in this one) works on the file. */
export class EngineFileInUse extends Error {
  constructor(file: string) {
    super(`Another worker has ${file} open. Stop it first, or give this one a file of its own.`);
    this.name = 'EngineFileInUse';
  }
}

/**
 * Holds `<file>.lock` for as long as the process lives: an SQLite lock on a side file, which the kernel lets go when
 * the process dies, however it dies. Throws `EngineFileInUse` if somebody else holds it; returns what lets it go.
 */
export function lockFile(file: string): () => void {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw isBusy(error) ? new EngineFileInUse(file) : error;
  }
  return () => lock.close();
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
