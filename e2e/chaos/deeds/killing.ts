import { setTimeout as pause } from 'node:timers/promises';
import { removeEngineFile } from '../../promises/engine-file.ts';
import { eventually } from '../../promises/ground.ts';
import { leaseEnds, turnEnds } from '../../promises/passing-time.ts';
import { sql } from '../../promises/shop-store.ts';
import type { Part } from '../../stage/index.ts';
import type { Restartable } from '../../stage/serving/restartable.ts';
import type { Ground } from '../ground.ts';
import type { Deed } from './deed.ts';

/** SIGKILL to all of a part, and its start some time later. */
export function killing(part: Part | Restartable, downMs: number, fate: 'cut' | 'answered' = 'answered'): Deed {
  return {
    async fall() {
      await part.kill();
      return fate;
    },
    async mend() {
      await pause(downMs);
      await part.start();
    },
  };
}

/** All of PHP, so that an exchange that was under way is over for certain. */
export function killingPhp({ shop, php }: Ground, downMs: number): Deed {
  return {
    async fall() {
      await php.kill();
      await turnEnds(shop);
      return 'answered';
    },
    async mend() {
      await pause(downMs);
      await php.start();
    },
  };
}

/** Deleted under the running worker, which is killed then: the next one has nothing. */
export function deletingEngineFile({ shop, worker }: Ground, downMs: number): Deed {
  return {
    async fall() {
      removeEngineFile(worker);
      await worker.kill();
      return 'answered';
    },
    async mend() {
      await pause(downMs);
      await exchangeEnds(shop);
      await leaseEnds(shop);
      await worker.start();
    },
  };
}

/** Waits until PHP is through with an exchange whose worker is gone. */
export async function exchangeEnds(shop: Ground['shop']): Promise<void> {
  await eventually(async () => {
    const [link] = await sql<{ busy_until: string }>(shop, 'SELECT busy_until FROM {link}');
    if (Number(link?.busy_until) > Date.now()) throw new Error('an exchange is under way');
  });
}
