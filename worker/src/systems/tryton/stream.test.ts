import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Errand } from './errand.ts';
import { follow, type StreamPosition } from './stream.ts';

interface Record {
  readonly id: number;
  readonly write_date: string;
}

const at = (seconds: number): string =>
  new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString().replace('Z', '000Z');

/** Answers `search_read` by stamp and id, as Tryton does. */
function tableOf(rows: readonly Record[]): Errand {
  const read = async (_model: string, _row: unknown, domain: readonly unknown[], asking: { limit: number }) => {
    const [since] = domain as [unknown[]];
    const after = since[0] === 'OR' ? keyOf(since) : null;
    const behind = rows.filter(({ id, write_date }) => after === null || write_date + pad(id) > after);
    return behind
      .toSorted((a, b) => (a.write_date + pad(a.id) < b.write_date + pad(b.id) ? -1 : 1))
      .slice(0, asking.limit);
  };
  return { system: 'the ERP', read } as unknown as Errand;
}

const pad = (id: number): string => ` ${String(id).padStart(6, '0')}`;

function keyOf([, , same]: unknown[]): string {
  const [[, , stamp], [, , id]] = same as [[string, string, { [part: string]: number }], [string, string, number]];
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, microsecond = 0 } = stamp;
  const instant = new Date(Date.UTC(year, month - 1, day, hour, minute, second)).toISOString().slice(0, 19);
  return `${instant}.${String(microsecond).padStart(6, '0')}Z${pad(id)}`;
}

const stream = { model: 'sale.sale', stamp: 'write_date', row: z.object({ id: z.int() }), domain: [] } as const;

async function toTheEnd(rows: readonly Record[], from: StreamPosition, pageSize: number) {
  const told: number[] = [];
  for (let position = from; ; ) {
    const page = await follow(tableOf(rows), { ...stream, pageSize }, position);
    told.push(...page.rows.map(({ id }) => id));
    position = page.position;
    if (!page.more) return { told, position };
  }
}

test('everything is told once, in pages of any size, and then nothing more', async () => {
  const rows = fc.uniqueArray(
    fc.record({ id: fc.integer({ min: 1, max: 200 }), write_date: fc.integer({ min: 0, max: 40 }).map(at) }),
    { selector: ({ id }) => id, maxLength: 60 },
  );
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 7 }), async (all, pageSize) => {
      const first = await toTheEnd(all, null, pageSize);
      expect(first.told.toSorted((a, b) => a - b)).toEqual(all.map(({ id }) => id).toSorted((a, b) => a - b));
      const again = await toTheEnd(all, first.position, pageSize);
      expect(again).toEqual({ told: [], position: first.position });
    }),
    { numRuns: 60 },
  );
});

test('a transaction that shows its rows late is told all the same', async () => {
  const early = [
    { id: 1, write_date: at(100) },
    { id: 3, write_date: at(101) },
  ];
  const { position } = await toTheEnd(early, null, 2);
  const late = { id: 2, write_date: at(80) };
  expect((await toTheEnd([...early, late], position, 2)).told).toEqual([2]);
});

test('a record that changes again is told again, also within the overlap', async () => {
  const { position } = await toTheEnd([{ id: 1, write_date: at(100) }], null, 5);
  expect((await toTheEnd([{ id: 1, write_date: at(101) }], position, 5)).told).toEqual([1]);
});

test('a bulk change leaves a position that stays small, and tells nothing twice', async () => {
  const bulk = Array.from({ length: 1500 }, (_, n) => ({ id: n + 1, write_date: at(5) }));
  const { told, position } = await toTheEnd(bulk, null, 100);
  expect(told).toHaveLength(1500);
  expect(JSON.stringify(position).length).toBeLessThan(20_000);
  expect((await toTheEnd(bulk, position, 100)).told).toEqual([]);
});

test('a server that gives the same page for ever is found out', async () => {
  const page = [
    { id: 1, write_date: at(1) },
    { id: 2, write_date: at(2) },
  ];
  const errand = { system: 'the ERP', read: async () => page } as unknown as Errand;
  const first = await follow(errand, { ...stream, pageSize: 2 }, null);
  await expect(follow(errand, { ...stream, pageSize: 2 }, first.position)).rejects.toMatchObject({ category: 'parse' });
});
