import { type LoadedConfiguration, secretReader } from '../config/load.ts';
import { openRoster } from '../config/roster.ts';
import { WORKER_VERSION } from '../config/versions.ts';
import type { Memory } from '../systems/adapter.ts';
import { type Terminal, UsageMistake } from './command.ts';
import { type Examined, worst } from './doctor/examined.ts';
import { printed } from './doctor/print.ts';
import { everything, type Round, systems, workerUser } from './doctor/round.ts';

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

function known(names: readonly string[], { configuration, roster }: Round): string[] {
  const all = Object.keys(configuration.systems);
  const unknown = names.find((name) => !all.includes(name));
  if (unknown === undefined) return [...new Set(names)];
  const why = roster.mistakes.find((mistake) => mistake.startsWith(`systems.${unknown}.`));
  throw new UsageMistake(why ?? `no system "${unknown}" is configured (configured: ${all.join(', ')})`);
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
