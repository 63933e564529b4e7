import { join } from 'node:path';
import type { InventoryPosition } from '@causeway/contracts';
import type { LoadedConfiguration } from '../config/load.ts';
import { askWorker } from '../control/client.ts';
import { SOCKET } from '../control/protocol.ts';
import type { SourceAnswer, StockAnswer } from '../inventory/answer.ts';
import { type Call, UsageMistake } from './command.ts';
import { running } from './running.ts';

export const STOCK_USAGE = '[SHOP] SKU [--json] | held [SHOP] [--json]';

/**
 * `causeway stock [SHOP] SKU`: what lies where, what the shop may sell and was told, and why; `held`: what of the sources
 * waits for a person. Returns the exit status: 1 where something is held. Throws `UsageMistake`, `ControlRefused`.
 */
export async function stock(configuration: LoadedConfiguration, { words, json, terminal }: Call): Promise<number> {
  const { shop, sku } = askedStock(configuration, words);
  const socket = join(configuration.stateDirectory, SOCKET);
  const print = (answer: object, lines: readonly string[]) => {
    for (const line of json ? [JSON.stringify(answer, null, 2)] : lines) terminal.out(line);
  };
  if (sku === null) {
    const { sources } = await running(askWorker(socket, { ask: 'sources', shop }));
    print(sources, sources.flatMap(printedSource));
    return sources.some(({ held }) => held !== null) ? 1 : 0;
  }
  const { stock: answer } = await running(askWorker(socket, { ask: 'stock', shop, sku }));
  print(answer, printedStock(answer));
  return 0;
}

/** The word `held` asks of no SKU; one shop needs no code. */
function askedStock({ shops }: LoadedConfiguration, words: readonly string[]): { shop: string; sku: string | null } {
  const codes = shops.map(({ code }) => code);
  const isHeld = words[0] === 'held';
  const rest = isHeld ? words.slice(1) : words;
  const named = rest.length > (isHeld ? 0 : 1) ? rest[0]?.toUpperCase() : codes.length === 1 ? codes[0] : undefined;
  const sku = isHeld ? null : (rest.at(-1) ?? '');
  if (sku === '' || rest.length > (isHeld ? 1 : 2)) throw new UsageMistake(`causeway stock ${STOCK_USAGE}`);
  if (named === undefined || !codes.includes(named))
    throw new UsageMistake(`which shop? causeway stock ${STOCK_USAGE} (configured: ${codes.join(', ')})`);
  return { shop: named, sku };
}

function printedStock(stock: StockAnswer): string[] {
  const { shop, sku, available, as_of, fresh, told, needs, others, positions, sources, why } = stock;
  const sells =
    available === null ? 'not known yet' : `${available}${Number(available) < 0 ? ' (sold more than there is)' : ''}`;
  const age = as_of === null ? '' : `, as of ${new Date(as_of).toISOString()}${fresh ? '' : ' (not fresh)'}`;
  return [
    `${sku} in shop ${shop}: ${sells} to sell${age}`,
    told === null
      ? 'The shop holds no triple of it.'
      : `The shop was told: version ${told.version}, base ${told.base}, counted ${told.counted}`,
    ...why,
    ...positions.map(printedPosition),
    ...needs.map(({ order, units, ...since }) => `  ${order}: ${units} taken in the shop, ${stageOf(since)}`),
    ...(others === '0' ? [] : [`  other shops took ${others} that the ERP has not allocated`]),
    ...sources.flatMap(printedSource),
  ];
}

function printedPosition(position: StockAnswer['positions'][number]): string {
  const { node, counts, asOf } = position;
  const parts: readonly [string, keyof InventoryPosition][] = [
    ['on hand', 'onHand'],
    ['allocated', 'allocated'],
    ['in transit', 'inTransit'],
    ['damaged', 'damaged'],
    ['quarantined', 'quarantined'],
    ['returned, not inspected', 'pendingReturns'],
  ];
  const quantities = parts.flatMap(([word, key]) => {
    const units = position[key] ?? null;
    return units === null || (units === '0' && key !== 'onHand') ? [] : [`${units} ${word}`];
  });
  return `  ${node}: ${quantities.join(', ')}; as of ${asOf}${counts === 'yes' ? '' : ` (left out: ${counts})`}`;
}

function stageOf(since: { allocated: number | null; released: number | null; shipped: number | null }): string {
  for (const stage of ['shipped', 'released', 'allocated'] as const) {
    const at = since[stage];
    if (at !== null) return `${stage} since ${new Date(at).toISOString()}`;
  }
  return 'not yet allocated';
}

function printedSource({ role, system, heard, stale, offline, held }: SourceAnswer): string[] {
  const age = heard === null ? 'not heard yet' : `heard ${new Date(heard).toISOString()}${stale ? ' (stale)' : ''}`;
  const gone = offline.length === 0 ? '' : `; offline: ${offline.join(', ')}`;
  const waits =
    held === null
      ? []
      : [
          `  held since ${new Date(held.since).toISOString()}: ${held.falls} SKUs fell, ${held.zeros} to nothing; ${held.before} units before, ${held.after} after`,
          '  Approve or reject it in wp-admin, WooCommerce > Causeway. The largest falls:',
          ...held.largest.map(({ sku, before, after }) => `    ${sku}: ${before} -> ${after}`),
        ];
  return [`Source ${system} (${role}): ${age}${gone}`, ...waits];
}
