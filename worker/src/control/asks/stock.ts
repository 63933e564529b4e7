import type { Engine } from '../../engine/engine.ts';
import { sourcesOf, stockOf } from '../../inventory/answer.ts';
import type { Inventory } from '../../inventory/open.ts';
import type { Asks } from './ask.ts';
import { no } from './heard.ts';

/** Of one SKU, and of the sources. `inventory` null: no shop's stock is kept. */
export function stockAsks(
  inventory: Inventory | null,
  engine: Pick<Engine, 'peek'>,
  now: () => number,
): Pick<Asks, 'stock' | 'sources'> {
  const keeping = (code: string) => {
    const shop = inventory?.shops.find((one) => one.code === code);
    return inventory === null || shop === undefined ? null : { inventory, shop };
  };
  const notKept = (code: string) =>
    no(`Shop ${code} has no "availability" in the configuration, or is not served: its stock is its own.`);
  return {
    stock: async ({ shop: code, sku }) => {
      const kept = keeping(code);
      if (kept === null) return notKept(code);
      const stock = stockOf(kept.inventory, engine, kept.shop, sku, now());
      return stock === null
        ? no(`No source has spoken of "${sku}", and shop ${code} has no word of it.`)
        : { said: 'stock', stock };
    },
    sources: async ({ shop: code }) => {
      const kept = keeping(code);
      return kept === null
        ? notKept(code)
        : { said: 'sources', shop: code, sources: sourcesOf(kept.inventory, kept.shop) };
    },
  };
}
