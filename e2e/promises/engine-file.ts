import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Demo } from '../demo/demo.ts';
import { sql } from './shop-store.ts';

/** The file in which the worker keeps its work, and SQLite's files beside it. The worker must be down for all of this. */
const filesOf = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('engine.sqlite'));
const stateOf = ({ worker }: Demo) => join(worker.folder, 'state');

export function removeEngineFile(demo: Demo): void {
  for (const name of filesOf(stateOf(demo))) rmSync(join(stateOf(demo), name));
}

/** Keeps a copy; the returned function puts it back in the place of whatever is there. */
export function copyEngineFile(demo: Demo): () => void {
  const kept = join(demo.worker.folder, 'engine-copy');
  mkdirSync(kept, { recursive: true });
  for (const name of filesOf(stateOf(demo))) copyFileSync(join(stateOf(demo), name), join(kept, name));
  return () => {
    removeEngineFile(demo);
    for (const name of filesOf(kept)) copyFileSync(join(kept, name), join(stateOf(demo), name));
  };
}

/** Instead of waiting: a dead worker's lease, the minute after it, and the turn of a killed exchange are over. */
export async function leaseEnds(demo: Demo): Promise<void> {
  await sql(demo.served.shop, 'UPDATE {link} SET lease_until = lease_until - 240000, busy_until = 0');
}
