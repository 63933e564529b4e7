import assert from 'node:assert/strict';
import type { Check } from './check.ts';
import { ADDRESS, type DocumentBench, failureOf, newExternalId, refusedAs } from './documents.ts';

const ELSEWHERE = { ...ADDRESS, line1: 'Am Markt 3', city: 'Lübeck', postcode: '23552' };
const AMENDMENT = { shipTo: ELSEWHERE, note: 'Bitte klingeln' };

async function made(bench: DocumentBench) {
  const externalId = newExternalId();
  const documents = bench.open();
  const { id } = await documents.create(externalId);
  return { externalId, documents, id };
}

/** What is made may be amended and cancelled until goods leave, each as often as it is asked for. */
export const CHANGING: readonly Check<DocumentBench>[] = [
  {
    name: 'an amendment changes address and note; twice is as once',
    run: async (bench) => {
      const { externalId, documents, id } = await made(bench);
      for (const adapter of [documents, bench.open()]) {
        assert.equal((await adapter.amend(id, AMENDMENT)).id, id);
        const [held, ...more] = await bench.held(externalId);
        assert.deepEqual([held?.city, held?.note, more.length], [ELSEWHERE.city, AMENDMENT.note, 0]);
      }
    },
  },
  {
    name: 'what an amendment leaves out stays as it is',
    run: async (bench) => {
      const { externalId, documents, id } = await made(bench);
      await documents.amend(id, { note: 'Nur eine Notiz' });
      await documents.amend(id, { shipTo: ELSEWHERE });
      const [held] = await bench.held(externalId);
      assert.deepEqual([held?.city, held?.note], [ELSEWHERE.city, 'Nur eine Notiz']);
    },
  },
  {
    name: 'once goods have left an amendment is a conflict, and changes nothing',
    run: async (bench) => {
      const { externalId, documents, id } = await made(bench);
      await bench.ship(externalId, 'all');
      const before = await bench.held(externalId);
      await refusedAs('conflict', documents.amend(id, AMENDMENT));
      assert.deepEqual(await bench.held(externalId), before);
    },
  },
  {
    name: 'a cancelled document is shown as cancelled, or no more; twice is as once',
    run: async (bench) => {
      const { externalId, documents, id } = await made(bench);
      for (const adapter of [documents, bench.open()]) {
        assert.equal((await adapter.cancel(id)).isCancelled, true);
        assert.ok((await adapter.find(externalId)).every(({ isCancelled }) => isCancelled));
        assert.ok((await bench.held(externalId)).every(({ isCancelled }) => isCancelled));
      }
    },
  },
  {
    name: 'once goods have left a cancel is a conflict, and changes nothing',
    run: async (bench) => {
      const { externalId, documents, id } = await made(bench);
      await bench.ship(externalId, 'all');
      await refusedAs('conflict', documents.cancel(id));
      assert.deepEqual(
        (await bench.held(externalId)).map(({ isCancelled }) => isCancelled),
        [false],
      );
    },
  },
  {
    name: 'after a cancel the external id is free again, and both documents are shown, or the new one',
    run: async (bench) => {
      const { externalId, documents, id } = await made(bench);
      await documents.cancel(id);
      const again = await documents.create(externalId);
      const found = await bench.open().find(externalId);
      assert.deepEqual(
        found.filter(({ isCancelled }) => !isCancelled).map((document) => document.id),
        [again.id],
      );
    },
  },
  {
    name: 'an id that the system never gave is refused, and nothing happens',
    run: async (bench) => {
      const failure = await failureOf(bench.open().cancel('no-such-document'));
      assert.ok(['missing_reference', 'validation', 'conflict'].includes(failure.category), failure.message);
      assert.equal(failure.phase, 'before_send');
    },
  },
];
