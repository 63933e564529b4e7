import { join } from 'node:path';
import type { LoadedConfiguration } from '../config/load.ts';
import { askWorker } from '../control/client.ts';
import { SOCKET } from '../control/protocol.ts';
import { headline, type Rehearsal } from '../replay/rehearsal.ts';
import { lines } from '../replay/tally.ts';
import { SETTLED_MS } from '../shop/past.ts';
import { type Call, type Command, UsageMistake } from './command.ts';
import { daysBefore } from './dates.ts';
import { shopAndOrders } from './past-orders.ts';
import { running } from './running.ts';

export const REHEARSE_OPTIONS: NonNullable<Command['options']> = {
  days: { type: 'string' },
  'look-up': { type: 'boolean' },
};

const DAYS = 30;

/**
 * `causeway rehearse [SHOP] [--days 30] [--look-up]`: what the checks and the mapping would say of past orders. Returns the
 * exit status: 1 where there were none, or one would be held. Throws `UsageMistake`, `ControlRefused`.
 */
export async function rehearseOrders(configuration: LoadedConfiguration, call: Call): Promise<number> {
  const { options, terminal, json } = call;
  const { shop, names } = shopAndOrders('rehearse', configuration, call.words);
  if (names.length > 0)
    throw new UsageMistake(`no shop "${names[0]}" is configured; causeway rehearse [SHOP] --days ${DAYS}`);
  const { days, from, before } = daysBefore(options, DAYS, Date.now() - SETTLED_MS);
  const socket = join(configuration.stateDirectory, SOCKET);
  const request = { ask: 'rehearse', shop, from, before, look_up: options['look-up'] === true } as const;
  const { rehearsal } = await running(askWorker(socket, request, (text) => terminal.err(text)));
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
