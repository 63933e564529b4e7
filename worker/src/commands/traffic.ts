import { join } from 'node:path';
import type { LoadedConfiguration } from '../config/load.ts';
import { askWorker } from '../control/client.ts';
import { SOCKET } from '../control/protocol.ts';
import { instant } from '../control/why/instant.ts';
import { pauseFile } from '../dispatch/pause-file.ts';
import { type Pause, type PauseScope, Pauses } from '../dispatch/pauses.ts';
import { type Call, type Command, UsageMistake } from './command.ts';

export type Act = 'pause' | 'resume' | 'drain';

/** What may follow each word. */
export const TRAFFIC_OPTIONS: NonNullable<Command['options']> = {
  shop: { type: 'string' },
  reason: { type: 'string' },
};

/**
 * `causeway pause | resume | drain [SYSTEM] [--shop CODE] [--reason TEXT]`: tells the worker that runs, or else writes what the next one
 * begins with. Returns the exit status. Throws `UsageMistake`, `ControlRefused`.
 */
export async function traffic(act: Act, configuration: LoadedConfiguration, call: Call): Promise<number> {
  const { terminal, json } = call;
  const scope = scopeOf(act, configuration, call);
  const reason = String(call.options.reason ?? '').slice(0, 60);
  const socket = join(configuration.stateDirectory, SOCKET);
  const said = await askWorker(socket, { ask: 'traffic', act, ...scope, reason }, (text) => terminal.err(text));
  const pauses = said?.pauses ?? kept(act, configuration.stateDirectory, scope, reason);
  if (json) terminal.out(JSON.stringify({ running: said !== null, pauses }, null, 2));
  else for (const line of printed(pauses, said === null)) terminal.out(line);
  return 0;
}

/** Where no worker runs nothing is out, so that a drain is a pause. */
function kept(act: Act, stateDirectory: string, scope: PauseScope, reason: string): readonly Pause[] {
  const pauses = new Pauses(pauseFile(stateDirectory));
  if (act === 'resume') pauses.remove(scope);
  else pauses.add({ ...scope, since: Date.now(), reason });
  return pauses.all;
}

function scopeOf(act: Act, { systems, shops }: LoadedConfiguration, { words, options }: Call): PauseScope {
  const [system = null, ...more] = words;
  const shop = options.shop === undefined ? null : String(options.shop).toUpperCase();
  if (more.length > 0) throw new UsageMistake(`causeway ${act} [SYSTEM] [--shop CODE] --config FILE`);
  if (system !== null && !Object.hasOwn(systems, system))
    throw new UsageMistake(`no system "${system}" is configured (configured: ${Object.keys(systems).join(', ')})`);
  const codes = shops.map(({ code }) => code);
  if (shop !== null && !codes.includes(shop))
    throw new UsageMistake(`no shop "${shop}" is configured (configured: ${codes.join(', ')})`);
  return { system, shop };
}

function printed(pauses: readonly Pause[], isStopped: boolean): string[] {
  const note = isStopped ? ['No worker runs: this is what the next one begins with.'] : [];
  if (pauses.length === 0) return [...note, 'Nothing is paused.'];
  return [...note, ...pauses.map(lineOf)];
}

function lineOf({ system, shop, since, reason }: Pause): string {
  const what = `calls to ${system ?? 'every system'}${shop === null ? '' : ` for ${shop}`}`;
  return `Paused since ${instant(since, Date.now())}: ${what}${reason === '' ? '' : ` (${reason})`}`;
}
