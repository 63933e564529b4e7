import { ErpOrder, ErpReturn } from '@causeway/contracts';
import * as z from 'zod';
import type { Memory } from '../../../adapter.ts';

const KEPT_MAX = 100;

interface Document {
  readonly id: string;
  readonly externalId: string;
}

/**
 * The last documents of a kind that we deleted. Business Central keeps no trace of them, and whoever asks for one again,
 * or for what changed, is to hear that it is cancelled.
 */
export class Deletions<Doc extends Document> {
  readonly #memory: Memory;
  readonly #key: string;
  readonly #shape: z.ZodType<{ n: number; order: Doc }[]>;

  /** `key`: of the memory. What is kept is counted by `n`. */
  constructor(memory: Memory, key: string, document: z.ZodType<Doc>) {
    this.#memory = memory;
    this.#key = key;
    this.#shape = z.array(z.object({ n: z.int(), order: document }));
  }

  note(order: Doc): void {
    const kept = [...this.#kept(), { n: this.last() + 1, order }];
    this.#memory.write(this.#key, JSON.stringify(kept.slice(-KEPT_MAX)));
  }

  /** By its id there. */
  find(id: string): Doc | undefined {
    return this.#kept().find(({ order }) => order.id === id)?.order;
  }

  under(externalId: string): Doc[] {
    return this.#kept().flatMap(({ order }) => (order.externalId === externalId ? [order] : []));
  }

  /** Our ids of those that were deleted after number `n`. */
  after(n: number): string[] {
    return this.#kept().flatMap((one) => (one.n > n ? [one.order.externalId] : []));
  }

  last(): number {
    return this.#kept().at(-1)?.n ?? 0;
  }

  #kept(): { n: number; order: Doc }[] {
    try {
      return this.#shape.parse(JSON.parse(this.#memory.read(this.#key) ?? '[]'));
    } catch {
      return [];
    }
  }
}

export const deletedOrders = (memory: Memory) => new Deletions(memory, 'deleted-orders', ErpOrder);
export const deletedReturns = (memory: Memory) => new Deletions(memory, 'deleted-returns', ErpReturn);
