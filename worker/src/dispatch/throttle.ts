/** A system that asks for more (by mistake, in the wrong unit) is asked again after this. */
const PAUSE_MS_MAX = 3_600_000;

/** The system asked for a pause (429 or 503 with Retry-After): nobody sends until it is over. `at`: ms on a clock that is never set. */
export class Throttle {
  #until = Number.NEGATIVE_INFINITY;

  pauseFor(ms: number, at: number): void {
    this.#until = Math.max(this.#until, at + Math.min(ms, PAUSE_MS_MAX));
  }

  /** Until when nobody sends; null: anybody may. */
  until(at: number): number | null {
    return this.#until > at ? this.#until : null;
  }
}
