import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SystemFailure } from '../policy/system-failure.ts';
import type { Announced } from './announcements.ts';
import { Poller } from './poller.ts';

const asked: (string | null)[] = [];
const told: string[] = [];
const warned: unknown[] = [];
let pages: Record<string, { externalIds: string[]; cursor: string }>;
let cursor: string | null;
let fails: { ask: boolean; take: boolean };
let poller: Poller;
let pollEverySeconds: number;

const said = (kind: string) => async (announced: Announced) => {
  if (fails.take) throw new Error('the disk is full');
  expect(announced.said).toBeNull();
  told.push(`${kind} ${announced.source} ${announced.externalIds.join(' ')}`);
};

beforeEach(() => {
  asked.length = told.length = warned.length = 0;
  fails = { ask: false, take: false };
  pollEverySeconds = 0.001;
  pages = {
    start: { externalIds: ['a', 'b'], cursor: '2' },
    '2': { externalIds: ['c'], cursor: '3' },
    '3': { externalIds: [], cursor: '3' },
  };
  poller = new Poller({
    system: {
      name: 'erp',
      role: 'erp',
      // As fast as it goes: how many polls there were decides nothing.
      get pollEverySeconds() {
        return pollEverySeconds;
      },
      changedSince: async (from) => {
        asked.push(from);
        if (fails.ask) throw new SystemFailure('connection', 'before_send', 'the ERP is down');
        return pages[from ?? 'start'] ?? { externalIds: [], cursor: from ?? '' };
      },
    },
    announcements: { take: said('news') as never, takeHeld: said('history') },
    cursors: {
      read: () => cursor,
      write: (_system, to) => {
        cursor = to;
      },
    },
    log: { warn: (what: unknown) => void warned.push(what) } as never,
  });
});
afterEach(() => poller.stop());

test('what changed since the cursor is news, page by page, and the cursor follows', async () => {
  cursor = '2';
  pages['3'] = { externalIds: ['d'], cursor: '4' };
  poller.start();
  await vi.waitFor(() => expect(cursor).toBe('4'), { timeout: 60_000 });
  expect(told).toEqual(['news poll:3 c', 'news poll:4 d']);
});

test('without a cursor it is history, and none is kept before all of it is read', async () => {
  cursor = null;
  const written: (string | null)[] = [];
  pages['3'] = {
    get externalIds() {
      written.push(cursor);
      return [];
    },
    cursor: '3',
  } as never;
  poller.start();
  await vi.waitFor(() => expect(cursor).toBe('3'), { timeout: 60_000 });
  expect(told.slice(0, 2)).toEqual(['history poll:2 a b', 'history poll:3 c']);
  expect(written[0]).toBeNull();
  expect(told.some((one) => one.startsWith('news'))).toBe(false);
});

test('what could not be made durable is asked for again', async () => {
  cursor = '2';
  fails.take = true;
  poller.start();
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(2), { timeout: 60_000 });
  expect(cursor).toBe('2');
  fails.take = false;
  await vi.waitFor(() => expect(cursor).toBe('3'), { timeout: 60_000 });
  expect(told).toEqual(['news poll:3 c']);
});

test('a system that is down is said once, and asked again', async () => {
  cursor = '2';
  fails.ask = true;
  poller.start();
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(3), { timeout: 60_000 });
  expect(warned).toEqual([{ system: 'erp', problem: 'the ERP is down' }]);
});

test('woken, it asks at once; while it asks, once more after it', async () => {
  cursor = '3';
  pollEverySeconds = 3600;
  poller.start();
  await vi.waitFor(() => expect(asked).toHaveLength(1), { timeout: 60_000 });
  pages['3'] = { externalIds: ['d'], cursor: '4' };
  poller.wake();
  await vi.waitFor(() => expect(told).toEqual(['news poll:4 d']), { timeout: 60_000 });
  let during = true;
  pages['4'] = {
    get externalIds() {
      if (during) poller.wake();
      during = false;
      return [];
    },
    cursor: '4',
  } as never;
  const before = asked.length;
  poller.wake();
  await vi.waitFor(() => expect(asked).toHaveLength(before + 2), { timeout: 60_000 });
});
