import assert from 'node:assert/strict';
import type { Check } from './check.ts';
import { changesFrom, cursorNow, type DocumentBench, newExternalId, stockFrom } from './documents.ts';

/** What changed is told by a cursor that skips nothing. */
export const FOLLOWING: readonly Check<DocumentBench>[] = [
  {
    name: 'changes come by cursor; where nothing changed the cursor stays',
    run: async (bench) => {
      const documents = bench.open();
      const start = await cursorNow(bench);
      const externalId = newExternalId();
      await documents.create(externalId);
      const { externalIds, cursor } = await changesFrom(bench.open(), start);
      assert.ok(externalIds.includes(externalId), 'a new document was not told');
      assert.notEqual(cursor, start);
      assert.deepEqual((await changesFrom(documents, cursor)).cursor, cursor);
    },
  },
  {
    name: 'more than two pages are told without a gap, also while documents are made',
    run: async (bench) => {
      const documents = bench.open();
      const start = await cursorNow(bench);
      const externalIds = Array.from({ length: bench.pageSize * 2 + 1 }, newExternalId);
      for (const externalId of externalIds) await documents.create(externalId);
      const late = newExternalId();
      const [told] = await Promise.all([changesFrom(documents, start), bench.open().create(late)]);
      const rest = await changesFrom(documents, told.cursor);
      const seen = new Set([...told.externalIds, ...rest.externalIds]);
      assert.deepEqual(
        [...externalIds, late].filter((externalId) => !seen.has(externalId)),
        [],
        'documents were skipped',
      );
      const again = new Set((await changesFrom(bench.open(), start)).externalIds);
      assert.deepEqual(
        externalIds.filter((externalId) => !again.has(externalId)),
        [],
        'an old cursor forgot documents',
      );
    },
  },
  {
    name: 'what leaves or is cancelled is told again',
    run: async (bench) => {
      const documents = bench.open();
      const [shipped, cancelled] = [newExternalId(), newExternalId()] as const;
      await documents.create(shipped);
      const { id } = await documents.create(cancelled);
      const start = await cursorNow(bench);
      await bench.ship(shipped, 'all');
      await documents.cancel(id);
      const { externalIds } = await changesFrom(documents, start);
      const missing = [shipped, cancelled].filter((externalId) => !externalIds.includes(externalId));
      assert.deepEqual(missing, [], 'changes were not told');
    },
  },
  {
    name: 'stock begins with a snapshot of every position, in pages, then tells what changed',
    run: async (bench) => {
      const [sku, other] = bench.words.skus;
      await bench.setStock(sku, 871);
      await bench.setStock(other, 872);
      const documents = bench.open();
      const all = await stockFrom(documents, null);
      assert.deepEqual([all.units.get(sku), all.units.get(other)], [871, 872]);
      assert.ok(all.rounds > 1, 'the snapshot came in one page: the bench has too few goods');
      await bench.setStock(other, 873);
      const changed = await stockFrom(bench.open(), all.cursor);
      assert.equal(changed.units.get(other), 873);
      await bench.setStock(sku, 0);
      assert.equal((await stockFrom(documents, changed.cursor)).units.get(sku), 0);
      await bench.setStock(sku, 1_000);
    },
  },
  {
    name: 'stock that changes during the snapshot is told by its end, or next',
    run: async (bench) => {
      const documents = bench.open();
      const [sku, other] = bench.words.skus;
      const first = await documents.inventory(null);
      await bench.setStock(sku, 611);
      await bench.setStock(other, 612);
      const rest = await stockFrom(documents, first.cursor);
      const next = await stockFrom(documents, rest.cursor);
      const units = new Map([...rest.units, ...next.units]);
      assert.deepEqual([units.get(sku), units.get(other)], [611, 612]);
    },
  },
  {
    name: 'stock is as of now, in UTC',
    run: async (bench) => {
      const { positions } = await bench.open().inventory(null);
      assert.ok(positions.length > 0, 'no positions');
      for (const { asOf } of positions)
        assert.ok(Math.abs(Date.now() - Date.parse(asOf)) < 10 * 60_000, `as of ${asOf}: not now, or not in UTC`);
    },
  },
];
