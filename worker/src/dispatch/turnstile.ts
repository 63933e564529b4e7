import { FairQueue } from './fair-queue.ts';
import type { Hold } from './hold.ts';
import type { After } from './limited.ts';
import { PATIENCE_MS, type Protection, type Ticket } from './protection.ts';

/** One that waits for its turn. */
interface Waiting {
  readonly operation: string;
  readonly done: (result: Ticket | Hold) => void;
}

/** Lets calls to a system through one by one, in turn over the shops, as far as its protection lets them. */
export class Turnstile {
  readonly #protection: Protection;
  readonly #paused: () => Hold | null;
  readonly #after: After;
  readonly #queue = new FairQueue<Waiting>();
  #takeBack: () => void = () => undefined;

  constructor(protection: Protection, paused: () => Hold | null, after: After) {
    this.#protection = protection;
    this.#paused = paused;
    this.#after = after;
  }

  get waiting(): number {
    return this.#queue.size;
  }

  /** Resolves with the ticket of a call that may go, or with what it has to wait for. Rejects when `signal` aborts. */
  async enter(shop: string, operation: string, signal: AbortSignal): Promise<Ticket | Hold> {
    signal.throwIfAborted();
    return new Promise<Ticket | Hold>((resolve, reject) => {
      const done = (result: Ticket | Hold) => {
        signal.removeEventListener('abort', aborted);
        resolve(result);
      };
      const waiting = { operation, done };
      const aborted = () => {
        this.#queue.remove(shop, waiting);
        reject(signal.reason);
      };
      signal.addEventListener('abort', aborted, { once: true });
      this.#queue.add(shop, waiting);
      this.admit();
    });
  }

  /** Lets in whom there is room for; where nobody may go for a while, sends all back with the reason. */
  admit(): void {
    this.#takeBack();
    while (this.#queue.size > 0) {
      const hold = this.#paused() ?? this.#protection.hold();
      if (hold !== null) {
        for (let next = this.#queue.next(); next !== undefined; next = this.#queue.next()) next.done(hold);
        return;
      }
      if (this.#protection.out >= this.#protection.limit) return;
      const waitMs = this.#protection.waitMs();
      if (waitMs > 0) {
        this.#takeBack = this.#after(Math.min(waitMs, PATIENCE_MS), () => this.admit());
        return;
      }
      const next = this.#queue.next();
      next?.done(this.#protection.begin(next.operation));
    }
  }
}
