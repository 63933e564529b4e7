import { setTimeout as pause } from 'node:timers/promises';
import type { Fates } from '../checker/fates.ts';
import { countFates } from '../demo/count.ts';
import { checkout } from '../promises/ground.ts';
import { letTimePass } from '../promises/passing-time.ts';
import type { Ground } from './ground.ts';

export interface Settled {
  readonly fates: Fates;
  /** The checker's lines: orders that are not at their ends, and why. */
  readonly findings: string;
}

/** How often the shop's minutes pass in a moment. */
const MINUTES_EVERY_MS = 8000;

/**
 * Everything runs: waits until the checker finds every order at its end or as an exception, or patience ends. Instead of
 * waiting, the shop's clock is moved past a killed request's minute and past the five minutes between two sweeps.
 */
export async function settle(ground: Ground, patienceMs: number, say: (line: string) => void): Promise<Settled> {
  const until = Date.now() + patienceMs;
  let movedAt = 0;
  let said = '';
  for (;;) {
    if (Date.now() - movedAt > MINUTES_EVERY_MS) {
      await letTimePass(ground.shop).catch((error: Error) => say(error.message));
      movedAt = Date.now();
    }
    const began = Date.now();
    const settled = await countFates(checkout, ground.shop, ground.sandboxFolder, ground.buyerLog);
    const { orders, erp_orders, lost, stuck, exceptions } = settled.fates;
    const line = `${orders} orders, ${erp_orders} in the ERP; ${lost + stuck} on their way, ${exceptions} exceptions`;
    if (line !== said) say(line);
    said = line;
    if (lost + stuck === 0 || Date.now() > until) return settled;
    // Counting must not be most of a busy machine's work.
    await pause(Math.max(1000, 3 * (Date.now() - began)));
  }
}
