import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../engine/engine.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import type { OutsideSystem } from '../systems/system.ts';
import type { Logger } from '../telemetry/log.ts';
import type { CursorStore } from './cursors.ts';
import { noticesOf } from './notices.ts';

export interface PollerPorts {
  readonly engine: Engine;
  readonly system: OutsideSystem;
  readonly shops: ReadonlySet<string>;
  readonly cursors: CursorStore;
  readonly log: Logger;
}

const POLL_MS_MAX = 60_000;

/** Asks a system what changed, so that a webhook that never came is caught up with. */
export class Poller {
  readonly #ports: PollerPorts;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #lastProblem = '';

  constructor(ports: PollerPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#poll().catch((error: unknown) => this.#failed(error));
      const pauseMs = this.#ports.system.pollEverySeconds * 1000;
      await sleep(pauseMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  async #poll(): Promise<void> {
    const { engine, system, shops, cursors } = this.#ports;
    for (;;) {
      const cursor = cursors.read(system.name);
      const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(POLL_MS_MAX)]);
      const changes = await system.changedSince(cursor, signal);
      const events = noticesOf(`${system.name}:poll:${changes.cursor}`, system.role, changes.externalIds, shops);
      await engine.submit(events.filter((event) => engine.peek(event) !== null));
      this.#lastProblem = '';
      if (changes.cursor === cursor) return;
      // Only after the notices are durable.
      cursors.write(system.name, changes.cursor);
      if (changes.externalIds.length === 0) return;
    }
  }

  #failed(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    const problem = error instanceof SystemFailure ? error.message : String(error);
    if (problem !== this.#lastProblem)
      this.#ports.log.warn({ system: this.#ports.system.name, problem }, 'a poll failed');
    this.#lastProblem = problem;
  }
}
