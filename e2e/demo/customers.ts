import { appendFileSync } from 'node:fs';
import { basket, buy, type Storefront } from '../stage/buyer/index.ts';

export interface BuyingPlan {
  readonly shop: Storefront;
  readonly orders: number;
  /** JSON lines `{order_id, order_key, responded_at_ms}`: what the customers know, for the independent count. */
  readonly log: string;
  readonly say: (line: string) => void;
  /** Ends the buying between two orders. */
  readonly signal?: AbortSignal | undefined;
}

/** Places the orders one after the other, by block and classic checkout in turns. */
export async function placeOrders(plan: BuyingPlan): Promise<void> {
  for (let number = 1; number <= plan.orders; number += 1) {
    plan.signal?.throwIfAborted();
    const checkout = number % 2 === 1 ? 'block' : 'classic';
    const purchase = await buy(plan.shop, basket(number), checkout);
    const line = { order_id: purchase.orderId, order_key: purchase.orderKey, responded_at_ms: purchase.respondedAtMs };
    appendFileSync(plan.log, `${JSON.stringify(line)}\n`);
    const how = plan.shop.store.kind === 'double' ? 'checkout' : `${checkout} checkout`;
    plan.say(`order ${purchase.orderId} placed (${number} of ${plan.orders}, ${how})`);
  }
}
