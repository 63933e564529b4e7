import { join } from 'node:path';
import type { LoadedConfiguration } from '../config/load.ts';
import { askWorker, ControlRefused } from '../control/client.ts';
import { SOCKET } from '../control/protocol.ts';
import { headline, type Rehearsal } from '../replay/rehearsal.ts';
import { lines } from '../replay/tally.ts';
import { type Call, type Command, UsageMistake } from './command.ts';
import { shopAndOrders } from './past-orders.ts';

export const REHEARSE_OPTIONS: NonNullable<Command['options']> = {
  days: { type: 'string' },
  'look-up': { type: 'boolean' },
};

const DAY_MS = 86_400_000;
const DAYS = 30;
/** A request may still be writing an order that was begun later. */
const SETTLED_MS = 120_000;

/**
 * `causeway rehearse [SHOP] [--days 30] [--look-up]`: what the checks and the mapping would say of past orders. Returns the
 * exit status: 1 where there were none, or one would be held. Throws `UsageMistake`, `ControlRefused`.
 */
export async function rehearseOrders(configuration: LoadedConfiguration, call: Call): Promise<number> {
  const { options, terminal, json } = call;
  const { shop, names } = shopAndOrders('rehearse', configuration, call.words);
  if (names.length > 0)
    throw new UsageMistake(`no shop "${names[0]}" is configured; causeway rehearse [SHOP] --days ${DAYS}`);
  const days = Number(options.days ?? DAYS);
  if (!Number.isInteger(days) || days < 1 || days > 3660)
    throw new UsageMistake(`--days ${String(options.days)}: a whole number from 1 to 3660`);
  const before = Date.now() - SETTLED_MS;
  const window = { from: Math.max(0, before - days * DAY_MS), before };
  const socket = join(configuration.stateDirectory, SOCKET);
  const request = { ask: 'rehearse', shop, ...window, look_up: options['look-up'] === true } as const;
  const said = await askWorker(socket, request, (text) => terminal.err(text));
  if (said === null)
    throw new ControlRefused(
      'No worker runs here: start it (systemctl start causeway, or causeway run), then ask again.',
    );
  const { rehearsal } = said;
  if (json) terminal.out(JSON.stringify(rehearsal, null, 2));
  else for (const line of printed(rehearsal, days)) terminal.out(line);
  return rehearsal.orders === 0 || rehearsal.held > 0 ? 1 : 0;
}

function printed(rehearsal: Rehearsal, days: number): string[] {
  const { orders, holds, not_sent, not_known } = rehearsal;
  if (orders === 0) return [`The shop has no orders of the last ${days} days.`];
  const held = holds.flatMap(({ title, next_step, count, orders: numbers }) => [
    `${String(count).padStart(7)}  ${title}: ${numbers.join(', ')}${count > numbers.length ? ' …' : ''}`,
    `         → ${next_step}`,
  ]);
  const skipped = Object.keys(not_sent).length === 0 ? [] : ['Not sent:', ...lines(not_sent)];
  return [headline(rehearsal), ...held, ...skipped, ...not_known.map((what) => `Not known: ${what}.`)];
}
