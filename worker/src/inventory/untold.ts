import { randomUUID } from 'node:crypto';
import type { Engine } from '../engine/engine.ts';
import { isRefused, OFFERED, REFUSED } from '../flows/availability/offered.ts';
import type { StockState } from '../flows/availability/state.ts';
import { stockSubject } from '../policy/stock-subject.ts';

interface UntoldPorts {
  readonly engine: Pick<Engine, 'labelled' | 'peek' | 'submit'>;
  readonly now: () => number;
}

/** A product that was made is sold with the source's stock about so long after. */
const EVERY_MS = 30_000;

/**
 * One shop's products that it was told no stock of: where it refused a SKU as none of its own and has it now, that SKU is told
 * at once. It is asked only while it refuses one.
 */
export class UntoldStock {
  readonly #shop: string;
  readonly #ports: UntoldPorts;
  readonly #boot = randomUUID();
  #count = 0;
  #dueAt = 0;
  /** What it has and no source speaks of is listed every time: only what is new in the list is a product that was made. */
  #listed: ReadonlySet<string> = new Set();

  constructor(shop: string, ports: UntoldPorts) {
    this.#shop = shop;
    this.#ports = ports;
  }

  isDue(): boolean {
    const { engine, now } = this.#ports;
    if (now() < this.#dueAt) return false;
    this.#dueAt = now() + EVERY_MS;
    return REFUSED.some((label) => engine.labelled(this.#shop, label).length > 0);
  }

  /** The SKUs as the shop lists them. Rejects where the engine takes nothing; then they are new the next time, too. */
  async take(skus: readonly string[]): Promise<void> {
    const { engine } = this.#ports;
    const refused = skus.filter((sku) => !this.#listed.has(sku) && this.#refuses(sku));
    const events = refused.map((sku) => {
      this.#count += 1;
      const event = { type: 'told', from: OFFERED, body: { about: 'offered' } } as const;
      return { id: `offered:${this.#boot}:${this.#count}`, shop: this.#shop, subject: stockSubject(sku), event };
    });
    if (events.length > 0) await engine.submit(events);
    this.#listed = new Set(skus);
  }

  #refuses(sku: string): boolean {
    const known = this.#ports.engine.peek({ shop: this.#shop, subject: stockSubject(sku) });
    return known !== null && isRefused(known.state as StockState);
  }
}
