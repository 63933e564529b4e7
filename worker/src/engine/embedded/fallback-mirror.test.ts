import { GATES_MAX, Mirror } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { fallbackMirror } from './fallback-mirror.ts';
import { CAUSES } from './problem.ts';

const stumble = { cause: CAUSES.decider, detail: 'look: TypeError', at: 7, event: null, checkpoint: null };
const gate = (name: string) =>
  ({ name, label: name, status: 'passed', at: 1, until: null, detail: '' }) as Mirror['gates'][number];

test('a subject whose flow can not speak for it stands before a gate of the engine, ahead of those it had', () => {
  const first = fallbackMirror(null, stumble);
  expect(first.gates).toMatchObject([
    { name: 'decided', status: 'held', at: 7, detail: expect.stringContaining('Retry') },
  ]);
  const many = Array.from({ length: GATES_MAX }, (_, nr) => gate(`gate_${'abcdefghijklmnopqrstuvwxyz'[nr]}`));
  const again = fallbackMirror({ ...first, gates: [...first.gates, ...many] }, stumble);
  expect(again.gates.map(({ name }) => name)).toEqual(['decided', ...many.slice(0, -1).map(({ name }) => name)]);
  expect(Mirror.safeParse(again).error).toBeUndefined();
});
