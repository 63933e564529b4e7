import { existsSync } from 'node:fs';
import { openEmbeddedEngine } from '../../engine/embedded/open.ts';
import { deciders } from '../../flows/index.ts';
import { answerOf, unknown } from './answer.ts';
import { heldOrder, type ShopContext } from './held.ts';
import { orderName } from './order-name.ts';
import type { WhyAnswer } from './shape.ts';

/**
 * The answer of the engine's file, where no worker runs: under the file's lock, and without starting anything, so that
 * nothing is decided or sent. Throws `EngineFileInUse` (a worker runs after all), `EngineFileTooNew`.
 */
export async function whyFromFile(file: string, shop: ShopContext, order: string, now: number): Promise<WhyAnswer> {
  const told = { told_by: 'file', now, shop: shop.code } as const;
  if (!existsSync(file)) return unknown(told, `No worker runs, and none has run here yet: there is no ${file}.`);
  const engine = openEmbeddedEngine(file, {
    deciders,
    shop: () => ({ goLiveAt: shop.goLiveAt, settings: shop.settings }),
    serves: () => false,
    dispatch: () => Promise.reject(new Error('nothing is sent')),
    now: () => now,
    callsAtOnce: 1,
    log: () => undefined,
  });
  try {
    const held = heldOrder(engine, shop, orderName(order), now);
    if (held !== null) return answerOf(held, told, [], null);
    const reason =
      "The engine's file does not hold it, and no worker runs to ask the shop: its page in wp-admin says more.";
    return unknown(told, reason);
  } finally {
    await engine.stop();
  }
}
