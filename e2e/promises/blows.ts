import { setTimeout as pause } from 'node:timers/promises';
import type { Demo } from '../demo/demo.ts';
import { seeded } from './seeded.ts';

export type Victim = 'worker' | 'php' | 'back office';

/** A `kill -9` of one part, some time after an order was begun, and the start of that part again. Milliseconds. */
export interface Blow {
  readonly victim: Victim;
  readonly afterMs: number;
  readonly downMs: number;
}

/** One blow for each order, `null` for the first (a shop that never worked proves nothing); the same for the same seed. */
export function blows(seed: number, orders: number): Array<Blow | null> {
  const random = seeded(seed);
  const victims: Victim[] = ['php', 'worker', 'back office'];
  const plan: Array<Blow | null> = Array.from({ length: orders - 1 }, (_, index) => ({
    victim: victims[index % victims.length] ?? 'php',
    afterMs: Math.floor(random() * 2000),
    downMs: Math.floor(random() * 1500),
  }));
  for (let last = plan.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [plan[last], plan[other]] = [plan[other] ?? null, plan[last] ?? null];
  }
  return [null, ...plan];
}

/** Returns once the part answers again. */
export async function strike(demo: Demo, { victim, afterMs, downMs }: Blow): Promise<void> {
  const parts = { worker: demo.worker, php: demo.served.php, 'back office': demo.backOffice.running } as const;
  await pause(afterMs);
  await parts[victim].kill();
  await pause(downMs);
  await parts[victim].start();
}
