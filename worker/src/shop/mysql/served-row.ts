import { uuidv7 } from './uuidv7.ts';

/** A row of the outbox with its subject, as the statement `read` gives it. */
export interface StoredRow {
  readonly id: number;
  readonly kind: 'look' | 'command' | 'hint';
  readonly subject: string;
  readonly event_id: string;
  readonly trace_id: string;
  readonly first_at: number;
  readonly written_status: string | null;
  readonly body: string | null;
  readonly subject_trace: string | null;
  readonly incarnation: number;
  readonly rev: number;
  readonly hash: string;
  readonly snapshot: string | null;
  readonly snapshot_bytes: number;
  readonly snapshot_at: number;
  readonly checkpoint: string | null;
  readonly epoch: number;
  readonly n: number;
}

const TYPES = {
  look: 'com.causeway.order.look.v1',
  command: 'com.causeway.command.v1',
  hint: 'com.causeway.hint.v1',
} as const;

/** The row as an exchange would have served it: contracts `OutboxRow`, unchecked. `source`: the shop's id. */
export function served(row: StoredRow, source: string): { row: number; kind: string; event: object } {
  const event = (data: unknown) =>
    envelope(row.kind, row.event_id, source, row.subject, row.first_at, traceOf(row), data);
  return { row: row.id, kind: row.kind, event: event(bodyOf(row, source)) };
}

const traceOf = (row: StoredRow) => (row.kind === 'look' ? (row.subject_trace ?? '') : row.trace_id);

function bodyOf(row: StoredRow, source: string): unknown {
  if (row.kind === 'look') return lookOf(row, row.written_status, row.first_at);
  const body = decoded(row.body);
  if (row.kind === 'hint') return body;
  const look = lookOf(row, null, row.snapshot_at);
  const about = envelope('look', uuidv7(), source, row.subject, row.snapshot_at, row.subject_trace ?? '', look);
  return { about, ...(typeof body === 'object' ? body : {}) };
}

function lookOf(row: StoredRow, writtenStatus: string | null, firstSeenAt: number): object {
  const { incarnation, rev, hash, snapshot, snapshot_bytes, checkpoint, epoch, n } = row;
  return {
    incarnation,
    rev,
    hash,
    snapshot: decoded(snapshot),
    snapshot_bytes,
    written_status: writtenStatus,
    first_seen_at: firstSeenAt,
    memory: { checkpoint: decoded(checkpoint), epoch, n },
  };
}

function envelope(
  kind: keyof typeof TYPES,
  id: string,
  source: string,
  subject: string,
  at: number,
  traceId: string,
  data: unknown,
): object {
  const type = TYPES[kind];
  return {
    specversion: '1.0',
    id,
    source,
    type,
    subject,
    time: new Date(at).toISOString(),
    datacontenttype: 'application/json',
    dataschema: `urn:causeway:schema:${type.slice('com.causeway.'.length)}`,
    traceparent: `00-${traceId}-${id.replaceAll('-', '').slice(16)}-01`,
    data,
  };
}

/** What can't be decoded is null: the row is made an exception of, and the others still cross. */
function decoded(json: string | null): unknown {
  try {
    return json === null ? null : JSON.parse(json);
  } catch {
    return null;
  }
}
