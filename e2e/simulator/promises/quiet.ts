import type { Shop } from '../world/shop/shop.ts';
import type { Promise_ } from './stores.ts';

/** Far more than any storm makes of news. */
const TELLINGS_MAX = 100;
const WINDOW_MS = 60_000;

interface Window {
  readonly from: number;
  readonly last: string;
  readonly times: number;
}

/** Who hears nothing new is quiet: what the shop applied of a subject does not lead to the next telling, without end. */
export function quiet(now: () => number): Promise_ {
  const windows = new Map<Shop, Map<string, Window>>();
  return {
    name: 'who hears nothing new is quiet',
    subject(shop, key) {
      const { epoch = 0, n = 0 } = shop.db.subjects.get(key) ?? {};
      const ofShop = windows.get(shop) ?? new Map<string, Window>();
      windows.set(shop, ofShop);
      const window = ofShop.get(key);
      const last = `${epoch}.${n}`;
      if (window?.last === last) return null;
      const isOver = window === undefined || now() - window.from > WINDOW_MS;
      const times = isOver ? 1 : window.times + 1;
      ofShop.set(key, { from: isOver ? now() : window.from, last, times });
      return times > TELLINGS_MAX ? `${shop.code} ${key} was told ${times} things within a minute` : null;
    },
  };
}
