import { SNAPSHOT_BYTES_MAX } from '@causeway/contracts';
import { HOLDS } from './warrant.ts';

const ARCHIVE_ROWS_MAX = 50_000;
const ARCHIVE_MS_MAX = 30 * 86_400_000;

const NOW = 'CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)';
/** A look this young may be filled any moment. Milliseconds. */
const COMING_MS = 10_000;

/** Commands, looks, hints: plugin/outbox/OutboxTable.php. */
const LOOK_PRIORITY = 5;
const PRIORITIES = [1, LOOK_PRIORITY, 9];

const LOOK = 's.incarnation, s.rev, s.hash, s.snapshot, s.snapshot_bytes, s.snapshot_at, s.checkpoint, s.epoch, s.n';

/**
 * What may be served without WordPress: filled looks; commands whose subject is there whole; hints. A command that brings
 * several subjects, or one whose snapshot was dropped, is the plugin's to serve.
 */
const SERVABLE = `o.filled_at IS NOT NULL AND (o.kind = 'hint' OR (o.kind = 'look' AND s.subject IS NOT NULL)
  OR (o.kind = 'command' AND s.rev > 0 AND (s.snapshot IS NOT NULL OR s.snapshot_bytes > ${SNAPSHOT_BYTES_MAX})))`;

/**
 * The lane's statements on the plugin's tables: docs/protocol.md, "The database lane", says what each may assume.
 * `{ids}` stands for row numbers, `{limit}` for a number of rows.
 */
export function statementsFor(prefix: string) {
  const table = (name: string) => `\`${prefix}causeway_${name}\``;
  const [outbox, archive, subject, link] = [table('outbox'), table('archive'), table('subject'), table('link')];
  // By number along the primary key, so that a long backlog is not sorted for the first of its rows.
  const choice = (
    priority: number,
  ) => `SELECT o.priority, o.id, COALESCE(LENGTH(o.body), 0) + COALESCE(s.snapshot_bytes, 0) AS weight
    FROM ${outbox} o ${priority === LOOK_PRIORITY ? 'FORCE INDEX (PRIMARY)' : ''}
    LEFT JOIN ${subject} s ON s.subject = o.subject AND o.kind <> 'hint'
    WHERE o.priority = ${priority} AND ${SERVABLE} AND o.id NOT IN ({ids}) ORDER BY o.id LIMIT {limit}`;
  const holds = `EXISTS (SELECT 1 FROM ${link} WHERE ${HOLDS})`;
  return {
    /** `mine`: the warrant holds here. `ready`: a row waits that was never served. `coming`: one will, soon. */
    stir: `SELECT ${holds} AS mine,
      EXISTS (SELECT 1 FROM ${outbox} WHERE filled_at IS NOT NULL AND served_at IS NULL) AS ready,
      EXISTS (SELECT 1 FROM (SELECT filled_at, first_at FROM ${outbox} ORDER BY id DESC LIMIT 50) newest
        WHERE filled_at IS NULL AND first_at > ${NOW} - ${COMING_MS}) AS coming`,
    choose: PRIORITIES.map((priority) => `(${choice(priority)})`).join(' UNION ALL '),
    take: `UPDATE ${outbox} SET served_at = ${NOW}, slot = NULL
      WHERE id IN ({ids}) AND filled_at IS NOT NULL AND ${holds}`,
    read: `SELECT o.id, o.kind, o.subject, o.event_id, o.trace_id, o.first_at, o.written_status, o.body,
        s.trace_id AS subject_trace, ${LOOK}
      FROM ${outbox} o LEFT JOIN ${subject} s ON s.subject = o.subject AND o.kind <> 'hint'
      WHERE o.id IN ({ids}) AND o.slot IS NULL AND o.served_at IS NOT NULL AND ${holds} ORDER BY o.priority, o.id`,
    archive: `INSERT IGNORE INTO ${archive} (id, kind, subject, event_id, trace_id, rev, body, first_at, acked_at)
      SELECT id, kind, subject, event_id, trace_id, rev, CASE WHEN kind = 'command' THEN body ELSE NULL END, first_at, ${NOW}
      FROM ${outbox} WHERE id IN ({ids}) AND served_at IS NOT NULL`,
    remove: `DELETE FROM ${outbox} WHERE id IN ({ids}) AND served_at IS NOT NULL`,
    count: `UPDATE ${link} SET ack_number = LAST_INSERT_ID(ack_number + 1) WHERE ${HOLDS}`,
    newest: `SELECT MAX(id) AS id FROM ${archive}`,
    prune: `DELETE FROM ${archive} WHERE id <= {limit} - ${ARCHIVE_ROWS_MAX} OR acked_at < ${NOW} - ${ARCHIVE_MS_MAX}`,
  };
}

export type Statements = ReturnType<typeof statementsFor>;

/** Puts row numbers and limits into a statement. Throws for anything but whole numbers. */
export function filledIn(sql: string, { ids = [], limit = 0 }: { ids?: readonly number[]; limit?: number }): string {
  if (![...ids, limit].every(Number.isSafeInteger)) throw new RangeError('row numbers are whole numbers');
  return sql.replaceAll('{ids}', ids.length > 0 ? ids.join(', ') : '0').replaceAll('{limit}', String(limit));
}
