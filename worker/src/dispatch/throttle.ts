/** The system asked for a pause (429, Retry-After): nobody sends until it is over. */
export class Throttle {
  readonly #now: () => number;
  #until = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  pauseFor(ms: number): number {
    this.#until = Math.max(this.#until, this.#now() + ms);
    return this.#until;
  }

  /** Epoch ms until which nobody sends; null: anybody may. */
  get until(): number | null {
    return this.#until > this.#now() ? this.#until : null;
  }
}
