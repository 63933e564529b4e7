import { createHash } from 'node:crypto';

/** Tells what happened; `what` is asked only where somebody listens, and null where it is not worth telling. */
export type Say = (actor: string, what: () => string | null) => void;

export interface Line {
  /** Epoch ms. */
  readonly at: number;
  readonly actor: string;
  readonly what: string;
}

/** The story of one run. */
export class Trace {
  readonly lines: Line[] = [];
  readonly #now: () => number;
  readonly #listens: boolean;

  constructor(now: () => number, listens: boolean) {
    this.#now = now;
    this.#listens = listens;
  }

  readonly say: Say = (actor, what) => {
    if (!this.#listens) return;
    const told = what();
    if (told !== null) this.lines.push({ at: this.#now(), actor, what: told });
  };

  /** The same run, the same digest. */
  digest(): string {
    const hash = createHash('sha256');
    for (const { at, actor, what } of this.lines) hash.update(`${at} ${actor} ${what}\n`);
    return hash.digest('hex');
  }
}
