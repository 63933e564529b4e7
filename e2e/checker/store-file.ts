import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { CannotCount } from './failure.ts';

/** Reads a SQLite file, opened read-only, whose program may be running. Throws `CannotCount`. */
export function readStore<T>(file: string, read: (store: DatabaseSync) => T): T {
  if (!existsSync(file)) throw new CannotCount(`${file} is not there`);
  const store = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
  try {
    return read(store);
  } catch (error) {
    throw new CannotCount(`${file}: ${(error as Error).message}`);
  } finally {
    store.close();
  }
}
