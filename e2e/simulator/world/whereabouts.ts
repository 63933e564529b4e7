import type { Place } from '../faults/faults.ts';
import type { Shop } from './shop/shop.ts';
import type { Machine } from './worker/machine.ts';

const SHOWN = '"shown":{"state":"';

/** Where orders and returns are: what the worker decided last, or else what the shop shows. */
export class Whereabouts {
  readonly #shops: ReadonlyMap<string, Shop>;
  readonly #machines: readonly Machine[];

  constructor(shops: ReadonlyMap<string, Shop>, machines: readonly Machine[]) {
    this.#shops = shops;
    this.#machines = machines;
  }

  /** The states of all orders and returns that something there is about. */
  at(place: Place): string[] {
    const shops = [...this.#shops.values()].filter(({ code }) => place.shop === null || place.shop === code);
    return shops.flatMap((shop) =>
      (place.subject === null ? [...shop.db.subjects.keys()] : [place.subject])
        .filter((key) => key.startsWith('order/') || key.startsWith('return/'))
        .map((key) => (key.startsWith('order/') ? '' : 'return ') + this.#stateOf(shop, key)),
    );
  }

  #stateOf(shop: Shop, subject: string): string {
    for (const machine of this.#machines) {
      const state = machine.disk.stateOf(shop.code, subject);
      const at = state?.indexOf(SHOWN) ?? -1;
      if (state === null || at < 0) continue;
      return state.slice(at + SHOWN.length, state.indexOf('"', at + SHOWN.length)) || 'captured';
    }
    return shop.db.subjects.get(subject)?.mirror?.state ?? 'captured';
  }
}
