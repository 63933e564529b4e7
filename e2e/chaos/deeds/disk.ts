import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { logOf } from '../../promises/causeway.ts';
import { pidOf } from '../../promises/second-worker.ts';
import type { Ground } from '../ground.ts';
import { pragmaWithin } from './debugger.ts';
import type { Deed } from './deed.ts';

/** SQLite's own. */
const PAGES_MAX = 4_294_967_294;
/** Where the engine has nothing more to write it meets no limit. */
const REFUSED_MS_MAX = 15_000;

/** SQLite refuses the engine's file to grow (`PRAGMA max_page_count`), as it does on a disk without room. */
export function fillingDisk({ worker, debuggerPort }: Ground, downMs: number): Deed {
  const file = join(worker.folder, 'state', 'engine.sqlite');
  const limit = (pages: number) =>
    pragmaWithin(
      { pid: pidOf(worker.configuration), port: debuggerPort, file },
      `PRAGMA max_page_count = ${pages}`,
      // Its proof of life is a commit.
      () => fetch(`${worker.intakeUrl}/healthz`).then((answer) => answer.text()),
    );
  const refused = () => logOf(worker.log).filter(({ problem }) => problem?.includes('full')).length;
  let before = 0;
  return {
    async fall() {
      before = refused();
      // Never below the pages that there are.
      await limit(1);
      return 'answered';
    },
    async mend() {
      const until = Date.now() + REFUSED_MS_MAX;
      while (refused() === before && Date.now() < until) await pause(100);
      await pause(downMs);
      await limit(PAGES_MAX);
    },
  };
}
