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

test('a row is known as the file has it, whatever was done to it', () => {
  const { db, store, put } = opened();
  const ref = { shop: 'A', subject: 'order/1' };
  const asInTheFile = () => expect(store.get(ref)).toEqual(new SubjectStore(db).get(ref));
  const hash = () => db.exec("UPDATE subject SET mirror_hash = 'h'");
  put(ref.shop, ref.subject, null);
  asInTheFile();
  for (const forget of [() => store.forgetMirror(ref), () => store.forgetMirrors(ref.shop)]) {
    hash();
    store.reload();
    expect(store.get(ref)?.mirror_hash).toBe('h');
    forget();
    expect(store.get(ref)?.mirror_hash).toBeNull();
    asInTheFile();
  }
  db.exec('BEGIN');
  put(ref.shop, ref.subject, 1000);
  db.exec('ROLLBACK');
  store.reload();
  asInTheFile();
  store.forget(store.get(ref) as SubjectRow);
  expect(store.get(ref)).toBeNull();
  put(ref.shop, ref.subject, null);
  store.forgetShop(ref.shop);
  expect(store.get(ref)).toBeNull();
});
