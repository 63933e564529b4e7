import { setImmediate as turn } from 'node:timers/promises';
import type { TranscriptKeeping } from '@causeway/contracts';
import { expect, test } from 'vitest';
import type { Said } from '../policy/recorder.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import type { OutsideSystem } from '../systems/system.ts';
import { Conversations } from './conversations.ts';

const said = (head: string, problem: string | null = null): Said => {
  return { at: 1, tookMs: 1, request: { head, body: null }, reply: null, problem };
};
const occasion = {
  shop: 'DEMO',
  subject: 'order/1',
  call: 'c#1',
  operation: 'create_order',
  system: 'erp',
  request: {},
};
const outcome = (name: string) => ({ name, phase: null });

function listening(keeping: TranscriptKeeping) {
  const taken: string[] = [];
  const conversations = new Conversations(keeping, ({ subject, operation }, { name }, all) =>
    taken.push(...all.map(({ request }) => `${subject} ${operation} ${name}: ${request.head}`)),
  );
  const recorder = conversations.recorderOf('erp');
  const call = (heads: string[], name: string, subject = 'order/1') =>
    conversations.listen(
      { ...occasion, subject },
      async () => {
        for (const head of heads) {
          await turn();
          recorder.keep(said(head));
        }
      },
      () => outcome(name),
    );
  return { conversations, recorder, call, taken };
}

test('errors: what a call said is kept once it failed, under its own subject, and of what went well nothing', async () => {
  const { call, taken } = listening('errors');
  await Promise.all([
    call(['a', 'b'], 'validation'),
    call(['c'], 'ok', 'order/2'),
    call(['d'], 'timeout', 'order/3'),
    call(['e'], 'waiting', 'order/4'),
  ]);
  expect(taken.toSorted()).toEqual([
    'order/1 create_order validation: a',
    'order/1 create_order validation: b',
    'order/3 create_order timeout: d',
  ]);
});

test('all keeps also what went well; off listens to nothing', async () => {
  const all = listening('all');
  await all.call(['a'], 'ok');
  expect(all.taken).toEqual(['order/1 create_order ok: a']);
  const off = listening('off');
  await off.call(['a'], 'validation');
  off.recorder.keep(said('b', 'gone'));
  expect(off.taken).toEqual([]);
});

test('of a call with many pages the last are kept', async () => {
  const { call, taken } = listening('errors');
  await call(['1', '2', '3', '4', '5', '6', '7'], 'parse');
  expect(taken.map((line) => line.slice(-1))).toEqual(['3', '4', '5', '6', '7']);
});

test('what a cut off call still hears belongs to it', async () => {
  const { conversations, recorder, taken } = listening('errors');
  const late = Promise.withResolvers<void>();
  let left: Promise<void> = Promise.resolve();
  const cut = async () => {
    left = late.promise.then(() => recorder.keep(said('late', 'cut off')));
  };
  await conversations.listen(occasion, cut, () => outcome('unknown_outcome'));
  expect(taken).toEqual([]);
  late.resolve();
  await left;
  expect(taken).toEqual(['order/1 create_order unknown_outcome: late']);
});

test('a poll that failed is kept under the system; what nobody asked for only where it broke', async () => {
  const { conversations, recorder, taken } = listening('errors');
  const changedSince = async () => {
    recorder.keep(said('GET /changes'));
    throw new SystemFailure('parse', 'after_send', 'not JSON');
  };
  const system = conversations.heard({ name: 'erp', upkeep: null, changedSince } as unknown as OutsideSystem);
  await expect(system.changedSince(null, new AbortController().signal)).rejects.toThrow('not JSON');
  recorder.keep(said('GET /hello'));
  recorder.keep(said('GET /hello', 'gone'));
  expect(taken).toEqual(['system/erp changed_since parse: GET /changes', 'system/erp  connection: GET /hello']);
});
