import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import type { OutsideSystem } from '../systems/system.ts';
import { systemGauges } from './gauges.ts';
import { guarded } from './guarded.ts';
import type { Standing } from './system-gate.ts';

const erp = {
  name: 'erp',
  changedSince: async () => ({ externalIds: [], cursor: '1' }),
  upkeep: async () => 7,
} as unknown as OutsideSystem;

test('each system says what is out, its limit, what its rate has left, its breaker and what it waits for', async () => {
  const registry = new Registry();
  const hold = { reason: 'silent', until: 1, why: 'x' } as const;
  let standing: Standing = { out: 2, waiting: 1, limit: 3, tokens: -4, breaker: 'open', hold };
  systemGauges(registry, new Map([['erp', erp]]), { standing: () => standing });
  const lines = async () => (await registry.metrics()).split('\n').filter((line) => line.startsWith('causeway'));
  expect(await lines()).toEqual(
    expect.arrayContaining([
      'causeway_system_calls_out{system="erp"} 2',
      'causeway_system_calls_limit{system="erp"} 3',
      'causeway_system_tokens{system="erp"} -4',
      'causeway_system_breaker{system="erp",state="open"} 1',
      'causeway_system_breaker{system="erp",state="closed"} 0',
      'causeway_system_held{system="erp",reason="silent"} 1',
      'causeway_system_held{system="erp",reason="rate"} 0',
    ]),
  );
  standing = { ...standing, tokens: null, hold: null };
  expect((await lines()).filter((line) => line.startsWith('causeway_system_tokens'))).toEqual([]);
});

test('polls and upkeep of a guarded system go the same way as its calls', async () => {
  let asked = 0;
  const ask = <T>(_: OutsideSystem, work: () => Promise<T>) => {
    asked += 1;
    return work();
  };
  const system = guarded({ ask }, new Map([['erp', erp]])).get('erp');
  const { signal } = new AbortController();
  expect(await system?.changedSince(null, signal)).toMatchObject({ cursor: '1' });
  expect(await system?.upkeep?.(signal)).toBe(7);
  expect(asked).toBe(2);
  const bare = guarded({ ask }, new Map([['erp', { ...erp, upkeep: null }]])).get('erp');
  expect(bare?.upkeep).toBeNull();
});
