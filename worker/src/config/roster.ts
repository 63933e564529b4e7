import { join } from 'node:path';
import type { Recorder } from '../policy/recorder.ts';
import { connectTo } from '../shop/mysql/connection.ts';
import type { LaneAddress } from '../shop/mysql/lane.ts';
import { statementsFor } from '../shop/mysql/statements.ts';
import type { Memory, Surroundings } from '../systems/adapter.ts';
import { memoryIn } from '../systems/memory.ts';
import { openSystem } from '../systems/open.ts';
import type { SystemSettings } from '../systems/settings.ts';
import type { OutsideSystem } from '../systems/system.ts';
import type { ShopConfiguration } from './configuration.ts';
import { ConfigurationMistakes, type LoadedConfiguration } from './load.ts';
import type { LeftOut } from './parts.ts';

/** Who is served, with the systems that are open, and who is left out. */
export interface Roster {
  readonly systems: ReadonlyMap<string, OutsideSystem>;
  readonly shops: readonly ShopConfiguration[];
  readonly leftOut: readonly LeftOut[];
  /** The databases of shops, by code, that can be tried; a shop is served without, too. */
  readonly databases: ReadonlyMap<string, LaneAddress>;
  /** All that is wrong, each once. */
  readonly mistakes: readonly string[];
}

/**
 * Opens every system. One that can't be opened (its secret's file is missing) leaves out the shops that use it, and
 * them alone. `secret` reads a secret's file; `recorderOf` is who is told what goes over a system's line; `memoryOf` what
 * a system remembers, a file of the state directory where it is left out.
 */
export function openRoster(
  configuration: LoadedConfiguration,
  secret: (file: string) => string,
  recorderOf: (system: string) => Recorder = () => SILENT,
  memoryOf = (system: string): Memory => memoryIn(join(configuration.stateDirectory, 'memory', `${system}.json`)),
): Roster {
  const systems = new Map<string, OutsideSystem>();
  const closed = new Map<string, readonly string[]>();
  for (const [name, settings] of Object.entries(configuration.systems)) {
    const own = { name, now: Date.now, memory: memoryOf(name), recorder: recorderOf(name) };
    const { system, mistakes } = open(settings, secret, own);
    if (mistakes.length > 0)
      closed.set(
        name,
        mistakes.map((mistake) => `systems.${name}: ${mistake}`),
      );
    else if (system !== null) systems.set(name, system);
  }
  const shops: ShopConfiguration[] = [];
  const leftOut = [...configuration.leftOut];
  for (const shop of configuration.shops) {
    const mistakes = [...new Set([shop.erp, shop.wms])].flatMap((system) => closed.get(system) ?? []);
    if (mistakes.length === 0) shops.push(shop);
    else leftOut.push({ shop: shop.code, urls: [shop.url], mistakes });
  }
  const { databases, unreadable } = databasesOf(shops, secret);
  const mistakes = [...configuration.mistakes, ...[...closed.values()].flat(), ...unreadable];
  return { systems, shops, leftOut, databases, mistakes };
}

function databasesOf(shops: readonly ShopConfiguration[], secret: (file: string) => string) {
  const databases = new Map<string, LaneAddress>();
  const unreadable: string[] = [];
  for (const { code, database } of shops) {
    if (database === undefined) continue;
    try {
      databases.set(code, { connect: connectTo(database, secret), statements: statementsFor(database.tablePrefix) });
    } catch (error) {
      if (!(error instanceof ConfigurationMistakes)) throw error;
      unreadable.push(...error.mistakes.map((mistake) => `shops.${code}.database: ${mistake}`));
    }
  }
  return { databases, unreadable };
}

/** The system that has a role for a served shop. */
export function systemOf({ shops, systems }: Roster, code: string, role: string): OutsideSystem | undefined {
  const shop = shops.find((one) => one.code === code);
  return shop === undefined || (role !== 'erp' && role !== 'wms') ? undefined : systems.get(shop[role]);
}

/** The only served shop that uses a system; null: none, or several. */
export function onlyShopOf({ shops }: Roster, system: string): string | null {
  const [only, ...more] = shops.filter(({ erp, wms }) => erp === system || wms === system);
  return only === undefined || more.length > 0 ? null : only.code;
}

const SILENT: Recorder = { keep: () => undefined };

/** All of a system's secrets are asked for, so that one run tells every file that is missing. */
function open(settings: SystemSettings, read: (file: string) => string, others: Omit<Surroundings, 'secret'>) {
  const mistakes: string[] = [];
  const secret = (file: string) => {
    try {
      return read(file);
    } catch (error) {
      if (!(error instanceof ConfigurationMistakes)) throw error;
      mistakes.push(...error.mistakes);
      return '';
    }
  };
  try {
    return { system: openSystem(settings, { ...others, secret }), mistakes };
  } catch (error) {
    // A defect of an adapter, or its stumble over the secret that isn't there; its words may quote a secret.
    if (mistakes.length === 0) mistakes.push(`can't be opened (${error instanceof Error ? error.name : 'unknown'})`);
    return { system: null, mistakes };
  }
}
