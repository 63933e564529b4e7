import assert from 'node:assert/strict';
import type { Check } from './check.ts';
import { type DocumentBench, failureOf, newExternalId, refusedAs } from './documents.ts';

/** A document is made once, and looks it up whoever wants to know. */
export const CREATING: readonly Check<DocumentBench>[] = [
  {
    name: 'a document is made, and found by its external id, also by an adapter that started later',
    run: async (bench) => {
      const externalId = newExternalId();
      const created = await bench.open().create(externalId);
      assert.equal(created.externalId, externalId);
      assert.equal(created.isCancelled, false);
      const found = await bench.open().find(externalId);
      assert.deepEqual(
        found.map(({ id, externalId: shown }) => [id, shown]),
        [[created.id, externalId]],
      );
      assert.equal((await bench.held(externalId)).length, 1);
    },
  },
  {
    name: 'what was never made is not found',
    run: async (bench) => {
      assert.deepEqual(await bench.open().find(newExternalId()), []);
    },
  },
  {
    name: 'a second create is refused as a duplicate, or every document is shown, oldest first',
    run: async (bench) => {
      const externalId = newExternalId();
      const documents = bench.open();
      const made = [await documents.create(externalId)];
      const second = documents.create(externalId);
      await second.then(
        (document) => made.push(document),
        () => refusedAs('duplicate', second),
      );
      const found = await bench.open().find(externalId);
      assert.deepEqual(
        found.map(({ id }) => id),
        made.map(({ id }) => id),
      );
      assert.equal((await bench.held(externalId)).length, made.length);
    },
  },
  {
    name: 'many callers at two adapters at once make one document each',
    run: async (bench) => {
      const adapters = [bench.open(), bench.open()];
      const externalIds = Array.from({ length: 6 }, newExternalId);
      const made = await Promise.all(externalIds.map((id, n) => adapters[n % 2]?.create(id)));
      assert.equal(new Set(made.map((document) => document?.id)).size, externalIds.length, 'ids that are not unique');
      for (const [n, externalId] of externalIds.entries()) {
        const found = await bench.open().find(externalId);
        assert.deepEqual(
          found.map(({ id }) => id),
          [made[n]?.id],
        );
        assert.equal((await bench.held(externalId)).length, 1);
      }
    },
  },
  {
    name: 'a reply that was lost may have acted, says so, and the document is found',
    run: async (bench) => {
      const externalId = newExternalId();
      const documents = bench.open();
      const lost = await bench.play('lost_reply', 'create');
      const failure = await failureOf(documents.create(externalId)).finally(lost.heal);
      assert.equal(lost.befell(), 1);
      assert.notEqual(failure.phase, 'before_send', failure.message);
      assert.equal((await bench.held(externalId)).length, 1, 'the bench lost more than the reply');
      assert.equal((await documents.find(externalId)).length, 1);
    },
  },
  {
    name: 'goods that the system does not know are a missing reference that names them, and nothing is made',
    run: async (bench) => {
      const externalId = newExternalId();
      const documents = bench.open();
      const failure = await refusedAs(
        'missing_reference',
        documents.create(externalId, { sku: bench.words.unknownSku }),
      );
      assert.ok(failure.message.includes(bench.words.unknownSku), failure.message);
      assert.equal((await bench.held(externalId)).length, 0, 'a part of the document was made');
      assert.deepEqual(await documents.find(externalId), []);
    },
  },
];
