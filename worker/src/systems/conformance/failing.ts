import assert from 'node:assert/strict';
import type { Category, Phase } from '@causeway/contracts';
import { BUSY_MS, type Fault } from './bench.ts';
import type { Check } from './check.ts';
import { cursorNow, type DocumentBench, failureOf, newExternalId, until } from './documents.ts';

interface Meaning {
  readonly categories: readonly Category[];
  /** Of a create; of a look-up the phase says nothing. */
  readonly phases: readonly Phase[];
}

const MAY_HAVE_ACTED = ['during_send', 'after_send'] as const;

/** What each fault is to be told as. */
const MEANINGS: Readonly<Partial<Record<Fault, Meaning>>> = {
  not_sent: { categories: ['connection'], phases: ['before_send'] },
  busy: { categories: ['rate_limit'], phases: ['before_send'] },
  failing: { categories: ['connection'], phases: MAY_HAVE_ACTED },
  unreadable: { categories: ['parse'], phases: MAY_HAVE_ACTED },
  cut_off: { categories: ['parse', 'connection'], phases: MAY_HAVE_ACTED },
  misshapen: { categories: ['parse'], phases: MAY_HAVE_ACTED },
  too_large: { categories: ['too_large'], phases: MAY_HAVE_ACTED },
};

function tells(fault: Fault, { categories, phases }: Meaning): readonly Check<DocumentBench>[] {
  const expected = `${categories.join(' or ')}`;
  return [
    {
      name: `${fault}: a create fails as ${expected}, and tells truly whether anything can have happened`,
      run: async (bench) => {
        const externalId = newExternalId();
        const documents = bench.open();
        const played = await bench.play(fault, 'create');
        const failure = await failureOf(documents.create(externalId)).finally(played.heal);
        assert.ok(categories.includes(failure.category), `${failure.category}: ${failure.message}`);
        assert.ok(phases.includes(failure.phase), `${failure.phase}: ${failure.message}`);
        if (fault === 'busy') assert.equal(failure.retryAfterMs, BUSY_MS);
        const held = await bench.held(externalId);
        if (failure.phase === 'before_send') assert.equal(held.length, 0, 'it had happened');
        assert.equal((await documents.find(externalId)).length, held.length);
      },
    },
    {
      name: `${fault}: a look-up fails as ${expected}, and finds nothing by mistake`,
      run: async (bench) => {
        const externalId = newExternalId();
        const documents = bench.open();
        await documents.create(externalId);
        const played = await bench.play(fault, 'read');
        const failure = await failureOf(documents.find(externalId)).finally(played.heal);
        assert.ok(categories.includes(failure.category), `${failure.category}: ${failure.message}`);
        assert.equal((await documents.find(externalId)).length, 1);
      },
    },
  ];
}

/** Whatever goes wrong ends in the right category, and nothing is believed that was not read whole. */
export const FAILING: readonly Check<DocumentBench>[] = [
  ...Object.entries(MEANINGS).flatMap(([fault, meaning]) => tells(fault as Fault, meaning)),
  {
    name: 'repeats: pages that are always the same page end',
    run: async (bench) => {
      const documents = bench.open();
      const cursor = await cursorNow(bench);
      for (let n = 0; n <= bench.pageSize; n += 1) await documents.create(newExternalId());
      const played = await bench.play('repeats', 'read');
      const ended = documents.changedSince(cursor).then(
        ({ externalIds }) => externalIds.length,
        () => failureOf(documents.changedSince(cursor)),
      );
      await ended.finally(played.heal);
      assert.ok(played.befell() > 0, 'nothing was asked');
      assert.ok(played.befell() < 100, `${played.befell()} pages were read`);
    },
  },
  {
    name: 'an aborted call ends with the reason that it was aborted with',
    run: async (bench) => {
      const documents = bench.open();
      await documents.find(newExternalId());
      const reason = new Error('enough');
      const early = documents.find(newExternalId(), AbortSignal.abort(reason));
      await assert.rejects(early, (thrown) => thrown === reason);
      const silence = await bench.play('silent', 'read');
      const stop = new AbortController();
      const late = assert.rejects(documents.find(newExternalId(), stop.signal), (thrown) => thrown === reason);
      try {
        await until(silence.befell, (calls) => calls > 0);
        stop.abort(reason);
        await late;
      } finally {
        await silence.heal();
      }
    },
  },
];

/** The sign-in is the adapter's own business: callers see it only where it can't be had. */
export const SIGNING_IN: readonly Check<DocumentBench>[] = [
  {
    name: 'a sign-in that expired is renewed once, for many callers, and nobody notices',
    run: async (bench) => {
      const documents = bench.open();
      await documents.find(newExternalId());
      await bench.expireSignIn();
      const before = await bench.signIns();
      const found = await Promise.all(Array.from({ length: 8 }, () => documents.find(newExternalId())));
      assert.deepEqual(
        found.map((shown) => shown.length),
        found.map(() => 0),
      );
      assert.equal((await bench.signIns()) - before, 1);
    },
  },
  {
    name: 'a sign-in survives a restart',
    run: async (bench) => {
      await bench.open().find(newExternalId());
      const before = await bench.signIns();
      await bench.open().find(newExternalId());
      assert.equal(await bench.signIns(), before);
    },
  },
  {
    name: 'a sign-in that is refused is an authentication failure, and names no secret',
    run: async (bench) => {
      const { port: documents, secret } = bench.openStranger();
      const externalId = newExternalId();
      const failure = await failureOf(documents.create(externalId));
      assert.deepEqual([failure.category, failure.phase], ['authentication', 'before_send'], failure.message);
      assert.ok(!failure.message.includes(secret), 'the message tells the secret');
      assert.equal((await bench.held(externalId)).length, 0);
    },
  },
];
