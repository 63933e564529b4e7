/** Milliseconds by two clocks: the monotonic one stands still while a machine sleeps, the wall's may be set back. */
export interface Clocks {
  readonly monotonicMs: () => number;
  readonly wallMs: () => number;
}

/**
 * The right to act for a shop: an epoch, and how long it lasts, counted from before the request that renewed it was
 * sent, so that our count never outlasts the shop's. Whichever clock says that less is left is believed.
 */
export class Lease {
  readonly #clocks: Clocks;
  #epoch = 0;
  #until: { readonly monotonic: number; readonly wall: number } | null = null;

  constructor(clocks: Clocks) {
    this.#clocks = clocks;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Begins a renewal; the returned function takes the shop's answer. */
  renewal(): (epoch: number, expiresInMs: number) => void {
    const monotonic = this.#clocks.monotonicMs();
    const wall = this.#clocks.wallMs();
    return (epoch, expiresInMs) => {
      this.#epoch = epoch;
      this.#until = { monotonic: monotonic + expiresInMs, wall: wall + expiresInMs };
    };
  }

  lost(): void {
    this.#epoch = 0;
    this.#until = null;
  }

  /** How much is left, in ms; 0 without a lease. */
  leftMs(): number {
    if (this.#until === null) return 0;
    const { monotonic, wall } = this.#until;
    return Math.max(0, Math.min(monotonic - this.#clocks.monotonicMs(), wall - this.#clocks.wallMs()));
  }
}
