import type { Shop } from '../world/shop/shop.ts';
import type { Promise_ } from './stores.ts';

/** Far more than any storm makes of news. */
const TELLINGS_MAX = 150;
const WINDOW_MS = 60_000;

/** Who hears nothing new is quiet: what is told of a subject does not lead to the next telling, without end. */
export function quiet(now: () => number): Promise_ {
  const windows = new Map<Shop, Map<string, { from: number; epoch: number; n: number }>>();
  return {
    name: 'who hears nothing new is quiet',
    subject(shop, key) {
      const { epoch, n } = shop.db.subjects.get(key) ?? { epoch: 0, n: 0 };
      const ofShop = windows.get(shop) ?? new Map<string, { from: number; epoch: number; n: number }>();
      windows.set(shop, ofShop);
      const window = ofShop.get(key);
      if (window === undefined || window.epoch !== epoch || now() - window.from > WINDOW_MS)
        ofShop.set(key, { from: now(), epoch, n });
      else if (n - window.n > TELLINGS_MAX)
        return `${shop.code} ${key} was told ${n - window.n} things within a minute`;
      return null;
    },
  };
}
