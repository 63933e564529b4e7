import { closeSync, existsSync, fdatasyncSync, openSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Makes what was committed last outlast a loss of power. */
export interface LogSync {
  /** Rejects where the disk can't say so. */
  sync(): Promise<void>;
  /** Lets the file go, once a sync that is under way has ended. */
  close(): Promise<void>;
}

/**
 * Syncs an SQLite file's write-ahead log on another thread: a commit with `synchronous=NORMAL` has written all its pages there, and
 * syncs only when it begins the log anew or copies it back, so that with this it is as durable as with `FULL`
 * (https://sqlite.org/pragma.html#pragma_synchronous). Locks are on the other two files: to close this one drops none. Throws where
 * what an earlier process left can't be synced.
 */
export function logSyncOf(file: string): LogSync {
  syncWhatIsThere(`${file}-wal`);
  // Not there before the first commit; then the same one as long as SQLite has the file open.
  let log: Promise<FileHandle> | null = null;
  return {
    async sync() {
      log ??= open(`${file}-wal`, 'r+');
      await (await log).datasync();
    },
    async close() {
      // One that could not be opened was heard of by who wanted a sync.
      await (await log?.catch(() => null))?.close();
    },
  };
}

/** A process that was killed may have committed more than it synced; who opens the file reads it, and builds on it. */
function syncWhatIsThere(log: string): void {
  if (!existsSync(log)) return;
  const found = openSync(log, 'r+');
  try {
    fdatasyncSync(found);
  } finally {
    closeSync(found);
  }
}
