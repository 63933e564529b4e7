import type { Rate } from '../systems/limits.ts';

/**
 * A rate with a burst. It may be owed: what a call turned out to ask beyond its first request is paid by those that
 * come after it. `at`: ms on a clock that is never set.
 */
export class TokenBucket {
  readonly #size: number;
  readonly #perMs: number;
  #tokens: number;
  #at: number;

  constructor({ requests, perSeconds, burst }: Rate, at: number) {
    this.#size = burst ?? Math.max(1, Math.ceil(requests / perSeconds));
    this.#perMs = requests / (perSeconds * 1000);
    this.#tokens = this.#size;
    this.#at = at;
  }

  /** What is there now; below 0: owed. */
  tokens(at: number): number {
    this.#fill(at);
    return this.#tokens;
  }

  /** How long until one may go, ms; 0: at once. */
  waitMs(at: number): number {
    // A hair is rounding, not a request.
    return Math.max(0, Math.ceil((1 - this.tokens(at)) / this.#perMs - 1e-6));
  }

  /** One request went out, whether or not it might. */
  spend(at: number): void {
    this.#fill(at);
    this.#tokens -= 1;
  }

  /** One that was paid did not go out. */
  giveBack(at: number): void {
    this.#fill(at);
    this.#tokens = Math.min(this.#size, this.#tokens + 1);
  }

  #fill(at: number): void {
    if (at <= this.#at) return;
    this.#tokens = Math.min(this.#size, this.#tokens + (at - this.#at) * this.#perMs);
    this.#at = at;
  }
}
