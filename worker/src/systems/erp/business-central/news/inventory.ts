import type { InventoryPage, InventoryPosition } from '@causeway/contracts';
import * as z from 'zod';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import { type Api, query, quoted } from '../talk/api.ts';
import { unescaped } from '../talk/native.ts';
import { SYSTEM } from '../talk/refusal.ts';

const Item = z.object({ number: z.string().min(1), type: z.string().transform(unescaped), inventory: z.number() });
const Entry = z.object({ entryNumber: z.int(), itemNumber: z.string() });
type Item = z.infer<typeof Item>;

/** `entry`: the last ledger entry that is in. `after`: in a snapshot, the last item number told ('' before the first). */
const Cursor = z.object({ entry: z.int(), after: z.string().nullable() });
type Cursor = z.infer<typeof Cursor>;

const ITEMS_A_PAGE = 500;
const ENTRIES_A_PAGE = 1000;
const ITEMS_AT_ONCE = 20;
const SELECT = 'number,type,inventory';

/**
 * Stock is `item.inventory`: of all locations and variants, without reservations (resources/dynamics_item.md), so there
 * is one place `*` and nothing is told apart. An item need not count as modified when its stock moves: what moved is in
 * the item ledger entries.
 */
export async function inventory(
  api: Api,
  text: string | null,
  now: () => number,
  signal: AbortSignal,
): Promise<InventoryPage> {
  const cursor = text === null ? { entry: await lastEntry(api, signal), after: '' } : read(text);
  return cursor.after === null ? moved(api, cursor.entry, now, signal) : snapshot(api, cursor, now, signal);
}

async function snapshot(api: Api, { entry, after }: Cursor, now: () => number, signal: AbortSignal) {
  const began = now();
  const filter = after === null || after === '' ? {} : { filter: `number gt ${quoted(after)}` };
  const path = `/items${query({ ...filter, orderby: 'number', top: String(ITEMS_A_PAGE), select: SELECT })}`;
  const items = await api.rows(Item, path, signal);
  const last = items.at(-1)?.number;
  if (last !== undefined && last === after)
    throw new SystemFailure('parse', 'after_send', `${SYSTEM} gives a page of items again`);
  const more = items.length >= ITEMS_A_PAGE;
  return page(items, api.theirTime(began), { entry, after: more ? (last ?? null) : null }, more);
}

async function moved(api: Api, from: number, now: () => number, signal: AbortSignal): Promise<InventoryPage> {
  const began = now();
  const options = { filter: `entryNumber gt ${from}`, orderby: 'entryNumber', top: String(ENTRIES_A_PAGE) };
  const entries = await api.rows(
    Entry,
    `/itemLedgerEntries${query({ ...options, select: 'entryNumber,itemNumber' })}`,
    signal,
  );
  const numbers = [...new Set(entries.map(({ itemNumber }) => itemNumber))];
  const items: Item[] = [];
  for (let at = 0; at < numbers.length; at += ITEMS_AT_ONCE) {
    const filter = numbers
      .slice(at, at + ITEMS_AT_ONCE)
      .map((number) => `number eq ${quoted(number)}`)
      .join(' or ');
    items.push(...(await api.rows(Item, `/items${query({ filter, select: SELECT })}`, signal)));
  }
  const entry = entries.reduce((highest, { entryNumber }) => Math.max(highest, entryNumber), from);
  return page(items, api.theirTime(began), { entry, after: null }, entries.length >= ENTRIES_A_PAGE);
}

async function lastEntry(api: Api, signal: AbortSignal): Promise<number> {
  const path = `/itemLedgerEntries${query({ orderby: 'entryNumber desc', top: '1', select: 'entryNumber,itemNumber' })}`;
  const [entry] = await api.rows(Entry, path, signal);
  return entry?.entryNumber ?? 0;
}

function page(items: readonly Item[], asOf: string, cursor: Cursor, more: boolean): InventoryPage {
  const positions = items.filter(({ type }) => type === 'Inventory').map((item) => position(item, asOf));
  return { positions, cursor: JSON.stringify(cursor), more };
}

const position = ({ number, inventory: onHand }: Item, asOf: string): InventoryPosition => ({
  sku: number,
  node: '*',
  onHand: String(onHand),
  allocated: null,
  inTransit: null,
  damaged: null,
  quarantined: null,
  asOf,
});

function read(text: string): Cursor {
  try {
    return Cursor.parse(JSON.parse(text));
  } catch {
    throw new SystemFailure('internal', 'before_send', 'the inventory cursor is none of ours');
  }
}
