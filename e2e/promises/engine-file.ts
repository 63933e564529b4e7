import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerFiles } from '../demo/demo.ts';

/** The file in which the worker keeps its work, and SQLite's files beside it. The worker must be down for all of this. */
const filesOf = (folder: string) => readdirSync(folder).filter((name) => name.startsWith('engine.sqlite'));
const stateOf = (worker: Pick<WorkerFiles, 'folder'>) => join(worker.folder, 'state');

export function removeEngineFile(worker: Pick<WorkerFiles, 'folder'>): void {
  for (const name of filesOf(stateOf(worker))) rmSync(join(stateOf(worker), name));
}

/** Keeps a copy; the returned function puts it back in the place of whatever is there. */
export function copyEngineFile(worker: Pick<WorkerFiles, 'folder'>): () => void {
  const kept = join(worker.folder, 'engine-copy');
  mkdirSync(kept, { recursive: true });
  for (const name of filesOf(stateOf(worker))) copyFileSync(join(stateOf(worker), name), join(kept, name));
  return () => {
    removeEngineFile(worker);
    for (const name of filesOf(kept)) copyFileSync(join(kept, name), join(stateOf(worker), name));
  };
}
