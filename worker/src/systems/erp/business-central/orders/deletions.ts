import { ErpOrder } from '@causeway/contracts';
import * as z from 'zod';
import type { Memory } from '../../../adapter.ts';

const Deleted = z.object({ n: z.int(), order: ErpOrder });
const KEY = 'deleted-orders';
const KEPT_MAX = 100;

/**
 * The last orders that we deleted. Business Central keeps no trace of them, and whoever asks for one again, or for what
 * changed, is to hear that it is cancelled. `n` counts deletions.
 */
export class Deletions {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  note(order: ErpOrder): void {
    const kept = [...this.#kept(), { n: this.last() + 1, order }];
    this.#memory.write(KEY, JSON.stringify(kept.slice(-KEPT_MAX)));
  }

  /** By its number there. */
  find(id: string): ErpOrder | undefined {
    return this.#kept().find(({ order }) => order.id === id)?.order;
  }

  /** Our ids of those that were deleted after number `n`. */
  after(n: number): string[] {
    return this.#kept().flatMap((one) => (one.n > n ? [one.order.externalId] : []));
  }

  last(): number {
    return this.#kept().at(-1)?.n ?? 0;
  }

  #kept(): z.infer<typeof Deleted>[] {
    try {
      return z.array(Deleted).parse(JSON.parse(this.#memory.read(KEY) ?? '[]'));
    } catch {
      return [];
    }
  }
}
