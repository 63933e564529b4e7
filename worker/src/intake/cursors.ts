import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How far each system's changes were read. A lost cursor only means reading again: notices are harmless. */
export class CursorStore {
  readonly #folder: string;

  constructor(stateDirectory: string) {
    this.#folder = join(stateDirectory, 'cursors');
  }

  read(system: string): string | null {
    try {
      return readFileSync(join(this.#folder, system), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  write(system: string, cursor: string): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, system);
    writeFileSync(`${path}.new`, cursor, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
}
