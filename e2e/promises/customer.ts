import { basket, buy, type Purchase } from '../stage/buyer/index.ts';
import type { Shop } from '../stage/index.ts';
import { ordersOf } from './shop-store.ts';

export interface Patience {
  readonly triesMax: number;
  /** After a try that failed: returns once the shop may answer again. */
  readonly recovered: () => Promise<void>;
}

/**
 * One customer, who tries again only where no order came of the last try. Null: an order came, and its answer didn't.
 * Rejects with the last refusal when the tries are used up.
 */
export async function buyInsistently(shop: Shop, number: number, patience: Patience): Promise<Purchase | null> {
  const { email } = basket(number).address;
  for (let tries = 1; ; tries += 1) {
    try {
      return await buy(shop, basket(number), number % 2 === 1 ? 'block' : 'classic');
    } catch (refused) {
      await patience.recovered();
      if ((await ordersOf(shop, ['processing', 'completed'], email)).length > 0) return null;
      if (tries >= patience.triesMax) throw refused;
    }
  }
}
