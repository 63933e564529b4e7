import { setTimeout as pause } from 'node:timers/promises';
import { removeEngineFile } from '../../promises/engine-file.ts';
import { eventually } from '../../promises/ground.ts';
import { leaseEnds, turnEnds } from '../../promises/passing-time.ts';
import { sql } from '../../promises/shop-store.ts';
import type { Part } from '../../stage/index.ts';
import type { Restartable } from '../../stage/serving/restartable.ts';
import type { Ground } from '../ground.ts';
import type { Deed } from './deed.ts';

const TRIES_MAX = 6;
const RISEN_MS_MAX = 8000;

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
      const epoch = await epochOf(shop);
      for (let tries = 1; (await epochOf(shop)) <= epoch; tries += 1) {
        if (tries > TRIES_MAX) throw new Error('no new worker got the lease');
        await worker.kill();
        await exchangeEnds(shop);
        await leaseEnds(shop);
        await worker.start();
        await hasRisen(shop, epoch);
      }
    },
  };
}

/**
 * Whether another worker gets the lease within some seconds. Not where an exchange of the dead one still stood before PHP's
 * door: it renews the dead one's lease, and the next worker is sent away for minutes.
 */
async function hasRisen(shop: Ground['shop'], epoch: number): Promise<void> {
  for (const until = Date.now() + RISEN_MS_MAX; Date.now() < until; await pause(250))
    if ((await epochOf(shop)) > epoch) return;
}

export async function epochOf(shop: Ground['shop']): Promise<number> {
  const [link] = await sql<{ lease_epoch: string }>(shop, 'SELECT lease_epoch FROM {link}');
  return Number(link?.lease_epoch);
}

/** Waits until PHP is through with an exchange whose worker is gone. */
export async function exchangeEnds(shop: Ground['shop']): Promise<void> {
  await eventually(async () => {
    const [link] = await sql<{ busy_until: string }>(shop, 'SELECT busy_until FROM {link}');
    if (Number(link?.busy_until) > Date.now()) throw new Error('an exchange is under way');
  });
}
