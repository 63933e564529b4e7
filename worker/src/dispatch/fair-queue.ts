/** Who waits, in turn: one of each shop, however many of a shop there are. */
export class FairQueue<T> {
  readonly #lines = new Map<string, Set<T>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(shop: string, item: T): void {
    const line = this.#lines.get(shop) ?? new Set();
    this.#lines.set(shop, line.add(item));
    this.#size += 1;
  }

  /** Takes the next one out; undefined: nobody waits. */
  next(): T | undefined {
    for (const [shop, line] of this.#lines) {
      for (const item of line) {
        // To the end of the turn: the next place goes to another shop.
        this.#lines.delete(shop);
        this.#lines.set(shop, line);
        this.remove(shop, item);
        return item;
      }
    }
    return undefined;
  }

  /** Takes one out who waits no more; false: it was not in it. */
  remove(shop: string, item: T): boolean {
    const line = this.#lines.get(shop);
    if (line?.delete(item) !== true) return false;
    this.#size -= 1;
    if (line.size === 0) this.#lines.delete(shop);
    return true;
  }
}
