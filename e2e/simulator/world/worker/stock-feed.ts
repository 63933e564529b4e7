import type { FlowEvent, InventoryPosition } from '@causeway/contracts';
import { InventoryPage } from '@causeway/contracts';
import type { Engine } from '../../../../worker/src/engine/engine.ts';
import type { AvailabilitySettings } from '../../../../worker/src/flows/availability/settings.ts';
import type { StockState } from '../../../../worker/src/flows/availability/state.ts';
import { unallocatedUnits } from '../../../../worker/src/flows/availability/worth.ts';
import { stockSubject } from '../../../../worker/src/policy/stock-subject.ts';
import type { OutsideSystem } from '../../../../worker/src/systems/system.ts';
import { ON_SALE } from '../shop/products.ts';
import type { Life } from './life.ts';

export const POLL_MS = 45_000;

interface Heard {
  readonly positions: readonly InventoryPosition[];
  readonly upTo: string;
}

export interface StockFeedPorts {
  readonly life: Life;
  readonly engine: Pick<Engine, 'submit' | 'peek'>;
  readonly shops: readonly string[];
  readonly systems: Readonly<Record<'erp' | 'wms', OutsideSystem>>;
  readonly settings: AvailabilitySettings;
  /** What was told is told once more, after what comes next. */
  readonly overtaken: () => boolean;
}

/**
 * Tells the stock flow what ERP and warehouse say, whatever they say: all that it hears, in the order in which it comes.
 * Nothing is sorted out here: what is old, doubled or missing is the flow's to notice.
 */
export class StockFeed {
  readonly #ports: StockFeedPorts;
  readonly #heard = new Map<'erp' | 'wms', Heard>();
  #before: Parameters<Engine['submit']>[0] = [];
  readonly #begun: number;
  #tellings = 0;

  constructor(ports: StockFeedPorts) {
    this.#ports = ports;
    this.#begun = ports.life.monotonicMs();
  }

  start(): void {
    void this.#poll('erp');
    void this.#poll('wms');
  }

  async #poll(role: 'erp' | 'wms'): Promise<void> {
    const { life, systems } = this.#ports;
    const { operations, timeoutMs } = systems[role];
    const aborts = new AbortController();
    const giveUp = life.after(timeoutMs, () => aborts.abort(new Error('too slow')));
    try {
      const page = InventoryPage.parse(await operations.inventory?.({ cursor: null }, aborts.signal));
      this.#heard.set(role, { positions: page.positions, upTo: new Date(Number(page.cursor)).toISOString() });
      // As the ledger's publisher: nothing before both were heard.
      if (this.#heard.size === 2) await this.#tell();
    } catch {
      // What is not heard now is heard next time.
    }
    giveUp();
    life.after(POLL_MS, () => void this.#poll(role));
  }

  async #tell(): Promise<void> {
    const { life, engine, shops, overtaken } = this.#ports;
    this.#tellings += 1;
    const tellings = shops.flatMap((shop) =>
      Object.keys(ON_SALE).map((sku) => {
        const id = `positions:${life.name}.${this.#begun}.${this.#tellings}:${sku}`;
        return { id, shop, subject: stockSubject(sku), event: this.#positions(shop, sku) };
      }),
    );
    await engine.submit(tellings);
    if (overtaken()) await engine.submit(this.#before.map((event) => ({ ...event, id: `${event.id}:again` })));
    this.#before = tellings;
  }

  #positions(shop: string, sku: string): Extract<FlowEvent, { type: 'positions' }> {
    const heard = [...this.#heard];
    const sources = Object.fromEntries(heard.map(([role, { upTo }]) => [role, { upTo, stale: false }]));
    const positions = heard.flatMap(([, told]) => told.positions).filter((position) => position.sku === sku);
    return { type: 'positions', sku, positions, sources, others: this.#others(shop, sku) };
  }

  /** Units of the other shops that sell from the same goods. */
  #others(shop: string, sku: string): string {
    const { engine, shops, settings } = this.#ports;
    const units = shops.map((other) => {
      const held = other === shop ? null : engine.peek({ shop: other, subject: stockSubject(sku) });
      return held === null ? 0 : Number(unallocatedUnits(held.state as StockState, settings));
    });
    return String(units.reduce((sum, each) => sum + each, 0));
  }
}
