import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Said } from '../policy/recorder.ts';
import type { Entry } from './entry.ts';
import { Keeper } from './keeper.ts';

const occasion = {
  shop: 'DEMO',
  subject: 'order/1',
  call: 'c#1',
  operation: 'create_order',
  system: 'erp',
  request: { billTo: { name: 'Zoë O’Neill' } },
};
const refused = { name: 'validation', phase: 'before_send' };
const said = (text: string): Said => ({
  at: 1,
  tookMs: 2,
  request: { head: `POST /${text}`, body: `["${text}"]` },
  reply: { head: '422', body: `<p>${text}</p>` },
  problem: text,
});

function keeper(keep: (entry: Entry) => void, known: unknown = null) {
  const problems: string[] = [];
  const file = { keep, of: () => [], close: () => undefined };
  return { keeper: new Keeper({ file, knownOf: () => known, problem: (one) => problems.push(one) }), problems };
}

test('nothing is written before it is redacted: by what the call says, and by what is known of the order', async () => {
  const written: Entry[] = [];
  const { keeper: one } = keeper((entry) => written.push(entry), {
    shop: { order: { billing: { city: 'Bern' } } },
  });
  one.take(occasion, refused, [said('Zoë O’Neill of Bern')]);
  expect(written).toEqual([]);
  await turn();
  const { request: _, ...about } = occasion;
  const masked = '[personal] of [personal]';
  expect(written).toEqual([
    {
      ...about,
      outcome: refused,
      at: 1,
      tookMs: 2,
      request: { head: `POST /${masked}`, body: `["${masked}"]` },
      reply: { head: '422', body: `<p>${masked}</p>` },
      problem: masked,
    },
  ]);
});

test('what can’t be written fails no call, and is said once', async () => {
  const { keeper: one, problems } = keeper(() => {
    throw Object.assign(new Error('secret'), { errstr: 'database or disk is full' });
  });
  one.take(occasion, refused, [said('a')]);
  one.take(occasion, refused, [said('b')]);
  one.close();
  expect(problems).toEqual(['database or disk is full']);
});

test('of a flood the oldest is let go, and what waits is written before the file is closed', () => {
  const written: Entry[] = [];
  const { keeper: one, problems } = keeper((entry) => written.push(entry));
  for (let n = 0; n < 110; n += 1) one.take(occasion, refused, [said(`n${n}`)]);
  one.close();
  one.take(occasion, refused, [said('late')]);
  expect(written.map(({ problem }) => problem)).toEqual(Array.from({ length: 100 }, (_, n) => `n${n + 10}`));
  expect(problems).toEqual(['too much to keep at once: some was let go']);
});
