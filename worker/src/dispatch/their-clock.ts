/** A reply that was long on its way makes their clock look slow: the newest of so long ago are heard together (ms). */
const SPAN_MS = 60_000;
/** `Date` counts whole seconds, and is never ahead of what it says. */
const SECOND_MS = 999;

/** A system's clock, by the `Date` of its replies. Ours is one that is never set. */
export class TheirClock {
  readonly #elapsed: () => number;
  #since = Number.NEGATIVE_INFINITY;
  /** By how much theirs is ahead of ours, at most: lately, and in the span before. */
  #ahead: [lately: number, before: number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];

  /** `elapsed`: ms. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  /** `repliedAt`: what a reply that has just come says (epoch ms). */
  heard(repliedAt: number): void {
    const now = this.#elapsed();
    const ahead = repliedAt + SECOND_MS - now;
    if (now - this.#since >= SPAN_MS) {
      this.#since = now;
      this.#ahead = [ahead, this.#ahead[0]];
    } else this.#ahead[0] = Math.max(this.#ahead[0], ahead);
  }

  /** What it is there now, or a little less far on than this (epoch ms). */
  now(): number {
    return Math.ceil(this.#elapsed() + Math.max(...this.#ahead));
  }
}
