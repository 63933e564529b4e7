import { type ExchangeResponse, type LookEvent, ReturnedOrder } from '@causeway/contracts';
import { isLookedAt, type OutboxRow, type ReturnRow, type ShopDatabase, type SubjectRow } from './database.ts';

/** JSON as the contract's schemas type it. */
type Wire = ExchangeResponse['rows'][number];

const HASH = '0'.repeat(64);

/** What the shop says of a subject now, as an event of its own. */
export function lookEvent(shopId: string, event: string, db: ShopDatabase, row: SubjectRow): LookEvent {
  return {
    ...envelope(shopId, event, row.key, row.traceId),
    dataschema: 'look',
    type: 'com.causeway.order.look.v1',
    data: {
      ...fresh(row, row.returned === null ? snapshotOf(row) : returnOf(db, row, row.returned)),
      snapshot_bytes: 1500,
      written_status: row.writtenStatus,
      first_seen_at: row.firstSeenAt,
      memory: { checkpoint: row.mirror?.checkpoint ?? null, epoch: row.epoch, n: row.n },
    },
  };
}

export function fresh(row: SubjectRow, snapshot = snapshotOf(row)) {
  // A return that did not begin in the shop has no revision.
  return { incarnation: row.incarnation, rev: Math.max(1, row.rev), hash: HASH, snapshot };
}

function snapshotOf(row: SubjectRow): Wire {
  const id = Number(row.key.slice('order/'.length));
  if (row.deleted) return { deleted: true, id };
  const order = row.order as unknown as Wire;
  return row.spoilt ? { ...(order as object), currency: 'kroner', totals: null } : order;
}

/** A return, with its order as it is now. */
function returnOf(db: ShopDatabase, { key }: SubjectRow, { order: orderKey, request }: ReturnRow): Wire {
  const row = db.subjects.get(orderKey);
  if (!row?.order || row.deleted) return { deleted: true, id: Number(key.slice('return/'.length)) };
  const { order } = row;
  const back = (id: number) =>
    order.refunds
      .flatMap(({ lines }) => lines)
      .reduce((sum, line) => sum + (line.item_id === id ? Number(line.quantity) : 0), 0);
  const refunded = order.refunds.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0) / 100;
  const sold: ReturnedOrder = {
    ...order,
    total: order.totals.total,
    refunded: refunded.toFixed(2),
    erp_number: row.erpNumber,
    items: order.items.map((item) => ({ ...item, refunded_quantity: String(back(item.id)) })),
  };
  return wire({ ...request, order: ReturnedOrder.parse(sold) });
}

/** A row of the outbox as it is served. */
export function wireRow(shopId: string, db: ShopDatabase, row: OutboxRow): Wire {
  const subject = db.subjects.get(row.subject);
  if (row.command === null) {
    if (subject === undefined) throw new Error(`a look at ${row.subject}, which the shop doesn't have`);
    return wire({ row: row.row, kind: 'look', event: lookEvent(shopId, row.event, db, subject) });
  }
  const about = subject && isLookedAt(subject) ? lookEvent(shopId, row.event, db, subject) : null;
  const trace = subject?.traceId ?? '0'.repeat(31).concat('1');
  const event = {
    ...envelope(shopId, row.event, row.subject, trace),
    dataschema: 'command',
    type: 'com.causeway.command.v1' as const,
    data: { ...row.command, about: about === null ? null : wire(about) },
  };
  return wire({ row: row.row, kind: 'command', event });
}

function envelope(shopId: string, id: string, subject: string, traceId: string) {
  return {
    specversion: '1.0' as const,
    id,
    source: shopId,
    subject,
    time: '2026-11-27T10:00:00Z',
    datacontenttype: 'application/json' as const,
    traceparent: `00-${traceId}-${'cd'.repeat(8)}-01`,
  };
}

const wire = (value: object): Wire => value as Wire;

/** An id that has the form of a UUID and is the same in every run. */
export function uuid(kind: number, nr: number): string {
  return `${kind.toString(16).padStart(8, '0')}-0000-7000-8000-${nr.toString(16).padStart(12, '0')}`;
}
