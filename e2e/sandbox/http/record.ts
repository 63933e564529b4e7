import type { Store } from '../store.ts';

export const RECORD_SCHEMA = `
  CREATE TABLE IF NOT EXISTS request (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    external_id TEXT,
    received_at_ms INTEGER NOT NULL,
    status INTEGER,
    fault TEXT,
    answered_at_ms INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS request_external_id ON request (external_id);
`;

/** What reached the port, for whoever counts: written before a request is handled, completed when it is answered. */
export class RequestRecord {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  arrived(method: string, path: string, externalId: string | undefined, receivedAtMs: number): number {
    return this.#store.run(
      'INSERT INTO request (method, path, external_id, received_at_ms) VALUES (?, ?, ?, ?)',
      method,
      path,
      externalId ?? null,
      receivedAtMs,
    );
  }

  /** `status` is null when the connection was reset instead of answered. */
  answered(id: number, status: number | null, fault: string | null): void {
    this.#store.run(
      'UPDATE request SET status = ?, fault = ?, answered_at_ms = ? WHERE id = ?',
      status,
      fault,
      Date.now(),
      id,
    );
  }

  counts(): { total: number; by_status: Record<string, number> } {
    const rows = this.#store.rows<{ status: string; n: number }>(
      "SELECT COALESCE(CAST(status AS TEXT), 'none') AS status, COUNT(*) AS n FROM request GROUP BY status",
    );
    return {
      total: rows.reduce((sum, row) => sum + row.n, 0),
      by_status: Object.fromEntries(rows.map((row) => [row.status, row.n])),
    };
  }
}
