import type { Ticker } from './ticker.ts';

/** Time that moves only when it is told to: for tests and simulators, the same run every time. */
export class ManualTicker implements Ticker {
  #now: number;
  #soon: (() => void)[] = [];
  #due: { readonly at: number; readonly work: () => void }[] = [];

  constructor(now = 0) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;

  soon(work: () => void): void {
    this.#soon.push(work);
  }

  at(instant: number, work: () => void): () => void {
    const entry = { at: instant, work };
    this.#due.push(entry);
    return () => {
      this.#due = this.#due.filter((other) => other !== entry);
    };
  }

  after(ms: number, work: () => void): () => void {
    return this.at(this.#now + ms, work);
  }

  /** How many pieces of work wait for `step`. */
  get pending(): number {
    return this.#soon.length;
  }

  /** The next instant for which something waits; null: nothing does. */
  get nextAt(): number | null {
    return this.#due.length === 0 ? null : Math.min(...this.#due.map(({ at }) => at));
  }

  /** Runs the oldest piece of work, then lets promises settle; false: there was none. */
  async step(): Promise<boolean> {
    const work = this.#soon.shift();
    work?.();
    // Several turns: a promise that resolves in one piece of work may lead to the next through a few others.
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    return work !== undefined;
  }

  /** Steps until nothing waits to be done now. */
  async settle(): Promise<void> {
    while (await this.step());
  }

  /** Moves the clock to `instant`, stopping at everything that is due on the way, in order. */
  async moveTo(instant: number): Promise<void> {
    await this.settle();
    for (let at = this.nextAt; at !== null && at <= instant; at = this.nextAt) {
      this.#now = Math.max(this.#now, at);
      const entry = this.#due.filter((other) => other.at === at)[0];
      this.#due = this.#due.filter((other) => other !== entry);
      entry?.work();
      await this.settle();
    }
    this.#now = Math.max(this.#now, instant);
  }
}
