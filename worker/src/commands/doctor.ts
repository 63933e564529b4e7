import { statSync } from 'node:fs';
import { type LoadedConfiguration, secretReader } from '../config/load.ts';
import { openRoster, type Roster } from '../config/roster.ts';
import { secretPath } from '../config/secret-path.ts';
import { WORKER_VERSION } from '../config/versions.ts';
import { CredentialStore } from '../shop/credential.ts';
import type { Memory } from '../systems/adapter.ts';
import { type Terminal, UsageMistake } from './command.ts';
import { type Examined, failed, type Look, notChecked, worst } from './doctor/examined.ts';
import { printed } from './doctor/print.ts';
import { referencesTo } from './doctor/references.ts';
import { examineShop, type Pairing } from './doctor/shop.ts';
import { examineSecrets, examineSystem } from './doctor/system.ts';
import { askRunning, examineNode, examineState, type RunningWorker } from './doctor/worker.ts';

/** How long one system or shop may take. */
const EXAMINE_MS = 20_000;

/**
 * Every sign-in is a new one, so that the secret is tried and not an old token; and nothing is written where a worker,
 * which may be another user, keeps its own.
 */
const FORGETFUL: Memory = { read: () => null, write: () => undefined };

/**
 * `causeway doctor [SYSTEM…]`: looks at systems, shops and this machine, changes nothing, and says what to do. Beside a
 * running worker or without one. Returns the exit status: 0, 1 where something failed, 2 where the configuration has
 * mistakes. With names it looks at those systems alone. Throws `UsageMistake`.
 */
export async function doctor(
  configuration: LoadedConfiguration,
  names: readonly string[],
  json: boolean,
  { terminal, environment }: { readonly terminal: Terminal; readonly environment: NodeJS.ProcessEnv },
): Promise<number> {
  const roster = openRoster(configuration, secretReader(configuration.file, environment), undefined, () => FORGETFUL);
  const round: Round = { configuration, roster, environment, workerUser: workerUser(configuration.stateDirectory) };
  const examined = names.length > 0 ? await systems(round, known(names, round)) : await everything(round);
  const mistakes = names.length > 0 ? [] : roster.mistakes;
  if (json) terminal.out(JSON.stringify(documentOf(configuration.file, mistakes, examined), null, 2));
  else for (const line of printed(examined)) terminal.out(line);
  if (!json) for (const mistake of mistakes) terminal.err(mistake);
  if (mistakes.length > 0) return 2;
  return examined.some(({ looks }) => worst(looks) === 'failed') ? 1 : 0;
}

interface Round {
  readonly configuration: LoadedConfiguration;
  readonly roster: Roster;
  readonly environment: NodeJS.ProcessEnv;
  readonly workerUser: number;
}

/** Whom the state directory belongs to; before there is one, whoever asks. */
function workerUser(stateDirectory: string): number {
  return statSync(stateDirectory, { throwIfNoEntry: false })?.uid ?? process.getuid?.() ?? 0;
}

function known(names: readonly string[], { configuration, roster }: Round): string[] {
  const all = Object.keys(configuration.systems);
  const unknown = names.find((name) => !all.includes(name));
  if (unknown === undefined) return [...new Set(names)];
  const why = roster.mistakes.find((mistake) => mistake.startsWith(`systems.${unknown}.`));
  throw new UsageMistake(why ?? `no system "${unknown}" is configured (configured: ${all.join(', ')})`);
}

async function everything(round: Round): Promise<Examined[]> {
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

function systems({ configuration, roster, environment, workerUser }: Round, names: readonly string[]) {
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
    const looks = await examineShop(shop, pairingOf(shop.code, credentials), running, AbortSignal.timeout(EXAMINE_MS));
    return { kind: 'shop', name: shop.code, about: shop.url, looks: [...why.map(leftOut), ...looks] };
  });
  const unread = configuration.leftOut.map((one): Examined => {
    const looks = [...one.mistakes.map(leftOut), notChecked('reachable', 'its configuration comes first')];
    return { kind: 'shop', name: one.shop, about: one.urls.join(', '), looks };
  });
  return Promise.all([...served, ...unread]);
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

function documentOf(configuration: string, mistakes: readonly string[], examined: readonly Examined[]): object {
  return {
    at: new Date().toISOString(),
    version: WORKER_VERSION,
    configuration,
    result: worst(examined.flatMap(({ looks }) => looks)),
    mistakes,
    examined: examined.map((one) => ({ ...one, result: worst(one.looks) })),
  };
}
