import { DatabaseSync } from 'node:sqlite';
import type { LookEvent, OrderSnapshot } from '@causeway/contracts';
import { anOrder } from '../../../worker/src/flows/order/rehearsal/snapshot.ts';
import { uuidv7 } from '../../../worker/src/shop/mysql/uuidv7.ts';
import { toNativeOrder } from '../../../worker/src/systems/erp/sandbox/mapping.ts';
import { salesOrderOf } from './deliver.ts';
import { BENCH_SHOP } from './ground.ts';

/** A shop's outbox in a file. `taken`: acknowledged. */
export const OUTBOX = `
  CREATE TABLE outbox (
    row INTEGER PRIMARY KEY, event TEXT NOT NULL, document TEXT NOT NULL, taken INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX outbox_waiting ON outbox (row) WHERE taken = 0;
`;

/**
 * Fills an outbox with looks, in turn at so many orders, each time a revision further. `document` is what the ERP is
 * posted for the row: the bare loop posts it as it lies there, the worker has to come to it by itself.
 */
export function layOutbox(file: string, rows: number, orders: number): void {
  const db = new DatabaseSync(file);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; ${OUTBOX} BEGIN`);
  const insert = db.prepare('INSERT INTO outbox (event, document) VALUES (?, ?)');
  const now = Date.now();
  for (let nr = 0; nr < rows; nr += 1) {
    const rev = 1 + Math.floor(nr / orders);
    const order = orderOf(1 + (nr % orders), now);
    const document = toNativeOrder(salesOrderOf(order, rev, TRACE_ID));
    insert.run(JSON.stringify(lookAt(order, rev, now)), JSON.stringify(document));
  }
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}

const TRACE_ID = 'ab'.repeat(16);

function orderOf(id: number, now: number): OrderSnapshot {
  const created_at = `${new Date(now).toISOString().slice(0, 19)}Z`;
  return anOrder({ id, number: String(id), key: `wc_order_${id}`, created_at });
}

function lookAt(snapshot: OrderSnapshot, rev: number, now: number): LookEvent {
  return {
    specversion: '1.0',
    id: uuidv7(),
    source: BENCH_SHOP.id,
    subject: `order/${snapshot.id}`,
    time: new Date(now).toISOString(),
    datacontenttype: 'application/json',
    dataschema: 'look',
    traceparent: `00-${TRACE_ID}-${'cd'.repeat(8)}-01`,
    type: 'com.causeway.order.look.v1',
    data: {
      incarnation: 1,
      rev,
      hash: 'a'.repeat(64),
      snapshot: snapshot as unknown as LookEvent['data']['snapshot'],
      snapshot_bytes: 2500,
      written_status: null,
      first_seen_at: now,
      memory: { checkpoint: null, epoch: 0, n: 0 },
    },
  };
}
