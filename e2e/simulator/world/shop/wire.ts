import type { ExchangeResponse, LookEvent } from '@causeway/contracts';
import type { OutboxRow, ShopDatabase, SubjectRow } from './database.ts';

/** JSON as the contract's schemas type it. */
type Wire = ExchangeResponse['rows'][number];

const HASH = '0'.repeat(64);

/** What the shop says of a subject now, as an event of its own. */
export function lookEvent(shopId: string, event: string, row: SubjectRow): LookEvent {
  return {
    ...envelope(shopId, event, row.key, row.traceId),
    dataschema: 'look',
    type: 'com.causeway.order.look.v1',
    data: {
      ...fresh(row),
      snapshot_bytes: 1500,
      written_status: row.writtenStatus,
      first_seen_at: row.firstSeenAt,
      memory: { checkpoint: row.mirror?.checkpoint ?? null, epoch: row.epoch, n: row.n },
    },
  };
}

export function fresh(row: SubjectRow) {
  return { incarnation: row.incarnation, rev: row.rev, hash: HASH, snapshot: snapshotOf(row) };
}

function snapshotOf(row: SubjectRow): Wire {
  const id = Number(row.key.slice('order/'.length));
  if (row.deleted) return { deleted: true, id };
  const order = row.order as unknown as Wire;
  return row.spoilt ? { ...(order as object), currency: 'kroner', totals: null } : order;
}

/** A row of the outbox as it is served. */
export function wireRow(shopId: string, db: ShopDatabase, row: OutboxRow): Wire {
  const subject = db.subjects.get(row.subject);
  if (row.command === null) {
    if (subject === undefined) throw new Error(`a look at ${row.subject}, which the shop doesn't have`);
    return wire({ row: row.row, kind: 'look', event: lookEvent(shopId, row.event, subject) });
  }
  const about = subject?.order ? lookEvent(shopId, row.event, subject) : null;
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
