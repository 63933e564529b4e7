import { beforeEach, expect, test } from 'vitest';
import type { EngineEvent } from '../engine/engine.ts';
import { type Announced, Announcements } from './announcements.ts';

const held = new Map([['DEMO-1042-9f3a', 'order/1042']]);
const submitted: EngineEvent[] = [];
const sought: string[] = [];
const kept: string[] = [];
let problem: string | null;
let announcements: Announcements;
beforeEach(() => {
  submitted.length = sought.length = kept.length = 0;
  problem = null;
  announcements = new Announcements({
    engine: {
      labelled: (shop, label) => (shop === 'DEMO' && held.has(label) ? [held.get(label) ?? ''] : []),
      submit: async (events) => void submitted.push(...events),
    },
    shopsOf: (system) => new Set(system === 'erp' ? ['DEMO', 'OUTLET'] : ['DEMO']),
    bodies: {
      keep: (document, source, { body }) => {
        if (problem !== null) throw new Error(problem);
        return kept.push(`${document} ${source} ${body}`) ? `${document}.json` : '';
      },
    },
    seek: (shop) => sought.push(shop),
    log: { error: () => undefined } as never,
  });
});

const erp = { name: 'erp', role: 'erp' } as const;
const told = (externalIds: string[], more: Partial<Announced> = {}): Announced => ({
  system: erp,
  source: 'msg_1',
  externalIds,
  said: { body: 'the body', receivedAt: 1 },
  ...more,
});

test('an order that is held gets a notice; nothing is kept and nobody is asked', async () => {
  expect(await announcements.take(told(['DEMO-1042-9f3a']))).toBe('taken');
  expect(submitted).toEqual([
    { id: 'erp:msg_1@DEMO-1042-9f3a', shop: 'DEMO', subject: 'order/1042', event: { type: 'notice', role: 'erp' } },
  ]);
  expect([sought, kept]).toEqual([[], []]);
});

test('a document that no order here is about is the system’s own matter: the body is kept, the shop is asked', async () => {
  expect(await announcements.take(told(['OUTLET-7-aaaa']))).toBe('unclaimed');
  expect(submitted).toEqual([
    {
      id: 'unclaimed:erp:msg_1@OUTLET-7-aaaa',
      shop: 'OUTLET',
      subject: 'system/erp',
      event: { type: 'unclaimed', document: 'OUTLET-7-aaaa', source: 'erp:msg_1', body: 'OUTLET-7-aaaa.json' },
    },
  ]);
  expect([sought, kept]).toEqual([['OUTLET'], ['OUTLET-7-aaaa erp:msg_1 the body']]);
});

test('another document under the number of an order that is held is not that order’s', async () => {
  expect(await announcements.take(told(['DEMO-1042-0000']))).toBe('unclaimed');
});

test('what is not of ours, or of a shop that does not use the system, is nobody’s', async () => {
  expect(await announcements.take(told(['PO-77', 'OTHER-1-aaaa']))).toBe('foreign');
  expect(await announcements.take(told(['OUTLET-7-aaaa'], { system: { name: 'wms', role: 'wms' } }))).toBe('foreign');
  expect(submitted).toEqual([]);
});

test('of history only what is held is told', async () => {
  await announcements.takeHeld(told(['DEMO-1042-9f3a', 'OUTLET-7-aaaa'], { source: 'poll:5', said: null }));
  expect(submitted.map(({ id }) => id)).toEqual(['erp:poll:5@DEMO-1042-9f3a']);
});

test('a full disk keeps the body back, not the notice; a long id is shortened, always the same way', async () => {
  problem = 'ENOSPC';
  await announcements.take(told(['OUTLET-7-aaaa'], { source: 'm'.repeat(500) }));
  await announcements.take(told(['OUTLET-7-aaaa'], { source: 'm'.repeat(500) }));
  const [first, again] = submitted;
  expect(first?.id).toBe(again?.id);
  expect(first?.event).toMatchObject({ body: null, source: expect.stringMatching(/^[0-9a-f]{64}$/) });
});
