import { nextTick } from 'node:process';
import { setImmediate } from 'node:timers';
import type { Ticker } from './ticker.ts';

/** A promise that resolves in one piece of work may lead to the next through a few others. */
const TURNS = 10;

interface Due {
  readonly at: number;
  /** Null: it was taken back. */
  work: (() => void) | null;
}

/** Time that moves only when it is told to: for tests and simulators, the same run every time. */
export class ManualTicker implements Ticker {
  #now: number;
  readonly #afterStep: () => void;
  #soon: (() => void)[] = [];
  /** Earliest first; of the same instant, what was asked for first. */
  #due: Due[] = [];

  /** `afterStep` runs after every piece of work. */
  constructor(now = 0, afterStep: () => void = () => undefined) {
    this.#now = now;
    this.#afterStep = afterStep;
  }

  readonly now = (): number => this.#now;

  soon(work: () => void): void {
    this.#soon.push(work);
  }

  at(instant: number, work: () => void): () => void {
    const entry: Due = { at: instant, work };
    let place = this.#due.length;
    while (place > 0 && (this.#due[place - 1] as Due).at > instant) place -= 1;
    this.#due.splice(place, 0, entry);
    return () => {
      entry.work = null;
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
    while (this.#due[0]?.work === null) this.#due.shift();
    return this.#due[0]?.at ?? null;
  }

  /** Runs the oldest piece of work, then lets promises settle; false: there was none. */
  async step(): Promise<boolean> {
    const work = this.#soon.shift();
    work?.();
    for (let turn = 0; turn < TURNS; turn++) await Promise.resolve();
    this.#afterStep();
    return work !== undefined;
  }

  /** Steps until nothing waits to be done now, however many promises lead there. */
  settle(): Promise<void> {
    return this.#settle(setImmediate);
  }

  /** Moves the clock to `instant`, stopping at everything that is due on the way, in order. */
  async moveTo(instant: number): Promise<void> {
    await this.settle();
    for (let at = this.nextAt; at !== null && at <= instant; at = this.nextAt) {
      this.#now = Math.max(this.#now, at);
      this.#due.shift()?.work?.();
      await this.#settle(nextTick);
    }
    this.#now = Math.max(this.#now, instant);
  }

  /** `turn` calls back once no promise leads anywhere any more; a whole turn of Node's loop is dear, and rarely needed. */
  async #settle(turn: (done: () => void) => void): Promise<void> {
    do {
      while (this.#soon.length > 0) await this.step();
      await new Promise<void>(turn);
    } while (this.#soon.length > 0);
    this.#afterStep();
  }
}
