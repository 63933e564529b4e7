import type { InventoryPage, InventoryPosition } from '@causeway/contracts';
import * as z from 'zod';
import { SystemFailure } from '../../../../policy/system-failure.ts';
import { type Api, query, quoted } from '../talk/api.ts';
import { unescaped } from '../talk/native.ts';
import { SYSTEM } from '../talk/refusal.ts';

const Item = z.object({ number: z.string().min(1), type: z.string().transform(unescaped), inventory: z.number() });
const Entry = z.object({ entryNumber: z.int(), itemNumber: z.string() });
type Item = z.infer<typeof Item>;

/** `seen`: ledger entries above number `above` that are in. `after`: in a snapshot, the last item told ('': none yet). */
const Cursor = z.object({ above: z.int(), seen: z.array(z.int()), after: z.string().nullable() });
type Cursor = z.infer<typeof Cursor>;

/** Entries get their numbers when they are written, and show when they are committed: so far apart, at most. */
const OVERLAP = 100;
const ITEMS_A_PAGE = 500;
/** Far more than the overlap, so that each asking gets on. */
const ENTRIES_AT_ONCE = 1000;
const ITEMS_AT_ONCE = 20;
const SELECT = 'number,type,inventory';
const ENTRY = 'entryNumber,itemNumber';

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
  const cursor = text === null ? { ...(await ledger(api, signal)), after: '' } : read(text);
  return cursor.after === null ? moved(api, cursor, now, signal) : snapshot(api, cursor, now, signal);
}

/** One page, by the last number and not by its next address: a cursor may be days old. */
async function snapshot(api: Api, { after, ...read }: Cursor, now: () => number, signal: AbortSignal) {
  const began = now();
  const filter = after === null || after === '' ? {} : { filter: `number gt ${quoted(after)}` };
  const path = `/items${query({ ...filter, orderby: 'number', select: SELECT })}`;
  const { rows, more } = await api.page(Item, path, ITEMS_A_PAGE, signal);
  const last = rows.at(-1)?.number ?? null;
  if (last === null ? more : last === after) {
    throw new SystemFailure('parse', 'after_send', `${SYSTEM} gives a page of items again`);
  }
  return page(rows, api.theirTime(began), { ...read, after: more ? last : null }, more);
}

async function moved(
  api: Api,
  { above, seen }: Cursor,
  now: () => number,
  signal: AbortSignal,
): Promise<InventoryPage> {
  const began = now();
  const options = { filter: `entryNumber gt ${above}`, orderby: 'entryNumber', top: String(ENTRIES_AT_ONCE) };
  const path = `/itemLedgerEntries${query({ ...options, select: ENTRY })}`;
  const rows = await api.rows(Entry, path, signal);
  const known = new Set(seen);
  const news = rows.filter(({ entryNumber }) => !known.has(entryNumber));
  const items = await itemsOf(api, [...new Set(news.map(({ itemNumber }) => itemNumber))], signal);
  const next = near([...seen, ...news.map(({ entryNumber }) => entryNumber)]);
  return page(items, api.theirTime(began), { ...next, after: null }, rows.length >= ENTRIES_AT_ONCE);
}

async function itemsOf(api: Api, numbers: readonly string[], signal: AbortSignal): Promise<Item[]> {
  const items: Item[] = [];
  for (let at = 0; at < numbers.length; at += ITEMS_AT_ONCE) {
    const some = numbers.slice(at, at + ITEMS_AT_ONCE).map((number) => `number eq ${quoted(number)}`);
    items.push(...(await api.rows(Item, `/items${query({ filter: some.join(' or '), select: SELECT })}`, signal)));
  }
  return items;
}

async function ledger(api: Api, signal: AbortSignal): Promise<Omit<Cursor, 'after'>> {
  const options = { orderby: 'entryNumber desc', top: String(OVERLAP), select: ENTRY };
  const entries = await api.rows(Entry, `/itemLedgerEntries${query(options)}`, signal);
  return near(entries.map(({ entryNumber }) => entryNumber));
}

function near(entries: readonly number[]): Omit<Cursor, 'after'> {
  const above = Math.max(0, Math.max(0, ...entries) - OVERLAP);
  return { above, seen: entries.filter((entry) => entry > above).toSorted((a, b) => a - b) };
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
