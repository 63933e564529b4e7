import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PastOrder } from '@causeway/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EngineEvent } from '../engine/engine.ts';
import { newState } from '../flows/order/beginning.ts';
import { anOrder, theSettings } from '../flows/order/rehearsal/snapshot.ts';
import { ShopUnanswered } from '../shop/asking.ts';
import { type PastWindow, placeOf } from '../shop/past.ts';
import { type Errand, RunRecords } from './run-record.ts';
import { Runs, WINDOW } from './runs.ts';

let folder: string;
let records: RunRecords;
let submitted: EngineEvent[];
let orders: PastOrder[];
/** Subjects whose flow never comes to an end. */
let stuck: Set<string>;
/** How many orders the shop still tells of before it is gone. */
let left: number;
let open: Runs[];

const NEVER = new AbortController().signal;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-runs-'));
  records = new RunRecords(folder);
  submitted = [];
  stuck = new Set();
  left = Number.POSITIVE_INFINITY;
  open = [];
  orders = Array.from({ length: 11 }, (_, index) => past(index + 1));
});
afterEach(async () => {
  await Promise.all(open.map((runs) => runs.close()));
  rmSync(folder, { recursive: true, force: true });
});

function past(nr: number, status = 'processing'): PastOrder {
  return {
    subject: `order/${nr}`,
    created_at: nr * 1000,
    snapshot: anOrder({ id: nr, status }),
    snapshot_bytes: 9,
    known: null,
  };
}

async function* walk(window: PastWindow): AsyncGenerator<PastOrder, void> {
  // The shop refuses a question about anything else.
  for (const subject of window.only ?? []) expect(subject).toMatch(/^order\//);
  const at = orders.findIndex((order) => placeOf(order) === window.after);
  for (const order of orders.slice(at + 1)) {
    if (window.only !== undefined && !window.only.includes(order.subject)) continue;
    if (left <= 0) throw new ShopUnanswered('the shop is gone');
    left -= 1;
    yield order;
  }
}

function openRuns(goLiveAt = 0): Runs {
  const runs = new Runs({
    records,
    engine: {
      async submit(events) {
        submitted.push(...events.filter(({ id }) => !submitted.some((known) => known.id === id)));
      },
      peek({ subject }) {
        const event = submitted.find((one) => one.subject === subject)?.event;
        if (event?.type !== 'command') return null;
        const { command, asked_at } = event.command;
        const replay = {
          kind: command as 'replay',
          asked: asked_at,
          looking: stuck.has(subject),
          sent: [],
          refused: null,
        };
        return { flow: 'order', version: 1, state: { ...newState(subject), replay } };
      },
      labelled: (_, cause) => (cause === 'timeout:erp' ? ['order/2', 'system/erp', 'order/5'] : []),
    },
    shop: (code) =>
      code === 'GONE'
        ? 'shop GONE is not served'
        : {
            code,
            goLiveAt,
            settings: theSettings(),
            past: (window) => walk(window),
            ask: async (subjects) =>
              new Map(subjects.map((subject) => [subject, subject === 'order/7' ? null : ({} as never)])),
          },
    now: Date.now,
    pause: (ms, signal) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, Math.min(ms, 5));
        const aborted = () => {
          clearTimeout(timer);
          reject(signal.reason);
        };
        signal.addEventListener('abort', aborted, { once: true });
      }),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined } as never,
  });
  open.push(runs);
  return runs;
}

const errand = (selection: Errand['selection'], kind: Errand['kind'] = 'replay'): Errand => {
  return { kind, shop: 'DEMO', selection, statuses: null };
};
const ALL = errand({ by: 'dates', from: 0, before: 9e12 });
const subjects = () => submitted.map(({ subject }) => subject);
const begun = (runs: Runs, what: Errand): string => {
  const record = runs.begin(what);
  if (typeof record === 'string') throw new Error(record);
  return record.id;
};
const over = (runs: Runs, id: string) => runs.follow(id, () => undefined, NEVER);

test('each selected order gets the command once, in order, and what became of it is counted', async () => {
  const runs = openRuns();
  const run = await over(runs, begun(runs, ALL));
  expect(run).toMatchObject({ id: 'r1', state: 'ended', problem: null, after: '11000.11' });
  expect(run?.tally).toMatchObject({
    'nothing was missing': { count: 10 },
    'the shop has no such order': { orders: ['7'] },
  });
  expect(subjects()).toEqual([1, 2, 3, 4, 5, 6, 8, 9, 10, 11].map((nr) => `order/${nr}`));
  expect(submitted[0]?.event).toMatchObject({
    command: { command: 'replay', by: { user_id: 0, name: 'operator' }, seen: null },
  });
});

test('named orders that the shop lacks are said, and under a cause only orders are taken', async () => {
  const runs = openRuns();
  const named = await over(runs, begun(runs, errand({ by: 'orders', orders: ['order/3', 'order/99'] })));
  expect(named?.tally['the shop has no such order']?.orders).toEqual(['99']);
  await over(runs, begun(runs, errand({ by: 'exception', cause: 'timeout:erp' })));
  expect(subjects()).toEqual(['order/3', 'order/2', 'order/5']);
});

test('only a few orders are under way at once, and a second run of the kind waits for the first', async () => {
  for (const { subject } of orders) stuck.add(subject);
  const runs = openRuns();
  const id = begun(runs, ALL);
  await vi.waitFor(() => expect(submitted.length).toBe(WINDOW), { timeout: 60_000 });
  expect(runs.begin(ALL)).toContain(`is under way, run ${id}: --resume ${id} shows it`);
  expect(typeof runs.begin({ ...ALL, kind: 'backfill', shop: 'GONE' })).toBe('object');
  expect(submitted.length).toBe(WINDOW);
  expect(await runs.stop(id)).toMatchObject({ state: 'stopped', problem: 'stopped by an operator', after: '' });
});

test('a run that a stop of the worker interrupted goes on with the next, and no order gets two commands', async () => {
  stuck.add('order/6');
  const first = openRuns();
  const id = begun(first, ALL);
  await vi.waitFor(() => expect(subjects()).toContain('order/8'), { timeout: 60_000 });
  await first.close();
  expect(records.read(id)).toMatchObject({ state: 'running', after: '4000.4' });
  stuck.clear();
  const next = openRuns();
  next.start();
  const run = await over(next, id);
  expect(run?.state).toBe('ended');
  expect(subjects()).toEqual([1, 2, 3, 4, 5, 6, 8, 9, 10, 11].map((nr) => `order/${nr}`));
  expect(run?.tally['nothing was missing']?.count).toBe(10);
});

test('a run that was interrupted before any order was dealt with goes on too', async () => {
  for (const { subject } of orders) stuck.add(subject);
  const first = openRuns();
  const id = begun(first, ALL);
  await vi.waitFor(() => expect(submitted.length).toBe(WINDOW), { timeout: 60_000 });
  await first.close();
  expect(records.read(id)).toMatchObject({ state: 'running', after: '' });
  stuck.clear();
  const next = openRuns();
  next.start();
  expect(await over(next, id)).toMatchObject({ state: 'ended', after: '11000.11' });
});

test('a shop that is gone stops a run, which goes on behind the last order once it is asked to', async () => {
  const runs = openRuns();
  left = 6;
  const id = begun(runs, ALL);
  expect(await over(runs, id)).toMatchObject({ state: 'stopped', problem: 'the shop is gone', after: '4000.4' });
  left = Number.POSITIVE_INFINITY;
  expect(runs.resume(id)).toMatchObject({ state: 'running', problem: null });
  expect(await over(runs, id)).toMatchObject({ state: 'ended', after: '11000.11' });
  expect(runs.resume(id)).toMatchObject({ state: 'ended' });
  expect([runs.resume('r9'), await runs.stop('r9')]).toEqual(['There is no run r9.', 'There is no run r9.']);
});

test('a backfill takes what somebody still waits for; completed orders only by name of the status', async () => {
  orders = [past(1), past(2, 'completed'), past(3, 'on-hold'), past(4, 'cancelled'), past(5_000_000)];
  const runs = openRuns(4_000_000);
  const run = await over(runs, begun(runs, { ...ALL, kind: 'backfill' }));
  expect(subjects()).toEqual(['order/1', 'order/3']);
  expect(Object.keys(run?.tally ?? {})).toContain('left out: not older than go-live, so that it is sent by itself');
  submitted = [];
  await over(runs, begun(runs, { ...ALL, kind: 'backfill', statuses: ['completed'] }));
  expect(subjects()).toEqual(['order/2']);
});

test('a record that can not be read is no run, and its number is not given again', () => {
  const runs = openRuns();
  begun(runs, errand({ by: 'orders', orders: ['order/1'] }));
  writeFileSync(join(folder, 'runs/r7.json'), '{');
  expect(records.all().map(({ id }) => id)).toEqual(['r1']);
  expect(records.nextId()).toBe('r8');
  expect(records.read('../engine')).toBe(null);
});
