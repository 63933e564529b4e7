import type { PastOrder } from '@causeway/contracts';
import { expect, test } from 'vitest';
import { anOrder } from '../flows/order/rehearsal/snapshot.ts';
import { ShopUnanswered } from './asking.ts';
import { PastWalks, snapshotOf } from './past.ts';

const never = new AbortController().signal;
const window = { from: 0, before: 9e12 };
const order = (nr: number): PastOrder => {
  return { subject: `order/${nr}`, created_at: nr * 1000, snapshot: null, snapshot_bytes: 0, known: null };
};

/** Answers `rounds` questions with two orders each, and tells what was asked. */
async function serve(walks: PastWalks, rounds: number): Promise<string[]> {
  const asked: string[] = [];
  for (let nr = 1; nr <= rounds; nr += 1) {
    await new Promise(setImmediate);
    const question = walks.next();
    if (question === undefined) continue;
    asked.push(`${question.from}:${question.after}`);
    const first = Number(question.after.split('.')[1] ?? 0) + 1;
    const next = first > 2 ? null : `${(first + 1) * 1000}.${first + 1}`;
    walks.answered(question, { orders: [order(first), order(first + 1)], next });
  }
  return asked;
}

const subjects = async (walk: AsyncIterable<PastOrder>): Promise<string[]> => {
  const all: string[] = [];
  for await (const { subject } of walk) all.push(subject);
  return all;
};

test('two walks take turns, page by page, and each gets all of its own', async () => {
  const walks = new PastWalks();
  const both = [0, 7].map((from) => subjects(walks.walk({ ...window, from }, () => undefined, never)));
  expect(await serve(walks, 5)).toEqual(['0:', '7:', '0:2000.2', '7:2000.2']);
  expect(await Promise.all(both)).toEqual([1, 2].map(() => ['order/1', 'order/2', 'order/3', 'order/4']));
  expect([walks.waits, walks.next()]).toEqual([false, undefined]);
});

test('no page is asked for before the one before was taken', async () => {
  const walks = new PastWalks();
  let rung = 0;
  const walk = walks.walk(window, () => rung++, never);
  const first = walk.next();
  await serve(walks, 1);
  expect((await first).value).toMatchObject({ subject: 'order/1' });
  await walk.next();
  expect([rung, walks.waits]).toEqual([1, false]);
  await walk.return();
});

test('a walk goes on behind a place', async () => {
  const walks = new PastWalks();
  const rest = subjects(walks.walk({ ...window, after: '2000.2' }, () => undefined, never));
  await serve(walks, 1);
  expect(await rest).toEqual(['order/3', 'order/4']);
});

test('who waits hears that nobody can be asked, that the shop is too old, or its own impatience', async () => {
  const walks = new PastWalks();
  const hurry = new AbortController();
  const start = (signal = never) => subjects(walks.walk(window, () => undefined, signal));
  const gone = start();
  walks.fail(new ShopUnanswered('the shop did not answer', 1234));
  await expect(gone).rejects.toMatchObject({ message: 'the shop did not answer', since: 1234 });
  const old = start();
  const question = walks.next();
  if (question !== undefined) walks.answered(question, undefined);
  await expect(old).rejects.toThrow('too old to tell of past orders');
  const impatient = start(hurry.signal);
  hurry.abort(new Error('enough'));
  await expect(impatient).rejects.toThrow('enough');
  await expect(start(hurry.signal)).rejects.toThrow('enough');
  expect(walks.waits).toBe(false);
});

test('what is no use of a snapshot is said', () => {
  const whole = { ...order(1), snapshot: anOrder({ id: 1 }), snapshot_bytes: 900 };
  expect(snapshotOf(whole)).toMatchObject({ id: 1, status: 'processing' });
  expect(snapshotOf({ ...whole, snapshot: { ...anOrder({ id: 1 }), currency: 'euros' } })).toBe(
    "can't be read: currency",
  );
  expect(snapshotOf({ ...whole, snapshot: null })).toBe('too large to cross (900 bytes)');
  expect(snapshotOf(order(1))).toContain("the shop can't read it");
});
