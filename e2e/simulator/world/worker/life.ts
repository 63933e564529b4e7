import type { Ticker } from '../../../../worker/src/engine/ticker.ts';
import type { Caller } from '../outside/line.ts';
import type { Machine } from './machine.ts';

/** The longest sleep of the real ticker: a clock that was set is noticed within it. */
const SLEEP_MS_MAX = 30_000;

/**
 * One life of a worker's process, from start to kill. Everything that comes into it comes through `enter`: once it has
 * ended nothing of it runs, and while it is frozen all that comes waits.
 */
export class Life implements Caller {
  readonly machine: Machine;
  readonly #world: Ticker & { readonly now: () => number };
  readonly #killed: () => void;
  /** What its worker does with the time that a system's reply tells. */
  onHeard: (system: string, repliedAt: number) => void = () => undefined;
  #ended = false;
  #frozen = false;
  #waiting: (() => void)[] = [];

  constructor(machine: Machine, world: Ticker & { readonly now: () => number }, killed: () => void) {
    this.machine = machine;
    this.#world = world;
    this.#killed = killed;
  }

  get name(): string {
    return this.machine.name;
  }

  get ended(): boolean {
    return this.#ended;
  }

  get frozen(): boolean {
    return this.#frozen;
  }

  /** What its clock on the wall shows, epoch ms. */
  readonly wallMs = (): number => this.#world.now() + this.machine.aheadMs;
  readonly monotonicMs = (): number => this.#world.now();

  enter(work: () => void): void {
    if (this.#ended) return;
    if (this.#frozen) this.#waiting.push(work);
    else work();
  }

  kill(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#waiting = [];
    this.#killed();
  }

  heard(system: string, repliedAt: number): void {
    this.onHeard(system, repliedAt);
  }

  freeze(): void {
    this.#frozen = true;
  }

  thaw(): void {
    this.#frozen = false;
    for (const work of this.#waiting.splice(0)) this.#world.soon(() => this.enter(work));
  }

  readonly ticker: Ticker = {
    soon: (work) => this.#world.soon(() => this.enter(work)),
    at: (instant, work) => this.#at(instant, work),
    after: (ms, work) => this.after(ms, work),
  };

  readonly after = (ms: number, work: () => void): (() => void) => this.#world.after(ms, () => this.enter(work));

  #at(instant: number, work: () => void): () => void {
    let takeBack: () => void = () => undefined;
    const check = () => (this.wallMs() >= instant ? work() : sleep());
    const sleep = () => {
      const ms = Math.min(Math.max(instant - this.wallMs(), 0), SLEEP_MS_MAX);
      takeBack = this.after(ms, check);
    };
    sleep();
    return () => takeBack();
  }
}
