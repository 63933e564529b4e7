import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InventoryPage, InventoryPosition, Json } from '@causeway/contracts';
import { afterEach, beforeEach } from 'vitest';
import type { EngineEvent } from '../../engine/engine.ts';
import { AvailabilitySettings } from '../../flows/availability/settings.ts';
import type { StockState } from '../../flows/availability/state.ts';
import { SystemFailure } from '../../policy/system-failure.ts';
import { Ledger } from '../ledger/ledger.ts';
import { Publisher } from '../publisher.ts';
import { SourceReader } from '../reader.ts';
import type { StockShop } from '../shops.ts';
import { Standings } from '../standings.ts';

export const T0 = Date.parse('2026-11-21T10:00:00Z');
export const settings = AvailabilitySettings.parse({
  nodes: { MAIN: { role: 'erp' }, EAST: { role: 'erp' } },
  guard: { skusMin: 3 },
  staleSeconds: 60,
  riskUnits: '2',
});
export const shop: StockShop = { code: 'DEMO', erp: 'erp', wms: 'wms', settings, isPaired: () => true };
export const outlet: StockShop = { ...shop, code: 'OUTLET' };
export const BOTH = [
  { node: 'MAIN', online: true },
  { node: 'EAST', online: true },
];

/** A worker's part of the inventory between sources that are written down as pages and an engine that only takes. */
export class InventoryRig {
  dir = '';
  now = T0;
  ledger!: Ledger;
  reader!: SourceReader;
  publisher!: Publisher;
  standings!: Standings;
  /** What the source says next, page by page, and from which cursors it was asked. */
  pages: (InventoryPage | SystemFailure)[] = [];
  cursors: (string | null)[] = [];
  submitted: EngineEvent[] = [];
  /** What the engine holds, as `SHOP subject`. */
  readonly states = new Map<string, unknown>();
  /** Subjects by `SHOP label`. */
  readonly labelled = new Map<string, readonly string[]>();
  takes = true;
  commits = 1;
  epoch = 1;
  forgottenAt = 0;
  /** What a worker that is told to stop goes by. */
  stop = new AbortController();

  /** On the ledger's file as it is. */
  open(shops: readonly StockShop[] = [shop]): void {
    this.ledger = new Ledger(join(this.dir, 'inventory.sqlite'));
    const engine = {
      id: 'engine-1',
      commit: () => this.commits,
      line: () => ({ epoch: this.epoch, recovering: false, shopId: null, incarnation: 1 }),
      forgottenAt: () => this.forgottenAt,
      peek: (ref: { shop: string; subject: string }) =>
        (this.states.get(`${ref.shop} ${ref.subject}`) ?? null) as never,
      labelled: (code: string, label: string) => this.labelled.get(`${code} ${label}`) ?? [],
      submit: async (events: readonly EngineEvent[]) => {
        if (!this.takes) throw new Error('the engine takes nothing');
        this.submitted.push(...events);
      },
    };
    const shared = { ledger: this.ledger, engine, shops, now: () => this.now };
    this.standings = new Standings(shared);
    const isStale = (each: StockShop, role: 'erp' | 'wms') => this.standings.staleSince(each, each[role]) !== null;
    this.publisher = new Publisher({ ...shared, isStale });
    this.reader = this.readerOf('erp');
  }

  /** The worker is stopped and started again. */
  reopen(shops?: readonly StockShop[]): void {
    this.ledger.close();
    this.stop = new AbortController();
    this.open(shops);
  }

  readerOf(source: string): SourceReader {
    const read = async (cursor: string | null): Promise<Json> => {
      this.cursors.push(cursor);
      const page = this.pages.shift();
      if (page === undefined || page instanceof SystemFailure) throw page ?? new Error('nothing more to read');
      return page as unknown as Json;
    };
    const log = { warn: () => undefined } as never;
    return new SourceReader({
      ...{ source, read, log, ledger: this.ledger, guards: [settings.guard] },
      now: () => this.now,
    });
  }

  async tells(...told: InventoryPage[]): Promise<void> {
    this.pages = told;
    await this.reader.read(this.stop.signal);
  }

  /** What the first shop is told now: the SKUs in their order, with what lies where. */
  async published(source = 'erp'): Promise<[string, string[]][]> {
    this.submitted = [];
    await this.publisher.publish(source, this.stop.signal);
    return this.#positions(shop.code).map(({ sku, positions }) => [
      sku,
      positions.map(({ node, onHand }) => `${node} ${onHand}`),
    ]);
  }

  /** What a shop was told of other shops' units, publishing by publishing. */
  othersTold(code: string): (string | undefined)[] {
    return this.#positions(code).map(({ others }) => others);
  }

  /** The engine holds this of a SKU in a shop. */
  holds(code: string, state: StockState): void {
    this.states.set(`${code} stock/${state.sku}`, { state });
    this.commits += 1;
  }

  #positions(code: string) {
    return this.submitted.flatMap(({ shop: to, event }) => (to === code && event.type === 'positions' ? [event] : []));
  }
}

/** For a file of tests: the rig, begun and ended around each. */
export function inventoryRig(): InventoryRig {
  const rig = new InventoryRig();
  beforeEach(() => {
    Object.assign(rig, new InventoryRig(), { dir: mkdtempSync(join(tmpdir(), 'inventory-')) });
    rig.open();
  });
  afterEach(() => {
    rig.ledger.close();
    rmSync(rig.dir, { recursive: true });
  });
  return rig;
}

export const at = (seconds: number) => new Date(T0 + seconds * 1000).toISOString();

export const lies = (sku: string, onHand: number, more: Partial<InventoryPosition> = {}): InventoryPosition => ({
  ...{ sku, node: 'MAIN', onHand: String(onHand), allocated: '0', inTransit: null, damaged: null, quarantined: null },
  asOf: at(0),
  ...more,
});

export const page = (
  cursor: string,
  positions: InventoryPosition[],
  more: Partial<InventoryPage> = {},
): InventoryPage => ({
  ...{ positions, cursor, more: false, asOf: positions[0]?.asOf ?? at(0), nodes: [] },
  ...more,
});
