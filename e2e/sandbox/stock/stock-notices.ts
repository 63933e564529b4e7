import type { Store } from '../store.ts';
import type { Outgoing } from '../webhooks/outgoing.ts';
import type { Stock } from './stock.ts';

export const STOCK_EVENT = 'stock.changed';

/** At most one telling in so long: many changes are one. */
const EVERY_MS = 500;

/** Tells by webhook that stock changed: the first change at once, later ones together. */
export class StockNotices {
  readonly #store: Store;
  readonly #stock: Stock;
  readonly #outgoing: Outgoing;
  #told: number;
  #nodesTold = true;
  #nextAtMs = 0;

  constructor(store: Store, stock: Stock, outgoing: Outgoing) {
    this.#store = store;
    this.#stock = stock;
    this.#outgoing = outgoing;
    this.#told = stock.lastChange;
  }

  nodesChanged(): void {
    this.#nodesTold = false;
  }

  work(nowMs: number): void {
    if (nowMs < this.#nextAtMs) return;
    const { lastChange } = this.#stock;
    if (lastChange === this.#told && this.#nodesTold) return;
    this.#store.transaction(() => this.#outgoing.tell(STOCK_EVENT, { change: lastChange }));
    this.#told = lastChange;
    this.#nodesTold = true;
    this.#nextAtMs = nowMs + EVERY_MS;
  }
}
