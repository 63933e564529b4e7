/**
 * The right to act for a shop: an epoch, and how long it lasts by the monotonic clock, counted from before the
 * request that renewed it was sent, so that our count never outlasts the shop's.
 */
export class Lease {
  readonly #monotonicMs: () => number;
  #epoch = 0;
  #until = Number.NEGATIVE_INFINITY;

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Begins a renewal; the returned function takes the shop's answer. */
  renewal(): (epoch: number, expiresInMs: number) => void {
    const asked = this.#monotonicMs();
    return (epoch, expiresInMs) => {
      this.#epoch = epoch;
      this.#until = asked + expiresInMs;
    };
  }

  lost(): void {
    this.#epoch = 0;
    this.#until = Number.NEGATIVE_INFINITY;
  }

  /** How much is left, in ms; 0 without a lease. */
  leftMs(): number {
    return Math.max(0, this.#until - this.#monotonicMs());
  }
}
