import type { ErpOrder } from '@causeway/contracts';
import { beforeEach, expect, test } from 'vitest';
import { memoryOfBench } from '../../../conformance/bench.ts';
import { type Deletions, deletedOrders } from '../orders/deletions.ts';
import type { Api } from '../talk/api.ts';
import { changedSince } from './changes.ts';

const MINUTE_MS = 60_000;
const START = Date.parse('2026-11-27T08:00:00Z');
const { signal } = new AbortController();
/** What stands in Business Central: set, our number, and when it changed (minutes after the start). */
let rows: { set: string; nr: number; minute: number }[];
let deletions: Deletions<ErpOrder>;
const asked: string[] = [];

beforeEach(() => {
  rows = [
    { set: 'salesOrders', nr: 1, minute: 0 },
    { set: 'salesInvoices', nr: 2, minute: 30 },
  ];
  deletions = deletedOrders(memoryOfBench());
  asked.length = 0;
});

const guid = (nr: number, set: string) =>
  `${String(nr).padStart(8, '0')}-0000-4000-8000-${set.length.toString().padStart(12, '0')}`;
const api = {
  async *pages(_shape: unknown, path: string) {
    asked.push(path);
    const since = /ge%20([^&]*)/.exec(path)?.[1];
    const from = since === undefined ? 0 : Date.parse(decodeURIComponent(since));
    const found = rows
      .map(({ set, nr, minute }) => ({ set, nr, at: START + minute * MINUTE_MS }))
      .filter(({ set, at }) => path.startsWith(`/${set}?`) && at >= from);
    yield found.map(({ set, nr, at }) => ({
      id: guid(nr, set),
      externalDocumentNumber: nr > 90 ? `PO-${nr}` : `DEMO-${nr}-9F3A`,
      lastModifiedDateTime: new Date(at).toISOString(),
    }));
  },
} as unknown as Api;
const since = (cursor: string | null) => changedSince(api, deletions, cursor, signal);
const ids = (...nrs: number[]) => nrs.map((nr) => `DEMO-${nr}-9f3a`);

test('from the start everything of ours, then only what is new; where nothing is, the cursor stays', async () => {
  rows.push({ set: 'salesOrders', nr: 91, minute: 31 });
  const first = await since(null);
  expect(first.externalIds).toEqual(ids(1, 2));
  expect(asked).toHaveLength(4);
  expect(await since(first.cursor)).toEqual({ externalIds: [], cursor: first.cursor });
  rows.push({ set: 'salesShipments', nr: 3, minute: 31 });
  const second = await since(first.cursor);
  expect(second.externalIds).toEqual(ids(3));
  expect(await since(second.cursor)).toEqual({ externalIds: [], cursor: second.cursor });
});

test('what was written before the newest and committed after it is told, and what was told is not told again', async () => {
  const { cursor } = await since(null);
  rows.push({ set: 'salesOrders', nr: 4, minute: 21 });
  expect((await since(cursor)).externalIds).toEqual(ids(4));
  rows.push({ set: 'salesOrders', nr: 5, minute: 19 });
  expect((await since(cursor)).externalIds).toEqual(ids(4));
});

test('a document that changed again within the overlap is told again', async () => {
  const { cursor } = await since(null);
  rows = rows.map((row) => (row.nr === 2 ? { ...row, minute: 30.5 } : row));
  expect((await since(cursor)).externalIds).toEqual(ids(2));
});

test('what we deleted is told once, though nothing there shows it', async () => {
  const { cursor } = await since(null);
  const order = {
    id: 'S1',
    number: 'S1',
    externalId: 'DEMO-1-9f3a',
    status: 'cancelled',
    currency: 'EUR',
    totalMinor: 1,
    allocation: 'none',
  } as const;
  deletions.note(order);
  rows = rows.filter(({ nr }) => nr !== 1);
  const next = await since(cursor);
  expect(next.externalIds).toEqual(ids(1));
  expect(await since(next.cursor)).toEqual({ externalIds: [], cursor: next.cursor });
  expect([deletions.find('S1'), deletions.find('S2')]).toEqual([order, undefined]);
});

test('an empty company has a cursor too; one that can’t be read begins anew', async () => {
  rows = [];
  const { cursor } = await since(null);
  expect(await since(cursor)).toEqual({ externalIds: [], cursor });
  rows = [{ set: 'salesOrders', nr: 6, minute: 0 }];
  expect((await since(cursor)).externalIds).toEqual(ids(6));
  expect((await since('nonsense')).externalIds).toEqual(ids(6));
});

test('deletions are bounded: the last hundred are known', () => {
  for (let nr = 1; nr <= 120; nr += 1) {
    deletions.note({
      id: `S${nr}`,
      number: `S${nr}`,
      externalId: `DEMO-${nr}-9f3a`,
      status: 'cancelled',
      currency: 'EUR',
      totalMinor: 1,
      allocation: 'none',
    });
  }
  expect([deletions.find('S20')?.id, deletions.find('S21')?.id, deletions.last()]).toEqual([undefined, 'S21', 120]);
  expect(deletions.after(119)).toEqual(['DEMO-120-9f3a']);
});
