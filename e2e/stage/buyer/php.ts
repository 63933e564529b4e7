import { evalPhp, script } from '../eval.ts';
import type { Shop } from '../shop.ts';
import type { Basket, Purchase } from './basket.ts';

/** Creates an order in plain PHP, as an importer would, in a process of its own. Works on a shop at rest (SQLite). */
export async function createInPhp(shop: Shop, basket: Basket, status = 'processing'): Promise<Purchase> {
  const sentAtMs = Date.now();
  const made = await evalPhp<{ id: number; key: string }>(shop, script('order'), { ...basket, status });
  return { orderId: made.id, orderKey: made.key, sentAtMs, respondedAtMs: Date.now() };
}
