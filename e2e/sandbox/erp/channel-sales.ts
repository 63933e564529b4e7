import * as z from 'zod';
import type { Route } from '../http/route.ts';
import { Refusal } from '../refusal.ts';
import { Code, Quantity, read } from '../shapes.ts';
import type { Stock } from '../stock/stock.ts';
import type { Store } from '../store.ts';
import type { Items } from './items.ts';

const Sale = z.strictObject({ sku: Code, quantity: Quantity, channel: Code.default('MARKET'), node: Code.optional() });

/** Other channels than the shop sell the same goods: what is there is promised to them at once, and no more. */
export function channelSaleRoutes(store: Store, stock: Stock, items: Items): Route[] {
  return [
    {
      method: 'POST',
      pattern: '/_control/sales',
      handle: ({ body }) => {
        const { sku, quantity, channel, node } = read(Sale, body);
        if (!stock.knows(sku)) throw new Refusal(422, 'unknown_item', `unknown item: ${sku}`, { sku });
        const sale = store.transaction(() => {
          const allocated = items.allocate(sku, quantity, node);
          const id = store.run(
            'INSERT INTO channel_sale (channel, sku, quantity, allocated, at_ms) VALUES (?, ?, ?, ?, ?)',
            channel,
            sku,
            quantity,
            allocated,
            Date.now(),
          );
          return { id, channel, sku, quantity, allocated };
        });
        return { status: 201, body: sale };
      },
    },
  ];
}
