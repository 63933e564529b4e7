import { setTimeout as pause } from 'node:timers/promises';
import type { Configuration } from '../configuration.ts';
import { ApiError } from '../odata/api-error.ts';

/**
 * The limits of one user (dev-itpro/administration/operational-limits-online.md, "OData request limits (per user)"):
 * a sliding window of requests, and a queue behind those that are handled at once. There is one user here, the
 * application. No `Retry-After` with 429; 503 carries one (dev-itpro/includes/include-http-status-error-codes.md).
 */
export class UserLimits {
  readonly #limits: Configuration['limits'];
  readonly #arrived: number[] = [];
  readonly #waiting: (() => void)[] = [];
  #handling = 0;

  constructor(limits: Configuration['limits']) {
    this.#limits = limits;
  }

  /** Runs `handle` when it is its turn. Throws 429 (too many, or the queue is full) or 503 (waited too long). */
  async run<Result>(handle: () => Promise<Result>): Promise<Result> {
    this.#count(Date.now());
    await this.#enter();
    try {
      if (this.#limits.handling_ms > 0) await pause(this.#limits.handling_ms);
      return await handle();
    } finally {
      this.#handling -= 1;
      this.#waiting.shift()?.();
    }
  }

  #count(now: number): void {
    while (this.#arrived.length > 0 && (this.#arrived[0] ?? 0) <= now - this.#limits.window_ms) this.#arrived.shift();
    if (this.#arrived.length >= this.#limits.requests) throw tooMany();
    this.#arrived.push(now);
  }

  async #enter(): Promise<void> {
    if (this.#handling >= this.#limits.at_once) {
      if (this.#waiting.length >= this.#limits.queued) throw tooMany();
      await this.#queue();
    }
    this.#handling += 1;
  }

  #queue(): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1);
        reject(
          new ApiError(503, 'Unknown', "It took too long until it was this request's turn.", { 'Retry-After': '30' }),
        );
      }, this.#limits.queued_ms);
      this.#waiting.push(enter);
    });
  }
}

const tooMany = () => new ApiError(429, 'Unknown', 'More requests than one user may send.');
