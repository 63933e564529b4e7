import { statSync } from 'node:fs';
import type { ShopConfiguration } from '../../config/configuration.ts';
import type { LoadedConfiguration } from '../../config/load.ts';
import type { Roster } from '../../config/roster.ts';
import { secretPath } from '../../config/secret-path.ts';
import { WORKER_VERSION } from '../../config/versions.ts';
import { CredentialStore } from '../../shop/credential.ts';
import { examineDatabase } from './database.ts';
import { type Examined, failed, type Look, notChecked } from './examined.ts';
import { referencesTo } from './references.ts';
import { examineShop, type Pairing } from './shop.ts';
import { examineSecrets, examineSystem } from './system.ts';
import { askRunning, examineNode, examineState, type RunningWorker } from './worker.ts';

/** How long one system or shop may take. */
const EXAMINE_MS = 20_000;

/** One examination: what it goes by. */
export interface Round {
  readonly configuration: LoadedConfiguration;
  readonly roster: Roster;
  readonly environment: NodeJS.ProcessEnv;
  readonly workerUser: number;
}

/** Whom the state directory belongs to; before there is one, whoever asks. */
export function workerUser(stateDirectory: string): number {
  return statSync(stateDirectory, { throwIfNoEntry: false })?.uid ?? process.getuid?.() ?? 0;
}

/** This machine and its worker, every system and every shop. */
export async function everything(round: Round): Promise<Examined[]> {
  const { configuration } = round;
  const running = await askRunning(configuration.stateDirectory, configuration.intake);
  const looks = [examineNode(process.versions.node), ...examineState(configuration.stateDirectory), running.look];
  const worker: Examined = { kind: 'worker', name: 'worker', about: WORKER_VERSION, looks };
  const [ofSystems, ofShops] = await Promise.all([
    systems(round, Object.keys(configuration.systems)),
    shops(round, running),
  ]);
  return [worker, ...ofSystems, ...ofShops];
}

/** The named systems, all at once. */
export function systems({ configuration, roster, environment, workerUser }: Round, names: readonly string[]) {
  const pathOf = (named: string) => secretPath(named, configuration.file, environment);
  return Promise.all(
    names.map(async (name): Promise<Examined> => {
      const settings = configuration.systems[name];
      const system = roster.systems.get(name);
      if (settings === undefined) throw new Error(`${name} is not configured`);
      const users = configuration.shops.filter(({ erp, wms }) => erp === name || wms === name).map(({ code }) => code);
      const { name: adapter, role } = settings.adapter;
      const about = `${adapter}, ${role === 'erp' ? 'ERP' : 'warehouse'} of ${users.join(', ') || 'no shop'}`;
      const references = referencesTo(name, configuration.shops);
      const seen = system === undefined ? closed(name, roster) : await examineSystem(system, references, EXAMINE_MS);
      return {
        kind: 'system',
        name,
        about,
        looks: [...seen, ...examineSecrets(settings, pathOf, workerUser, Date.now())],
      };
    }),
  );
}

function closed(name: string, { mistakes }: Roster): Look[] {
  const own = mistakes.filter((mistake) => mistake.startsWith(`systems.${name}:`));
  return own.map((mistake) => failed('configuration', mistake, 'Mend it in the configuration.'));
}

function shops({ configuration, roster }: Round, running: RunningWorker): Promise<Examined[]> {
  const credentials = new CredentialStore(configuration.stateDirectory);
  const served = configuration.shops.map(async (shop): Promise<Examined> => {
    const why = roster.leftOut.find((one) => one.shop === shop.code)?.mistakes ?? [];
    const pairing = pairingOf(shop.code, credentials);
    const looks = await Promise.all([
      examineShop(shop, pairing, running, AbortSignal.timeout(EXAMINE_MS)),
      databaseOf(shop, roster, pairing),
    ]);
    return { kind: 'shop', name: shop.code, about: shop.url, looks: [...why.map(leftOut), ...looks.flat()] };
  });
  const unread = configuration.leftOut.map((one): Examined => {
    const looks = [...one.mistakes.map(leftOut), notChecked('reachable', 'its configuration comes first')];
    return { kind: 'shop', name: one.shop, about: one.urls.join(', '), looks };
  });
  return Promise.all([...served, ...unread]);
}

async function databaseOf(
  { code, database }: ShopConfiguration,
  { databases }: Roster,
  pairing: Pairing,
): Promise<Look[]> {
  const address = databases.get(code);
  if (database === undefined || address === undefined) return [];
  return examineDatabase(database, address, 'credential' in pairing ? pairing.credential.shop.id : null);
}

const leftOut = (mistake: string): Look =>
  failed('configuration', mistake, 'It is left out until this is mended and the worker restarted.');

function pairingOf(code: string, credentials: CredentialStore): Pairing {
  try {
    const credential = credentials.read(code);
    return credential === null ? { problem: 'none' } : { credential };
  } catch (error) {
    return { problem: (error as NodeJS.ErrnoException).code === 'EACCES' ? 'forbidden' : 'unreadable' };
  }
}
