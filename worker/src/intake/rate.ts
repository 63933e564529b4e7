const MINUTE_MS = 60_000;

/** So many a minute of the clock, for each name by itself. */
export class Rate {
  readonly #max: number;
  readonly #now: () => number;
  readonly #spent = new Map<string, { minute: number; count: number }>();

  constructor(max: number, now: () => number = Date.now) {
    this.#max = max;
    this.#now = now;
  }

  /** Spends one. Returns the seconds to wait where none is left, else null. */
  spend(name: string): number | null {
    const now = this.#now();
    const minute = Math.floor(now / MINUTE_MS);
    const before = this.#spent.get(name);
    const count = before?.minute === minute ? before.count : 0;
    if (count >= this.#max) return Math.ceil(((minute + 1) * MINUTE_MS - now) / 1000);
    this.#spent.set(name, { minute, count: count + 1 });
    return null;
  }
}
