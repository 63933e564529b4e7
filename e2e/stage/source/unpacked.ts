import { createHash } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cacheFolder, madeOnce, scratchBeside } from '../cache.ts';
import { unzip } from './zip.ts';

/** Takes a folder, or a zip with one folder inside, and returns a folder that holds `mark`. Throws when it doesn't. */
export async function unpacked(given: string, mark: string): Promise<string> {
  const path = resolve(given);
  if (!existsSync(path)) throw new Error(`${given} does not exist`);
  const folder = statSync(path).isDirectory() ? path : await unpackedOnce(path, mark);
  if (!existsSync(join(folder, mark))) throw new Error(`${given} has no ${mark}`);
  return folder;
}

/** Unpacks a zip whose single top folder becomes `target`. */
export function unzipTop(zip: string, target: string, mark: string): void {
  const scratch = scratchBeside(target);
  try {
    unzip(zip, scratch);
    const tops = readdirSync(scratch);
    const top = tops.find((name) => existsSync(join(scratch, name, mark)));
    if (!top) throw new Error(`${zip} has no ${mark} in its top folder`);
    rmSync(target, { recursive: true, force: true });
    renameSync(join(scratch, top), target);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function unpackedOnce(zip: string, mark: string): Promise<string> {
  const { size, mtimeMs } = statSync(zip);
  const key = createHash('sha256').update(`${zip} ${size} ${mtimeMs}`).digest('hex').slice(0, 16);
  return madeOnce(join(cacheFolder(), 'unpacked', key), async (scratch) => unzipTop(zip, scratch, mark));
}
