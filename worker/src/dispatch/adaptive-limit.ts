/** How slow against its own ordinary a call may be before the limit stops growing, and before it shrinks. */
const FLAT = 1.5;
const SLOW = 3;
/** Differences below this are the machine's, not the system's: ms. */
const NOISE_MS = 20;
const START = 4;

/** A call's latencies: how it is ordinarily, and lately. ms. */
interface Latency {
  ordinary: number;
  lately: number;
}

/**
 * How many calls a system takes at once, found out: one more for each round of calls that came back as fast as ever, half
 * of it when it says "too many" or falls silent, and at most one such cut for the calls that were out together.
 */
export class AdaptiveLimit {
  readonly #max: number;
  readonly #latencies = new Map<string, Latency>();
  #limit: number;
  /** No trouble yet: it doubles with each round. */
  #rising = true;
  #tickets = 0;
  /** Calls begun before this ticket saw the trouble that was answered already. */
  #cutAt = 0;

  constructor(max: number) {
    this.#max = max;
    this.#limit = Math.min(max, START);
  }

  get limit(): number {
    return Math.floor(this.#limit);
  }

  /** A call goes out; its ticket comes back with what became of it. */
  begin(): number {
    this.#tickets += 1;
    return this.#tickets;
  }

  /** It answered. `out`: how many were out with it, itself counted: room of which less than half is used proves nothing. */
  answered(ticket: number, operation: string, tookMs: number, out: number): void {
    const pace = this.#pace(operation, tookMs);
    if (pace > SLOW) this.#cut(ticket, 0.8);
    else if (pace <= FLAT && out * 2 > this.limit) this.#limit = Math.min(this.#max, this.#limit + this.#step());
  }

  /** It said "too many", or nothing. */
  troubled(ticket: number): void {
    this.#cut(ticket, 0.5);
  }

  /** Silence is over: it begins with one. */
  restart(): void {
    this.#limit = 1;
    this.#rising = true;
    this.#cutAt = this.#tickets + 1;
  }

  #step(): number {
    return this.#rising ? 1 : 1 / this.#limit;
  }

  #cut(ticket: number, factor: number): void {
    if (ticket < this.#cutAt) return;
    this.#limit = Math.max(1, this.limit * factor);
    this.#rising = false;
    this.#cutAt = this.#tickets + 1;
  }

  /** Lately against ordinarily; 1: as ever. What has become ordinary in the course of many calls is flat again. */
  #pace(operation: string, tookMs: number): number {
    const known = this.#latencies.get(operation) ?? { ordinary: tookMs, lately: tookMs };
    known.ordinary += (tookMs - known.ordinary) * (tookMs < known.ordinary ? 0.2 : 0.001);
    known.lately += (tookMs - known.lately) * 0.3;
    this.#latencies.set(operation, known);
    return (known.lately + NOISE_MS) / (known.ordinary + NOISE_MS);
  }
}
