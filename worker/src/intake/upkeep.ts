import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs } from '../policy/retry.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import type { Logger } from '../telemetry/log.ts';

export interface UpkeepPorts {
  /** The system's, in the configuration. */
  readonly name: string;
  /** Does what is due, and says when again (epoch ms): `OutsideSystem.upkeep`. */
  readonly upkeep: (signal: AbortSignal) => Promise<number>;
  readonly log: Pick<Logger, 'warn'>;
  /** How long to wait after failures in a row, as `policy/retry.ts` has it. */
  readonly baseMs?: number;
}

const UPKEEP_MS_MAX = 60_000;
/** However late a system says: its clock or ours may be wrong. */
const PAUSE_MS_MAX = 24 * 3600_000;
const BASE_MS = 10_000;
const CAP_MS = 15 * 60_000;

/** Does what a system needs now and then (a subscription renewed), and tries again with patience where that fails. */
export class Upkeep {
  readonly #ports: UpkeepPorts;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #failures = 0;
  #lastProblem = '';

  constructor(ports: UpkeepPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Breaks off what is under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const pauseMs = await this.#once().catch((error: unknown) => this.#failed(error));
      await sleep(Math.min(pauseMs, PAUSE_MS_MAX), undefined, { signal }).catch(() => undefined);
    }
  }

  async #once(): Promise<number> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(UPKEEP_MS_MAX)]);
    const next = await this.#ports.upkeep(signal);
    this.#failures = 0;
    this.#lastProblem = '';
    return Math.max(next - Date.now(), 1000);
  }

  /** Returns how long to wait. */
  #failed(error: unknown): number {
    const { name, log, baseMs = BASE_MS } = this.#ports;
    if (this.#stop.signal.aborted) return 0;
    const problem = error instanceof SystemFailure ? error.message : String(error);
    if (problem !== this.#lastProblem) log.warn({ system: name, problem }, 'the upkeep of a system failed');
    this.#lastProblem = problem;
    this.#failures += 1;
    const wish = error instanceof SystemFailure ? (error.retryAfterMs ?? 0) : 0;
    return Math.max(backOffMs({ attemptsMax: Infinity, baseMs, capMs: CAP_MS }, name, this.#failures), wish);
  }
}
