import type { EngineHost } from '../engine.ts';
import { EmbeddedEngine, type EmbeddedOptions } from './embedded-engine.ts';
import { lockFile } from './file-lock.ts';
import { logSyncOf } from './log-sync.ts';
import { openFile } from './schema.ts';

/**
 * Opens (or makes) the engine's file and takes its lock. Throws `EngineFileInUse`, `EngineFileTooNew`.
 *
 * @example const engine = openEmbeddedEngine('/var/lib/causeway/engine.sqlite', host); engine.start();
 */
export function openEmbeddedEngine(file: string, host: EngineHost, options: EmbeddedOptions = {}): EmbeddedEngine {
  const unlock = lockFile(file);
  try {
    // Where time is another's, the disk can't take its own.
    const log = host.ticker === undefined ? { log: logSyncOf(file) } : {};
    return new EmbeddedEngine(openFile(file), unlock, host, { ...log, ...options });
  } catch (error) {
    unlock();
    throw error;
  }
}
