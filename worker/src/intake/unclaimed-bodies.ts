import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILES_MAX = 200;
const AGE_MS_MAX = 30 * 24 * 3600_000;

/** What came about a document. `receivedAt`: epoch ms. */
export interface Said {
  readonly system: string;
  readonly receivedAt: number;
  readonly body: string;
}

/**
 * Bodies of believed webhooks about documents that found no order here, for a person to read: one file each, for the
 * worker's user only, at most 200 and at most 30 days old; the oldest goes. They may hold personal data.
 */
export class UnclaimedBodies {
  readonly #folder: string;
  readonly #now: () => number;

  constructor(stateDirectory: string, now: () => number = Date.now) {
    this.#folder = join(stateDirectory, 'unclaimed');
    this.#now = now;
  }

  /** Keeps what came under a name that begins with the document; the same telling has the same name. */
  keep(document: string, source: string, { system, receivedAt, body }: Said): string {
    const name = `${document}.${createHash('sha256').update(source).digest('hex').slice(0, 8)}.json`;
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const kept = { document, system, received_at: new Date(receivedAt).toISOString(), source, body };
    const path = join(this.#folder, name);
    writeFileSync(`${path}.new`, `${JSON.stringify(kept)}\n`, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
    this.prune();
    return name;
  }

  drop(name: string): void {
    rmSync(join(this.#folder, name), { force: true });
  }

  /** Takes off what is too old or too much. */
  prune(): void {
    const files = this.#files().toSorted((a, b) => b.at - a.at);
    const oldest = this.#now() - AGE_MS_MAX;
    for (const [place, { name, at }] of files.entries()) if (place >= FILES_MAX || at < oldest) this.drop(name);
  }

  #files(): { readonly name: string; readonly at: number }[] {
    try {
      return readdirSync(this.#folder).flatMap((name) => {
        const stat = statSync(join(this.#folder, name), { throwIfNoEntry: false });
        return stat === undefined ? [] : [{ name, at: stat.mtimeMs }];
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}
