import { join } from 'node:path';
import { PAST_ORDERS_MAX, ShopCode } from '@causeway/contracts';
import type { LoadedConfiguration } from '../config/load.ts';
import { askWorker } from '../control/client.ts';
import { SOCKET } from '../control/protocol.ts';
import { orderName } from '../control/why/order-name.ts';
import { type Errand, RunId, type RunKind, type RunRecord } from '../replay/run-record.ts';
import type { Selection } from '../replay/selection.ts';
import { lines, total } from '../replay/tally.ts';
import { type Call, type Command, UsageMistake } from './command.ts';
import { windowOf } from './dates.ts';
import { running } from './running.ts';

type Options = NonNullable<Command['options']>;
const DATES: Options = { from: { type: 'string' }, to: { type: 'string' } };
const RUN: Options = {
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean' },
  resume: { type: 'string' },
  stop: { type: 'string' },
};

/** What may follow each word. */
export const PAST_OPTIONS: Readonly<Record<RunKind, Options>> = {
  replay: { ...DATES, ...RUN, exception: { type: 'string' }, state: { type: 'string' } },
  backfill: { ...DATES, ...RUN, status: { type: 'string' } },
};

export const PAST_USAGE: Readonly<Record<RunKind, string>> = {
  replay:
    '[SHOP] (ORDER… | --exception CAUSE | --state STATE | --from DATE --to DATE) [--yes] | --resume RUN | --stop RUN',
  backfill: '[SHOP] (ORDER… | --from DATE --to DATE) [--status STATUS,…] [--yes] | --resume RUN | --stop RUN',
};

/**
 * `causeway replay` and `causeway backfill`: what would be done, or with `--yes` a run of the worker. Returns the exit
 * status: 1 where the run stopped or no order fits. Throws `UsageMistake`, `ControlRefused`.
 */
export async function pastOrders(kind: RunKind, configuration: LoadedConfiguration, call: Call): Promise<number> {
  const { options, terminal } = call;
  const socket = join(configuration.stateDirectory, SOCKET);
  const progress = (text: string) => terminal.err(text);
  const named = options.resume ?? options.stop;
  if (named !== undefined) {
    const id = RunId.safeParse(String(named));
    if (!id.success) throw new UsageMistake(`"${String(named)}" is no run: a run is named as r3`);
    const run = options.stop === undefined ? { resume: id.data } : { stop: id.data };
    return printRun(await running(askWorker(socket, { ask: 'run', run }, progress)), call);
  }
  const errand = errandOf(kind, configuration, call);
  if (options.yes === true) {
    if (options['dry-run'] === true) throw new UsageMistake('--dry-run and --yes: which of them?');
    terminal.err('The worker does it: Ctrl-C ends only what is shown here.');
    return printRun(await running(askWorker(socket, { ask: 'run', run: { begin: errand } }, progress)), call);
  }
  const { tally } = await running(askWorker(socket, { ask: 'forecast', errand }, progress));
  if (call.json) terminal.out(JSON.stringify({ dry_run: true, errand, tally }, null, 2));
  else for (const line of forecastLines(kind, tally)) terminal.out(line);
  return total(tally) === 0 ? 1 : 0;
}

function forecastLines(kind: RunKind, tally: Parameters<typeof lines>[0]): string[] {
  if (total(tally) === 0) return ['No order of the shop fits.'];
  const head = `Nothing was done. Of ${total(tally)} ${total(tally) === 1 ? 'order' : 'orders'}:`;
  return [head, ...lines(tally), `With --yes the worker does it (causeway ${kind} … --yes).`];
}

function printRun({ run }: { readonly run: RunRecord }, { json, terminal }: Call): number {
  const { id, errand, state, tally, problem } = run;
  if (json) terminal.out(JSON.stringify(run, null, 2));
  else {
    const orders = total(tally);
    const what = state === 'ended' ? 'done' : state === 'running' ? 'under way' : `stopped: ${problem ?? ''}`;
    terminal.out(`${errand.kind} ${id} of ${errand.shop}, ${orders} ${orders === 1 ? 'order' : 'orders'}, ${what}`);
    for (const line of lines(tally)) terminal.out(line);
    if (state === 'stopped') terminal.err(`causeway ${errand.kind} --resume ${id} goes on behind the last of them.`);
  }
  return state === 'stopped' || (state === 'ended' && total(tally) === 0) ? 1 : 0;
}

function errandOf(kind: RunKind, configuration: LoadedConfiguration, { words, options }: Call): Errand {
  const { shop, names } = shopAndOrders(kind, configuration, words);
  const statuses = options.status === undefined ? null : list(String(options.status));
  const ways: Selection[] = [];
  if (names.length > 0) ways.push({ by: 'orders', orders: [...new Set(names.map(subjectOf))] });
  if (options.exception !== undefined) ways.push({ by: 'exception', cause: String(options.exception) });
  if (options.state !== undefined) ways.push({ by: 'state', state: String(options.state) });
  if (options.from !== undefined || options.to !== undefined)
    ways.push({ by: 'dates', ...windowOf(options, Date.now()) });
  const [selection, ...more] = ways;
  if (selection === undefined || more.length > 0) {
    throw new UsageMistake(
      `${more.length > 0 ? 'only one of them' : 'which orders?'}: causeway ${kind} ${PAST_USAGE[kind]}`,
    );
  }
  if (names.length > PAST_ORDERS_MAX)
    throw new UsageMistake(`at most ${PAST_ORDERS_MAX} orders by name; for more give dates`);
  return { kind, shop, selection, statuses };
}

/** The first word may be the shop's code; orders are named by id or external id. */
export function shopAndOrders(
  command: string,
  configuration: LoadedConfiguration,
  words: readonly string[],
): { readonly shop: string; readonly names: readonly string[] } {
  const configured = [...configuration.shops.map(({ code }) => code), ...configuration.leftOut.map(({ shop }) => shop)];
  const codes = configured.filter((code) => ShopCode.safeParse(code).success);
  const [first = '', ...others] = words;
  const named = codes.includes(first.toUpperCase()) ? first.toUpperCase() : null;
  const names = named === null ? words : others;
  const shops = new Set(names.flatMap((name) => orderName(name).shop ?? []));
  const shop = named ?? (shops.size === 1 ? [...shops][0] : codes.length === 1 ? codes[0] : undefined);
  if (shop === undefined)
    throw new UsageMistake(`which shop? causeway ${command} ${codes[0] ?? 'SHOP'} … (${codes.join(', ')})`);
  if (!codes.includes(shop))
    throw new UsageMistake(`no shop "${shop}" is configured (configured: ${codes.join(', ')})`);
  const stranger = [...shops].find((other) => other !== shop);
  if (stranger !== undefined) throw new UsageMistake(`an order of shop ${stranger} is among those of ${shop}`);
  return { shop, names };
}

function subjectOf(name: string): string {
  const { id } = orderName(name);
  if (id === null)
    throw new UsageMistake(`name the order by its id or external id: "${name}" is neither, nor a configured shop`);
  return `order/${id}`;
}

const list = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim().replace(/^wc-/, ''))
    .filter((word) => word !== '');
