import { expect, test } from 'vitest';
import * as z from 'zod';
import type { ErpAdapter, Opened, Surroundings, WmsAdapter } from './adapter.ts';
import type { Erp } from './erp/erp.ts';
import { openSystem } from './open.ts';
import { LIMITS } from './settings.ts';
import { WebhookRefused } from './system.ts';
import type { Wms } from './wms/wms.ts';

const { signal } = new AbortController();
const surroundings: Surroundings = {
  name: 'erp-2',
  secret: () => '',
  now: () => 0,
  memory: { read: () => null, write: () => undefined },
  recorder: { keep: () => undefined },
};
const frame = { ...LIMITS, timeoutSeconds: 7, callsAtOnce: 3, pollEverySeconds: 30, secretsExpire: {}, own: {} };
const page = { positions: [], cursor: '8', more: false };
const amended: unknown[] = [];

const port = {
  amendOrder: async (...given: unknown[]) => amended.push(given.slice(0, 2)),
  amendRelease: async (...given: unknown[]) => amended.push(given.slice(0, 2)),
  inventory: async () => page,
  changedSince: async () => ({ externalIds: ['DEMO-1-0000'], cursor: '9' }),
} as unknown as Erp & Wms;

const about = { summary: 'x', settings: z.strictObject({}) };
const erp = (more: Partial<Opened<Erp>> = {}): ErpAdapter => ({
  ...about,
  name: 'test-erp',
  role: 'erp',
  open: () => ({ port, examine: async () => [], ...more }),
});
const wms: WmsAdapter = { ...about, name: 'test-wms', role: 'wms', open: () => ({ port, examine: async () => [] }) };

test('a system has its limits, its name and its adapter’s', () => {
  const system = openSystem({ ...frame, adapter: erp() }, surroundings);
  expect(system).toMatchObject({
    ...{ name: 'erp-2', adapter: 'test-erp', role: 'erp' },
    ...{ timeoutMs: 7000, callsAtOnce: 3, pollEverySeconds: 30 },
  });
});

test('both roles amend, which acts, and tell their stock, which doesn’t', async () => {
  for (const [adapter, amend] of [[erp(), 'amend_order'] as const, [wms, 'amend_release'] as const]) {
    const { operations, acting } = openSystem({ ...frame, adapter }, surroundings);
    await operations[amend]?.({ id: 'SO-1', amendment: { note: 'x' } }, signal);
    expect(amended.pop()).toEqual(['SO-1', { note: 'x' }]);
    expect(await operations.inventory?.({ cursor: null }, signal)).toEqual(page);
    expect([acting.has(amend), acting.has('inventory')]).toEqual([true, false]);
  }
});

test('where an adapter takes no webhooks they are refused, and where there is nothing to keep up nothing is', () => {
  const delivery = { headers: {}, query: {}, body: '', receivedAt: 0 };
  const quiet = openSystem({ ...frame, adapter: erp() }, surroundings);
  expect(() => quiet.receive(delivery)).toThrow(WebhookRefused);
  expect(quiet.upkeep).toBeNull();
  const notice = { id: 'n1', externalIds: [] };
  const telling = openSystem(
    { ...frame, adapter: erp({ receive: () => notice, upkeep: async () => 5 }) },
    surroundings,
  );
  expect(telling.receive(delivery)).toBe(notice);
  expect(telling.upkeep).not.toBeNull();
});
