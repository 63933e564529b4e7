import { randomBytes, randomUUID } from 'node:crypto';
import type { Connection } from '../../worker/src/shop/mysql/connection.ts';

const hex = (bytes: number) => randomBytes(bytes).toString('hex');

/** What a request of the shop does to an order that it changes: its look, its revision, and that it may be served. */
export async function changeOrder(root: Connection, subject: string, snapshot: string | null = '{}'): Promise<void> {
  await markOrder(root, subject);
  await root.change(
    `INSERT INTO wp_causeway_subject (subject, incarnation, rev, hash, snapshot, snapshot_bytes, trace_id, updated_at)
     VALUES (?, 1, 1, '${hex(32)}', NULLIF(?, ''), ?, '${hex(16)}', 0)
     ON DUPLICATE KEY UPDATE rev = rev + 1, snapshot = VALUES(snapshot)`,
    [subject, snapshot ?? '', snapshot?.length ?? 600_000],
  );
  await root.change('UPDATE wp_causeway_outbox SET filled_at = ? WHERE slot = ?', [Date.now(), subject]);
}

/** Its first statement alone: the look waits to be filled. */
export async function markOrder(root: Connection, subject: string): Promise<void> {
  await root.change(
    `INSERT INTO wp_causeway_outbox (kind, priority, subject, slot, event_id, trace_id, first_at, request)
     VALUES ('look', 5, ?, ?, '${randomUUID()}', '${hex(16)}', ?, '${hex(8)}')
     ON DUPLICATE KEY UPDATE touches = touches + 1, filled_at = NULL`,
    [subject, subject, Date.now()],
  );
}

export async function addCommand(root: Connection, subject: string): Promise<void> {
  const by = { user_id: 1, name: 'Ada' };
  const body = { command: 'retry', by, asked_at: 1, seen: null, cause: null, reason: 'ünd so', filter: null };
  await add(root, 'command', 1, subject, null, JSON.stringify(body));
}

export async function addHint(root: Connection, system: string): Promise<void> {
  const body = JSON.stringify({ system, received_at: Date.now(), headers: {}, body: '{}' });
  await add(root, 'hint', 9, `system/${system}`, `hint:${hex(4)}`, body);
}

async function add(
  root: Connection,
  kind: string,
  priority: number,
  subject: string,
  slot: string | null,
  body: string,
): Promise<void> {
  await root.change(
    `INSERT INTO wp_causeway_outbox (kind, priority, subject, slot, event_id, trace_id, first_at, request, filled_at, body)
     VALUES (?, ?, ?, NULLIF(?, ''), '${randomUUID()}', '${hex(16)}', ?, '${hex(8)}', ?, ?)`,
    [kind, priority, subject, slot ?? '', Date.now(), Date.now(), body],
  );
}
