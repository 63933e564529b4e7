import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { furnish } from './schema.ts';
import { type SubjectRow, SubjectStore } from './subject-store.ts';

function opened() {
  const db = new DatabaseSync(':memory:');
  furnish(db, ':memory:');
  const store = new SubjectStore(db);
  const put = (shop: string, subject: string, closed_at: number | null) => {
    const row = { shop, subject, flow: 'order', version: 1, state: '{}', epoch: 1, n: 1, calls: 0 };
    store.put({ ...row, mirror_hash: null, labels: '[]', closed_at, since: 0 }, store.get({ shop, subject }));
  };
  return { db, store, put };
}

test('the number of open subjects follows what is written, without counting again', () => {
  const { db, store, put } = opened();
  const open = () => [store.openCount, new SubjectStore(db).openCount];
  for (const subject of ['order/1', 'order/2', 'order/3']) put('A', subject, null);
  put('B', 'order/1', null);
  put('A', 'order/1', 1000);
  put('A', 'order/1', 1000);
  expect(open()).toEqual([3, 3]);
  put('A', 'order/1', null);
  store.forget(store.get({ shop: 'A', subject: 'order/2' }) as SubjectRow);
  expect(open()).toEqual([3, 3]);
  store.forgetShop('A');
  expect(open()).toEqual([1, 1]);
});

test('what was rolled back is not counted', () => {
  const { db, store, put } = opened();
  db.exec('BEGIN');
  put('A', 'order/1', null);
  db.exec('ROLLBACK');
  store.reload();
  expect(store.openCount).toBe(0);
});
