import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { PauseStore } from './pauses.ts';

/** A `Pause`, as it is kept and told. */
export const PauseShape = z.object({
  system: z.string().nullable(),
  shop: z.string().nullable(),
  since: z.number(),
  reason: z.string(),
});
const File = z.array(PauseShape);

/**
 * Pauses as one file of the state directory, replaced as a whole. A file that can't be read throws: to go on as if nothing were
 * paused would send what somebody stopped.
 */
export function pauseFile(stateDirectory: string): PauseStore {
  const path = join(stateDirectory, 'pauses.json');
  return {
    read() {
      try {
        return File.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw new Error(`${path} can't be read, so it is not known what is paused: mend it or remove it`, {
          cause: error,
        });
      }
    },
    write(pauses) {
      mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
      writeFileSync(`${path}.new`, `${JSON.stringify(pauses, null, 2)}\n`, { mode: 0o600, flush: true });
      renameSync(`${path}.new`, path);
    },
  };
}
