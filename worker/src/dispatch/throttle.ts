/** A system that asks for more (by mistake, in the wrong unit) is asked again after this. */
const PAUSE_MS_MAX = 3_600_000;

/** The system asked for a pause (429, Retry-After): nobody sends until it is over. */
export class Throttle {
  readonly #now: () => number;
  #until = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  pauseFor(ms: number): number {
    this.#until = Math.max(this.#until, this.#now() + Math.min(ms, PAUSE_MS_MAX));
    return this.#until;
  }

  /** Epoch ms until which nobody sends; null: anybody may. */
  get until(): number | null {
    return this.#until > this.#now() ? this.#until : null;
  }
}
