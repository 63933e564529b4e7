import { beforeEach, expect, test } from 'vitest';
import type { Api } from '../talk/api.ts';
import { inventory } from './inventory.ts';

const { signal } = new AbortController();
const PAGE = 2;
let items: { number: string; type: string; inventory: number }[];
let entries: { entryNumber: number; itemNumber: string }[];
const asked: string[] = [];

beforeEach(() => {
  asked.length = 0;
  items = ['A', 'B', 'C', 'S', 'Z'].map((number) => ({
    number,
    type: number === 'S' ? 'Service' : 'Inventory',
    inventory: 1.5,
  }));
  entries = [
    { entryNumber: 499, itemNumber: 'A' },
    { entryNumber: 500, itemNumber: 'A' },
  ];
});

/** As much of OData as is asked for here. */
function found(address: string): unknown[] {
  asked.push(address);
  const [set, search] = address.split('?') as [string, string];
  const options = new URLSearchParams(search);
  const filter = options.get('$filter') ?? '';
  if (set === '/items') {
    const after = /^number gt '(.*)'$/.exec(filter)?.[1];
    const named = [...filter.matchAll(/number eq '([^']*)'/g)].map(([, number]) => number);
    return items.filter(
      ({ number }) => (after === undefined || number > after) && (named.length === 0 || named.includes(number)),
    );
  }
  const above = Number(/gt (-?\d+)/.exec(filter)?.[1] ?? 0);
  const sign = options.get('$orderby')?.endsWith('desc') ? -1 : 1;
  const all = entries.filter(({ entryNumber }) => entryNumber > above);
  return all
    .toSorted((a, b) => sign * (a.entryNumber - b.entryNumber))
    .slice(0, Number(options.get('$top') ?? all.length));
}

const api = {
  rows: async (_shape: unknown, path: string) => found(path),
  page: async (_shape: unknown, path: string) => {
    const all = found(path);
    return { rows: all.slice(0, PAGE), more: all.length > PAGE };
  },
  theirTime: (ours: number) => new Date(ours).toISOString(),
} as unknown as Api;
const ask = (cursor: string | null) => inventory(api, cursor, () => 0, signal);
async function all(cursor: string | null) {
  const skus: string[] = [];
  for (let at = cursor; ; ) {
    const { positions, cursor: next, more } = await ask(at);
    skus.push(...positions.map(({ sku }) => sku));
    if (!more) return { skus, cursor: next };
    at = next;
  }
}

test('a snapshot is every stocked item, page by page, and nothing is told apart', async () => {
  const { positions } = await ask(null);
  expect(positions[0]).toEqual({
    sku: 'A',
    node: '*',
    onHand: '1.5',
    allocated: null,
    inTransit: null,
    damaged: null,
    quarantined: null,
    asOf: '1970-01-01T00:00:00.000Z',
  });
  expect((await all(null)).skus).toEqual(['A', 'B', 'C', 'Z']);
});

test('then what moved, each movement once, also one that was committed late', async () => {
  const first = await ask(null);
  entries.push({ entryNumber: 501, itemNumber: 'B' });
  const { cursor } = await all(first.cursor);
  const moved = await all(cursor);
  expect(moved.skus).toEqual(['B']);
  expect((await all(moved.cursor)).skus).toEqual([]);
  entries.push({ entryNumber: 498, itemNumber: 'C' }, { entryNumber: 502, itemNumber: 'Z' });
  expect((await all(moved.cursor)).skus).toEqual(['C', 'Z']);
});

test('more movements than one asking takes go on at once, and end', async () => {
  const { cursor } = await all(null);
  entries.push(
    ...Array.from({ length: 1500 }, (_, nr) => ({ entryNumber: 501 + nr, itemNumber: nr < 1400 ? 'A' : 'B' })),
  );
  const first = await ask(cursor);
  expect([first.more, first.positions.map(({ sku }) => sku)]).toEqual([true, ['A']]);
  expect((await all(first.cursor)).skus).toEqual(['A', 'B']);
});

test('a page of items that comes again is a failure, not a loop', async () => {
  const { cursor } = await ask(null);
  const stuck = { ...api, page: async () => ({ rows: items.slice(0, PAGE), more: true }) } as unknown as Api;
  await expect(inventory(stuck, cursor, () => 0, signal)).rejects.toMatchObject({ category: 'parse' });
  const empty = { ...api, page: async () => ({ rows: [], more: true }) } as unknown as Api;
  await expect(inventory(empty, cursor, () => 0, signal)).rejects.toMatchObject({ category: 'parse' });
});

test('a cursor that is none of ours is refused', async () => {
  await expect(ask('nonsense')).rejects.toMatchObject({ category: 'internal', phase: 'before_send' });
});
