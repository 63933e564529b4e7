import type { OrderSettings } from '../flows/order/settings.ts';
import type { ServedShop } from '../shop/served-shop.ts';

/** A shop as replay, backfill and rehearsal deal with it. */
export interface ReplayShop extends Pick<ServedShop, 'past' | 'ask'> {
  readonly code: string;
  /** Null: it is not live. */
  readonly goLiveAt: number | null;
  readonly settings: OrderSettings;
}

export const replayShop = (shop: ServedShop): ReplayShop => ({
  code: shop.configuration.code,
  settings: shop.configuration.orders,
  get goLiveAt() {
    return shop.goLiveAt;
  },
  past: (window, signal) => shop.past(window, signal),
  ask: (subjects, signal) => shop.ask(subjects, signal),
});
