import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../promises/ground.ts';
import { leaseEnds } from '../../promises/passing-time.ts';
import { pidOf, startSecond } from '../../promises/second-worker.ts';
import { doorbellOf } from '../../promises/shop-store.ts';
import { type Ground, LEASE_MS } from '../ground.ts';
import type { Deed } from './deed.ts';
import { epochOf, exchangeEnds } from './killing.ts';

/** How long the second worker has the road for itself, at least. */
const ALONE_MS = 1500;

/**
 * SIGSTOP until the worker's lease is over by its own clock; a second worker, with a file of its own, takes over; SIGCONT:
 * the first finds its lease taken. Then the second is killed, and the first takes the shop back.
 */
export function sleeping({ shop, worker }: Ground, downMs: number): Deed {
  let stopped = 0;
  return {
    async fall() {
      stopped = pidOf(worker.configuration);
      process.kill(stopped, 'SIGSTOP');
      return 'answered';
    },
    async mend() {
      try {
        const bell = await doorbellOf(shop);
        await pause(LEASE_MS);
        const epoch = await epochOf(shop);
        await leaseEnds(shop);
        const second = await startSecond(worker);
        try {
          await eventually(() => isAbove(shop, epoch));
          await pause(ALONE_MS + downMs);
          process.kill(stopped, 'SIGCONT');
          await eventually(() => isTaken(worker.intakeUrl));
        } finally {
          await second.process.kill();
        }
        await exchangeEnds(shop);
        await eventually(async () => {
          if ((await epochOf(shop)) > epoch + 1) return;
          await leaseEnds(shop);
          // It was told to come back in minutes.
          await fetch(bell, { method: 'POST' });
          throw new Error('the first worker has not taken the shop back');
        });
      } finally {
        process.kill(stopped, 'SIGCONT');
      }
    },
  };
}

async function isAbove(shop: Ground['shop'], epoch: number): Promise<void> {
  if ((await epochOf(shop)) <= epoch) throw new Error('no other worker took over');
}

async function isTaken(intakeUrl: string): Promise<void> {
  const health = (await (await fetch(`${intakeUrl}/healthz`)).json()) as { shops: Record<string, { state: string }> };
  const [state] = Object.values(health.shops).map((shop) => shop.state);
  if (state !== 'taken') throw new Error(`the worker that slept is ${state}`);
}
