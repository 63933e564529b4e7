import { CAUSES } from './problem.ts';
import type { Stores } from './stores.ts';

const EVERY_MS = 60_000;
const CLOSED_KEPT_MS = 24 * 3600_000;
const STRANGERS_KEPT = 1000;

/**
 * Keeps the file a working set: now and then, a bounded number of things at a time. A subject that closed is known
 * for another day, so that late duplicates meet its state; after that the shop's checkpoint is its only memory.
 */
export class Housekeeping {
  readonly #stores: Pick<Stores, 'subjects' | 'queue' | 'setAside'>;
  readonly #closedKeptMs: number;
  #notBefore = 0;

  constructor(stores: Pick<Stores, 'subjects' | 'queue' | 'setAside'>, closedKeptMs = CLOSED_KEPT_MS) {
    this.#stores = stores;
    this.#closedKeptMs = closedKeptMs;
  }

  run(now: number): void {
    if (now < this.#notBefore) return;
    this.#notBefore = now + EVERY_MS;
    this.#stores.subjects.purge(now - this.#closedKeptMs);
    this.#stores.queue.prune(now);
    this.#stores.setAside.trim(CAUSES.flow, STRANGERS_KEPT);
  }

  /** Epoch ms when there may be something to remove; null: nothing closed. */
  nextAt(): number | null {
    const closed = this.#stores.subjects.oldestClosedAt();
    return closed === null ? null : Math.max(closed + this.#closedKeptMs + 1, this.#notBefore);
  }
}
