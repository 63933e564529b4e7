import { setTimeout as onNodesClock } from 'node:timers/promises';
import { SystemFailure } from '../policy/system-failure.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Publisher } from './publisher.ts';
import type { SourceReader } from './reader.ts';
import type { Standings } from './standings.ts';

export interface StockSourcePorts {
  readonly source: string;
  readonly pollEverySeconds: number;
  readonly reader: SourceReader;
  readonly standings: Standings;
  readonly publisher: Publisher;
  readonly now: () => number;
  /** Resolves after so many ms, or rejects as the signal aborts; left out: on Node's clock. */
  readonly sleep?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
  readonly log: Pick<Logger, 'warn'>;
}

/** How often what waits is looked at, whether or not the source is due. */
const TURN_MS = 1000;
const READ_MS_MAX = 10 * 60_000;

/** Keeps one source read, judged and published, until it is stopped. */
export class StockSource {
  readonly #ports: StockSourcePorts;
  readonly #stop = new AbortController();
  #pause = new AbortController();
  #isAsked = false;
  #dueAt = 0;
  #running: Promise<void> = Promise.resolve();
  #lastProblem = '';

  constructor(ports: StockSourcePorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Reads now, or as soon as the reading that is under way is done. */
  wake(): void {
    this.#isAsked = true;
    this.#pause.abort();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#pause.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { sleep = (ms, signal) => onNodesClock(ms, undefined, { signal }) } = this.#ports;
    while (!this.#stop.signal.aborted) {
      const isDone = await this.#turn()
        .then(() => true)
        .catch((error: unknown) => this.#failed(error));
      this.#pause = new AbortController();
      // Where the ledger itself fails, being asked again at once would leave nobody else a turn.
      if ((this.#isAsked && isDone) || this.#stop.signal.aborted) continue;
      await sleep(TURN_MS, this.#pause.signal).catch(() => undefined);
    }
  }

  /** A source that can't be read leaves what is known of it to be told. */
  async #turn(): Promise<void> {
    const { source, reader, standings, publisher } = this.#ports;
    if (standings.heed(source)) this.#isAsked = true;
    if (this.#isDue()) await this.#read().catch((error: unknown) => this.#failed(error));
    await standings.tell(source, reader.faults);
    await publisher.publish(source, this.#stop.signal);
  }

  #isDue(): boolean {
    const { now, pollEverySeconds } = this.#ports;
    if (!this.#isAsked && now() < this.#dueAt) return false;
    this.#isAsked = false;
    this.#dueAt = now() + pollEverySeconds * 1000;
    return true;
  }

  async #read(): Promise<void> {
    await this.#ports.reader.read(AbortSignal.any([this.#stop.signal, AbortSignal.timeout(READ_MS_MAX)]));
    this.#lastProblem = '';
  }

  #failed(error: unknown): false {
    if (this.#stop.signal.aborted) return false;
    const problem = error instanceof SystemFailure ? error.message : String(error);
    if (problem !== this.#lastProblem)
      this.#ports.log.warn({ system: this.#ports.source, problem }, 'stock could not be read or told');
    this.#lastProblem = problem;
    return false;
  }
}
