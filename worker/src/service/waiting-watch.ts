import { randomUUID } from 'node:crypto';
import type { Engine } from '../engine/engine.ts';
import type { SystemState } from '../flows/system/state.ts';
import type { WatchedShop } from './secret-watch.ts';

export interface WaitingWatchPorts {
  /** Names of the configured systems. */
  readonly systems: readonly string[];
  /** The served shops, by code. */
  readonly shops: ReadonlyMap<string, WatchedShop>;
  /** For what a shop's calls to the system wait; null: they go. */
  readonly waitingOf: (system: string, shop: string) => { readonly reason: string; readonly why: string } | null;
  readonly engine: Pick<Engine, 'peek' | 'submit' | 'line'>;
}

const LOOK_MS = 10_000;

/**
 * Tells the `system` subject of each shop for what its calls wait, when two looks in a row find the same; the flow decides from when on
 * a person must see it. What a subject holds is compared each time: the engine may have forgotten it.
 */
export class WaitingWatch {
  readonly #ports: WaitingWatchPorts;
  readonly #boot = randomUUID();
  readonly #before = new Map<string, string>();
  #looks = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(ports: WaitingWatchPorts) {
    this.#ports = ports;
  }

  start(): void {
    // An engine that can't commit now says so by itself; the next look comes.
    this.#timer = setInterval(() => void this.look().catch(() => undefined), LOOK_MS);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }

  /** One round. Rejects where the engine takes nothing. */
  async look(): Promise<void> {
    this.#looks += 1;
    for (const [code, { isPaired, configuration }] of this.#ports.shops) {
      if (!isPaired) continue;
      const uses = this.#ports.systems.filter((name) => name === configuration.erp || name === configuration.wms);
      for (const system of uses) await this.#tell(code, system);
    }
  }

  async #tell(shop: string, system: string): Promise<void> {
    const { engine, waitingOf } = this.#ports;
    const found = waitingOf(system, shop);
    const waiting = found && { reason: found.reason, why: found.why };
    const key = `${shop} ${system}`;
    const lasts = this.#before.get(key) === JSON.stringify(waiting);
    this.#before.set(key, JSON.stringify(waiting));
    if (!lasts || engine.line(shop).recovering) return;
    const subject = `system/${system}`;
    const held = (engine.peek({ shop, subject })?.state as SystemState | undefined)?.waiting ?? null;
    if (held?.reason === waiting?.reason && held?.why === waiting?.why) return;
    const id = `waiting:${this.#boot}:${system}:${this.#looks}`;
    await engine.submit([{ id, shop, subject, event: { type: 'waiting', waiting } }]);
  }
}
