/**
 * At most `limit` at once; who waits goes in turn, one shop after the other, so that one shop's flood starves no other.
 */
export class Concurrency {
  readonly #limit: number;
  #running = 0;
  readonly #waiting = new Map<string, Array<() => void>>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Runs `work` when there is room. An aborted signal takes a waiting one out (rejects with the signal's reason). */
  async execute<T>(shop: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter(shop, signal);
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#admit();
    }
  }

  async #enter(shop: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#running < this.#limit) {
      this.#running += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const queue = this.#waiting.get(shop) ?? [];
      this.#waiting.set(shop, queue);
      const admitted = () => {
        signal.removeEventListener('abort', aborted);
        resolve();
      };
      const aborted = () => {
        queue.splice(queue.indexOf(admitted), 1);
        if (queue.length === 0) this.#waiting.delete(shop);
        reject(signal.reason);
      };
      signal.addEventListener('abort', aborted, { once: true });
      queue.push(admitted);
    });
  }

  #admit(): void {
    const next = this.#waiting.entries().next().value;
    if (next === undefined || this.#running >= this.#limit) return;
    const [shop, queue] = next;
    // To the end of the line: the next place goes to another shop.
    this.#waiting.delete(shop);
    const admitted = queue.shift();
    if (queue.length > 0) this.#waiting.set(shop, queue);
    this.#running += 1;
    admitted?.();
  }
}
