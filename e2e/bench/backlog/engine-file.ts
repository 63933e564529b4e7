import type { Json } from '@causeway/contracts';
import { EngineMeta } from '../../../worker/src/engine/embedded/engine-meta.ts';
import { openFile } from '../../../worker/src/engine/embedded/schema.ts';
import { anOrder } from '../../../worker/src/flows/order/rehearsal/snapshot.ts';
import { salesOrderOf } from '../relay/deliver.ts';
import { BENCH_SHOP } from '../relay/ground.ts';

/** Order numbers of the file's own subjects, so that no row of an outbox is about one of them. */
const WAITING_FROM = 100_000_000;
const FINISHED_FROM = 200_000_000;

/**
 * An engine's file as an outage leaves it: so many orders whose call to the ERP waits (of the bench's own flow), so many
 * that closed and are still known. Written in bulk, through the engine's own schema; the seen ids stop where it forgets them.
 */
export function layEngineFile(file: string, { waiting, finished }: { waiting: number; finished: number }): void {
  const db = openFile(file);
  db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN');
  const { code, id } = BENCH_SHOP;
  new EngineMeta(db).adopt(code, { epoch: 1, shopId: id, incarnation: 1, recovering: false });
  const subject =
    db.prepare(`INSERT INTO subject (shop, subject, flow, version, state, epoch, n, calls, mirror_hash, labels, closed_at)
    VALUES ('${code}', ?, 'order', 1, ?, 1, 1, 1, NULL, '[]', ?)`);
  const key = db.prepare(`INSERT INTO call_key (shop, subject, key, nr) VALUES ('${code}', ?, 'create#1', 1)`);
  const call = db.prepare(`INSERT INTO call (shop, subject, key, role, operation, request, sent)
    VALUES ('${code}', ?, 'create#1', 'erp', 'create_order', ?, 0)`);
  const mirror = db.prepare(`INSERT INTO effect (shop, subject, epoch, n, kind, key, body, waiting)
    VALUES ('${code}', ?, 1, 1, 'mirror', 'mirror#1', ?, 0)`);
  const seen = db.prepare(`INSERT INTO seen (shop, id, at) VALUES ('${code}', ?, ?)`);
  const now = Date.now();
  for (let nr = 0; nr < finished; nr += 1) {
    const name = `order/${FINISHED_FROM + nr}`;
    subject.run(name, FINISHED, now);
    key.run(name);
    mirror.run(name, SHOWN);
    if (nr < SEEN_MAX) seen.run(`${name}@1.1`, now);
  }
  const out = JSON.stringify({ out: 'create#1', waiting: [], delivered: 0 });
  for (let nr = 0; nr < waiting; nr += 1) {
    const name = `order/${WAITING_FROM + nr}`;
    subject.run(name, out, null);
    key.run(name);
    call.run(name, JSON.stringify({ order: documentOf(WAITING_FROM + nr) }));
  }
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

const SEEN_MAX = 1_000_000;
/** A tenth of what an order's state and newest mirror take, so that a million of them fit on a disk. */
const FINISHED = JSON.stringify({ out: null, waiting: [], delivered: 1, was: 'x'.repeat(400) });
const SHOWN = JSON.stringify({ was: 'x'.repeat(400) });

function documentOf(id: number): Json {
  return { ...salesOrderOf(anOrder({ id, number: String(id) }), 1, 'ab'.repeat(16)) };
}
