import type { LookEvent } from '@causeway/contracts';

/** What the shop said of subjects it was asked for; null: it has no such subject. */
export type Found = ReadonlyMap<string, LookEvent | null>;

/** The shop was asked and did not say. `since`: epoch ms since when no exchange went well; null: it was never tried. */
export class ShopUnanswered extends Error {
  readonly since: number | null;

  constructor(why: string, since: number | null = null) {
    super(why);
    this.name = 'ShopUnanswered';
    this.since = since;
  }
}

interface Asker {
  readonly wanted: ReadonlySet<string>;
  readonly found: Map<string, LookEvent | null>;
  readonly resolve: (found: Found) => void;
  readonly reject: (error: unknown) => void;
}

/** Subjects that may wait to be asked for at once; more are refused, so that a flood of hints can't fill the memory. */
const WAITING_MAX = 2000;

/** Questions to the shop ("tell me of these subjects") that wait for the next exchanges. */
export class Asking {
  readonly #askers = new Set<Asker>();
  #next: string[] = [];

  /** Rejects with `ShopUnanswered`, or with the signal's reason. */
  ask(subjects: readonly string[], signal: AbortSignal): Promise<Found> {
    const wanted = new Set(subjects);
    if (wanted.size === 0) return Promise.resolve(new Map());
    if (signal.aborted) return Promise.reject(signal.reason);
    if (this.#next.length + wanted.size > WAITING_MAX) {
      return Promise.reject(new ShopUnanswered('too many subjects wait to be asked for'));
    }
    return new Promise((resolve, reject) => {
      const end = () => {
        this.#askers.delete(asker);
        signal.removeEventListener('abort', aborted);
        this.#next = this.#next.filter((subject) => [...this.#askers].some((other) => other.wanted.has(subject)));
      };
      const aborted = () => asker.reject(signal.reason);
      const asker: Asker = {
        wanted,
        found: new Map(),
        resolve: (found) => {
          end();
          resolve(found);
        },
        reject: (error) => {
          end();
          reject(error);
        },
      };
      signal.addEventListener('abort', aborted, { once: true });
      this.#askers.add(asker);
      this.#next = [...new Set([...this.#next, ...wanted])];
    });
  }

  /** What to ask for in the next exchange, longest waiting first. */
  next(limit: number): string[] {
    return this.#next.slice(0, limit);
  }

  get waits(): boolean {
    return this.#next.length > 0;
  }

  /** Takes in what an exchange said; what it did not reach is asked for again, behind the others. */
  answered(asked: readonly string[], found: Found): void {
    const left = asked.filter((subject) => !found.has(subject));
    this.#next = [...this.#next.filter((subject) => !asked.includes(subject)), ...left];
    for (const asker of this.#askers) {
      for (const [subject, event] of found) if (asker.wanted.has(subject)) asker.found.set(subject, event);
      if (asker.found.size === asker.wanted.size) asker.resolve(asker.found);
    }
  }

  /** The shop's word about a subject is no use: who waits for it hears that. */
  refuse(subject: string, error: ShopUnanswered): void {
    for (const asker of this.#askers) if (asker.wanted.has(subject)) asker.reject(error);
  }

  /** Nobody can be asked now: everyone who waits hears why. */
  fail(error: ShopUnanswered): void {
    for (const asker of this.#askers) asker.reject(error);
  }
}
