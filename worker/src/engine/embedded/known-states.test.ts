import { expect, test } from 'vitest';
import { KnownStates } from './known-states.ts';

const ref = { shop: 'DEMO', subject: 'order/1' };

test('a state is given out as it was kept, for its own JSON only', () => {
  const known = new KnownStates();
  const state = { rev: 1 };
  known.keep(ref, '{"rev":1}', state);
  expect(known.read(ref, '{"rev":1}')).toBe(state);
  expect(known.read({ ...ref, shop: 'OTHER' }, '{"rev":1}')).not.toBe(state);
  // The file says something else: a rollback, a copy of it that was put back.
  expect(known.read(ref, '{"rev":0}')).toEqual({ rev: 0 });
});

test('what was kept longest ago goes first, and all of them stay within the bound', () => {
  const known = new KnownStates(20);
  const states = ['a', 'b', 'c'].map((subject) => ({ subject, json: '"12345678"', state: { subject } }));
  for (const { subject, json, state } of states) known.keep({ ...ref, subject }, json, state);
  const kept = states.filter(({ subject, json, state }) => known.read({ ...ref, subject }, json) === state);
  expect(kept.map(({ subject }) => subject)).toEqual(['b', 'c']);
  known.keep({ ...ref, subject: 'c' }, '"1"', 'small');
  expect(known.read({ ...ref, subject: 'b' }, '"12345678"')).toBe(states[1]?.state);
});
