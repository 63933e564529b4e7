import { randomUUID } from 'node:crypto';
import type { Engine } from '../engine/engine.ts';
import type { InventoryState } from '../flows/inventory/state.ts';
import type { Ledger } from './ledger/ledger.ts';
import { isReady, rolesOf, type StockShop } from './shops.ts';

export interface StandingPorts {
  readonly engine: Pick<Engine, 'line' | 'peek' | 'submit'>;
  readonly ledger: Ledger;
  readonly shops: readonly StockShop[];
  readonly now: () => number;
}

/**
 * Tells the `inventory/<role>` subject of each shop how its source is, and hears from it what a person said. What the subject
 * holds is compared each time: the engine may have forgotten it.
 */
export class Standings {
  readonly #ports: StandingPorts;
  readonly #boot = randomUUID();
  readonly #begunAt: number;
  readonly #stale = new Map<string, boolean>();
  #count = 0;

  constructor(ports: StandingPorts) {
    this.#ports = ports;
    this.#begunAt = ports.now();
  }

  /** When the source was heard last (epoch ms), where that is too long ago for the shop; else null. */
  staleSince(shop: StockShop, source: string): number | null {
    const heardAt = this.#ports.ledger.source(source).heardAt ?? this.#begunAt;
    return this.#ports.now() - heardAt > shop.settings.staleSeconds * 1000 ? heardAt : null;
  }

  /** What people said of the held telling goes into the ledger. True: they did, so read again now. */
  heed(source: string): boolean {
    const { engine, ledger, shops } = this.#ports;
    const { held } = ledger.source(source);
    if (held === null) return false;
    for (const shop of shops) {
      for (const role of rolesOf(shop, source)) {
        const state = engine.peek({ shop: shop.code, subject: `inventory/${role}` })?.state as
          | InventoryState
          | undefined;
        if (state?.verdict?.held !== held.id) continue;
        ledger.judge(source, state.verdict.approve);
        return true;
      }
    }
    return false;
  }

  /** Rejects where the engine takes nothing. */
  async tell(source: string, faults: readonly string[]): Promise<void> {
    const { engine, ledger, shops } = this.#ports;
    const { held } = ledger.source(source);
    for (const shop of shops) {
      const roles = rolesOf(shop, source);
      if (roles.length === 0 || !isReady(engine, shop)) continue;
      const staleSince = this.staleSince(shop, source);
      this.#turned(shop, source, staleSince !== null);
      const offline = ledger.offline(source).filter((node) => Object.hasOwn(shop.settings.nodes, node));
      const wanted = { held, staleSince, offline, faults };
      for (const role of roles) {
        const subject = `inventory/${role}`;
        const state = engine.peek({ shop: shop.code, subject })?.state as InventoryState | undefined;
        const known = state?.source ?? QUIET;
        if (JSON.stringify(known) === JSON.stringify(wanted)) continue;
        this.#count += 1;
        const id = `source:${this.#boot}:${this.#count}@${source}`;
        await engine.submit([{ id, shop: shop.code, subject, event: { type: 'source', ...wanted } }]);
      }
    }
  }

  /** A source that falls silent, or speaks again: the SKUs whose last units hang on its word are told anew. */
  #turned(shop: StockShop, source: string, stale: boolean): void {
    const key = `${shop.code} ${source}`;
    const before = this.#stale.get(key) ?? false;
    this.#stale.set(key, stale);
    if (before !== stale && shop.settings.riskUnits !== '0') this.#ports.ledger.waitAll(source);
  }
}

const QUIET = { held: null, staleSince: null, offline: [], faults: [] };
