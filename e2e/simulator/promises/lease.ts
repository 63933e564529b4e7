import type { Shop } from '../world/shop/shop.ts';
import type { Promise_, Stores } from './stores.ts';

interface Grant {
  readonly engine: string;
  readonly until: number;
}

/** Only the engine to which the shop gave its lease last acts for it, and only until that ends. */
export function lease({ now, shops }: Stores): Promise_ {
  const granted = new Map<Shop, Grant>();
  /** What a database gave that is there no more: who has it knows no better until it ends (docs/reliability.md, 2). */
  const before = new Map<Shop, Grant>();
  return {
    name: 'one worker at a time acts for a shop, while its lease lasts',
    granted: (shop, engine, until) => void granted.set(shop, { engine, until }),
    // Which of two databases gave the newer word can't be told any more; the next exchange tells.
    restored(shop) {
      const last = granted.get(shop);
      if (last !== undefined) before.set(shop, last);
      granted.delete(shop);
    },
    left(engine, operation, { shop: code, externalId }) {
      const shop = shops.get(code);
      const last = shop && granted.get(shop);
      if (last === undefined) return null;
      const gone = shop && before.get(shop);
      if (gone?.engine === engine && now() < gone.until) return null;
      if (last.engine !== engine) return `${operation} for ${externalId} leaves a worker whose lease another has`;
      return now() < last.until
        ? null
        : `${operation} for ${externalId} leaves ${now() - last.until} ms after the lease ended`;
    },
  };
}
