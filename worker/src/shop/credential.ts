import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EpochMs, ShopIdentity } from '@causeway/contracts';
import * as z from 'zod';

/**
 * What pairing gave us for one shop, and what must be known of it before the first exchange after a restart:
 * the last acknowledgement number it told, and its go-live (epoch ms; events may wait that were served after it).
 */
export const Credential = z.object({
  url: z.url(),
  token: z.string().min(40),
  shop: ShopIdentity,
  ackNumber: z.int().nonnegative(),
  goLiveAt: EpochMs.nullable(),
});

export type Credential = z.infer<typeof Credential>;

/** Credentials, one file a shop, readable by the worker's user only. */
export class CredentialStore {
  readonly #folder: string;
  /** By shop: the newest write, begun or waiting for the one before. */
  readonly #writing = new Map<string, Promise<void>>();

  constructor(stateDirectory: string) {
    this.#folder = join(stateDirectory, 'shops');
  }

  /** Null: not paired. Throws where the file is there but isn't a credential. */
  read(code: string): Credential | null {
    let text: string;
    try {
      text = readFileSync(this.#path(code), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
    return Credential.parse(JSON.parse(text));
  }

  /** Resolves once it is on disk; of several the last that was asked for is the one that stays. Nobody else waits for the disk. */
  write(code: string, credential: Credential): Promise<void> {
    const put = () => this.#put(this.#path(code), `${JSON.stringify(credential)}\n`);
    const written = (this.#writing.get(code) ?? Promise.resolve()).then(put, put);
    this.#writing.set(code, written);
    return written;
  }

  async #put(path: string, text: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
    await rename(`${path}.new`, path);
  }

  #path(code: string): string {
    return join(this.#folder, `${code}.json`);
  }
}
