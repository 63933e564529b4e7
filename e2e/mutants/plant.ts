import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Mutant } from './mutant.ts';

/** What of a mutant is planted. */
export type Bug = Pick<Mutant, 'name' | 'file' | 'find' | 'replace'>;

const checkout = resolve(import.meta.dirname, '../..');

/** The text to find is there not at all, or more than once: the code went on, and the mutant did not. */
export class StaleMutant extends Error {
  constructor({ name, file }: Pick<Mutant, 'name' | 'file'>, times: number) {
    super(`${name}: its text is ${times} times in ${file}, and has to be there once`);
    this.name = 'StaleMutant';
  }
}

/** The source of the mutant's file with the bug in it. Throws `StaleMutant`. */
export function spoilt(mutant: Bug): string {
  const source = readFileSync(join(checkout, mutant.file), 'utf8');
  const times = source.split(mutant.find).length - 1;
  if (times !== 1) throw new StaleMutant(mutant, times);
  return source.replace(mutant.find, () => mutant.replace);
}

/**
 * From here on this process loads the mutant's file with the bug in it; the file itself stays as it is. Returns how to
 * ask whether it was loaded at all. Throws `StaleMutant`.
 */
export function plant(mutant: Bug): () => boolean {
  const source = spoilt(mutant);
  const target = pathToFileURL(join(checkout, mutant.file)).href;
  let loaded = false;
  registerHooks({
    load(url, context, next) {
      if (url !== target) return next(url, context);
      loaded = true;
      return { format: 'module-typescript', source, shortCircuit: true };
    },
  });
  return () => loaded;
}
