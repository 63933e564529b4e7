import type { Ticker } from '../../../../worker/src/engine/ticker.ts';
import type { Say } from '../../trace/trace.ts';
import { steady } from '../chance.ts';
import type { Caller } from '../outside/line.ts';
import type { Shop } from '../shop/shop.ts';
import { Life } from './life.ts';
import { Machine } from './machine.ts';
import { Worker, type WorkerGround } from './worker.ts';

export interface WorkersPorts {
  readonly seed: number;
  readonly shops: ReadonlyMap<string, Shop>;
  readonly ticker: Ticker & { readonly now: () => number };
  readonly ground: WorkerGround;
  readonly say: Say;
}

/** Machines, and the worker that runs on each. */
export class Workers {
  readonly machines: Machine[] = [];
  /** Absent: none runs there. */
  readonly running = new Map<Machine, Worker>();
  /** How often one died. */
  crashes = 0;
  readonly #ports: WorkersPorts;
  /** Machines whose worker polled once the storm was over. */
  readonly #polled = new Set<Machine>();
  /** Decisions of all engines, also of files that were lost. */
  #decisions = 0;

  constructor(ports: WorkersPorts) {
    this.#ports = ports;
  }

  /** A machine with a worker that is paired with every shop. */
  add(name: string): Machine {
    const credentials = [...this.#ports.shops.values()].map((shop) => {
      const credential = {
        url: 'http://shop.example',
        token: 'x'.repeat(43),
        shop: shop.identity,
        ackNumber: 0,
        goLiveAt: null,
      };
      return [shop.code, credential] as const;
    });
    const machine = new Machine(name, credentials);
    this.machines.push(machine);
    return machine;
  }

  /** Starts the worker of a machine, where none runs. */
  start(machine: Machine): void {
    if (this.running.has(machine)) return;
    const { ticker, ground, say } = this.#ports;
    const worker = new Worker(new Life(machine, ticker, () => this.#ended(machine)), ground);
    this.running.set(machine, worker);
    say(machine.name, () => 'starts');
    worker.start();
  }

  kill(machine: Machine): void {
    this.running.get(machine)?.life.kill();
  }

  /** Every one that polls for the first time now. */
  unpolled(): Worker[] {
    const first = [...this.running].filter(([machine]) => !this.#polled.has(machine));
    for (const [machine] of first) this.#polled.add(machine);
    return first.map(([, worker]) => worker);
  }

  /** The id of the engine that a call is of; empty: of none that runs. */
  engineOf(caller: Caller): string {
    for (const worker of this.running.values()) if (worker.life === caller) return worker.engine.id;
    return '';
  }

  /** Those that stand still go on. */
  thaw(): void {
    for (const { life } of this.running.values()) if (life.frozen) life.thaw();
  }

  /** Ends all that runs; how many decisions there were. */
  end(): number {
    for (const worker of this.running.values()) {
      this.#decisions += worker.decided;
      worker.engine.abandon();
    }
    this.running.clear();
    for (const { disk, ledger } of this.machines) {
      disk.end();
      ledger.end();
    }
    return this.#decisions;
  }

  #ended(machine: Machine): void {
    const { seed, ticker, say } = this.#ports;
    const worker = this.running.get(machine);
    if (worker === undefined) return;
    say(machine.name, () => 'is dead');
    this.running.delete(machine);
    this.crashes += 1;
    this.#decisions += worker.decided;
    worker.engine.abandon();
    const again = 2000 + Math.floor(20_000 * steady(seed, ticker.now() % 100_000));
    ticker.after(again, () => this.start(machine));
  }
}
