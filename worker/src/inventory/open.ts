import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Registry } from 'prom-client';
import type { Engine } from '../engine/engine.ts';
import type { Operation, OutsideSystem } from '../systems/system.ts';
import type { Logger } from '../telemetry/log.ts';
import { stockGauges } from './gauges.ts';
import { Ledger } from './ledger/ledger.ts';
import { Publisher } from './publisher.ts';
import { SourceReader } from './reader.ts';
import { rolesOf, type StockShop } from './shops.ts';
import { Standings } from './standings.ts';
import { stockFolder } from './stock-file.ts';
import { StockSource, type StockSourcePorts } from './stock-source.ts';
import type { ReadPage } from './telling.ts';
import { UntoldStock } from './untold.ts';

export interface InventoryPorts {
  readonly stateDirectory: string;
  readonly engine: Engine;
  readonly systems: ReadonlyMap<string, OutsideSystem>;
  /** The folder that has a system's stock; undefined: the system itself is asked. */
  readonly folderOf: (system: string) => string | undefined;
  /** The served shops whose stock is Causeway's business. */
  readonly shops: readonly StockShop[];
  readonly registry: Registry;
  readonly log: Logger;
  readonly now?: () => number;
  /** In place of the state directory's file, and of Node's clock. */
  readonly ledger?: Ledger;
  readonly sleep?: StockSourcePorts['sleep'];
}

/** The stock of all shops: read from its sources, kept in the ledger, told to the shops' flows. */
export interface Inventory {
  readonly ledger: Ledger;
  readonly shops: readonly StockShop[];
  readonly standings: Standings;
  start(): void;
  /** Has a source read now. */
  wake(source: string): void;
  /** Who hears of which stocks a shop was told nothing; undefined: the shop's stock is none of ours. */
  untoldOf(shop: string): UntoldStock | undefined;
  stop(): Promise<void>;
}

/** Null: no shop wants it. */
export function openInventory(ports: InventoryPorts): Inventory | null {
  const { stateDirectory, engine, systems, shops, registry, log, now = Date.now, sleep } = ports;
  if (shops.length === 0) return null;
  const ledger = ports.ledger ?? ledgerAt(join(stateDirectory, 'inventory.sqlite'), log, now());
  const standings = new Standings({ engine, ledger, shops, now });
  const publisher = new Publisher({
    ...{ engine, ledger, shops, now },
    isStale: (shop, role) => standings.staleSince(shop, shop[role]) !== null,
  });
  const sources = new Map<string, StockSource>();
  for (const [source, { operations, pollEverySeconds }] of systems) {
    const users = shops.filter((shop) => rolesOf(shop, source).length > 0);
    const read = readerOf(operations.inventory, ports.folderOf(source));
    if (users.length === 0 || read === null) continue;
    const reader = new SourceReader({
      ...{ source, ledger, now, log, read },
      guards: users.map(({ settings }) => settings.guard),
    });
    sources.set(source, new StockSource({ source, pollEverySeconds, reader, standings, publisher, now, sleep, log }));
  }
  const untold = new Map(shops.map(({ code }) => [code, new UntoldStock(code, { engine, now })]));
  stockGauges(registry, [...sources.keys()], shops, ledger, now);
  return {
    ledger,
    shops,
    standings,
    start() {
      for (const source of sources.values()) source.start();
    },
    wake: (source) => sources.get(source)?.wake(),
    untoldOf: (shop) => untold.get(shop),
    async stop() {
      await Promise.all([...sources.values()].map((source) => source.stop()));
      ledger.close();
    },
  };
}

/** The folder's files, where there is one; else the system's own word. Null: it has none. */
function readerOf(inventory: Operation | undefined, folder: string | undefined): ReadPage | null {
  if (folder !== undefined) return stockFolder(folder);
  return inventory === undefined ? null : (cursor, signal) => inventory({ cursor }, signal);
}

/**
 * The ledger's file; one that can't be used is put aside, and all is read again: it must not keep orders from their road.
 * Throws where none can be made.
 */
export function ledgerAt(path: string, log: Pick<Logger, 'error'>, now: number): Ledger {
  try {
    return new Ledger(path);
  } catch (error) {
    if (!existsSync(path)) throw error;
    for (const end of ['', '-wal', '-shm'])
      if (existsSync(path + end)) renameSync(path + end, `${path}.broken-${now}${end}`);
    log.error({ problem: String(error) }, 'the ledger of stock was put aside; all stock is read again');
    return new Ledger(path);
  }
}
