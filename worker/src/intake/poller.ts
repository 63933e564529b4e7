import { setTimeout as sleep } from 'node:timers/promises';
import { SystemFailure } from '../policy/system-failure.ts';
import type { OutsideSystem } from '../systems/system.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Announcements } from './announcements.ts';
import type { CursorStore } from './cursors.ts';

export interface PollerPorts {
  readonly system: Pick<OutsideSystem, 'name' | 'role' | 'changedSince' | 'pollEverySeconds'>;
  readonly announcements: Pick<Announcements, 'take' | 'takeHeld'>;
  readonly cursors: Pick<CursorStore, 'read' | 'write'>;
  readonly log: Pick<Logger, 'warn'>;
}

const POLL_MS_MAX = 60_000;

/** Asks a system what changed, so that a webhook that never came is caught up with. */
export class Poller {
  readonly #ports: PollerPorts;
  readonly #stop = new AbortController();
  #pause = new AbortController();
  #isDue = false;
  #running: Promise<void> = Promise.resolve();
  #lastProblem = '';

  constructor(ports: PollerPorts) {
    this.#ports = ports;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Asks now, or again as soon as the asking that is under way is done. */
  wake(): void {
    this.#isDue = true;
    this.#pause.abort();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#isDue = false;
      await this.#poll().catch((error: unknown) => this.#failed(error));
      this.#pause = new AbortController();
      if (this.#isDue) continue;
      const pauseMs = this.#ports.system.pollEverySeconds * 1000;
      const signal = AbortSignal.any([this.#stop.signal, this.#pause.signal]);
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #poll(): Promise<void> {
    const { system, announcements, cursors } = this.#ports;
    const from = cursors.read(system.name);
    for (let cursor = from; ; ) {
      const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(POLL_MS_MAX)]);
      const changes = await system.changedSince(cursor, signal);
      const { externalIds } = changes;
      const announced = { system, source: `poll:${changes.cursor}`, externalIds, said: null };
      // Without a cursor the whole history comes: of orders that are no concern of ours any more, nobody is asked.
      if (externalIds.length > 0) await announcements[from === null ? 'takeHeld' : 'take'](announced);
      this.#lastProblem = '';
      const last = changes.cursor === cursor || externalIds.length === 0;
      // Only after the notices are durable; history only when all of it is read, or its rest would pass for news.
      if (from === null ? last : changes.cursor !== cursor) cursors.write(system.name, changes.cursor);
      if (last) return;
      cursor = changes.cursor;
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
