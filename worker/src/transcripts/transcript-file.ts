import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import type { Entry } from './entry.ts';

/** Beside its texts an entry takes about so much of the file. */
const ROW_BYTES = 300;
const PRUNE_EVERY_MS = 3600_000;

const COLUMNS =
  'shop, subject, call, operation, system, at, took_ms, outcome, phase, request_head, request_body, reply_head, reply_body, problem, bytes';

export interface TranscriptBounds {
  /** Of all entries together. */
  readonly bytes: number;
  readonly ageMs: number;
}

/**
 * The file that transcripts are kept in, readable for the worker's user only. Bounded in bytes and age: the oldest goes.
 * A file that can't be read any more is begun anew: nothing depends on it.
 */
export class TranscriptFile {
  readonly #bounds: TranscriptBounds;
  readonly #now: () => number;
  readonly #database: DatabaseSync;
  #bytes: number;
  #prunedAt = 0;

  constructor(path: string, bounds: TranscriptBounds, now: () => number) {
    this.#bounds = bounds;
    this.#now = now;
    this.#database = openOrRenew(path);
    this.#bytes = this.#bytesKept();
    this.prune();
  }

  keep(entry: Entry): void {
    this.#insert(entry);
    if (this.#bytes > this.#bounds.bytes || this.#now() - this.#prunedAt > PRUNE_EVERY_MS) this.prune();
  }

  /** Takes off what is too old or too much. */
  prune(): void {
    this.#prunedAt = this.#now();
    this.#database.prepare('DELETE FROM transcript WHERE at < ?').run(this.#prunedAt - this.#bounds.ageMs);
    this.#bytes = this.#bytesKept();
    if (this.#bytes <= this.#bounds.bytes) return;
    this.#database
      .prepare(
        `DELETE FROM transcript WHERE id <= (SELECT max(id) FROM (
           SELECT id, sum(bytes) OVER (ORDER BY id DESC) AS newer FROM transcript) WHERE newer > ?)`,
      )
      .run(this.#bounds.bytes);
    this.#bytes = this.#bytesKept();
  }

  /** Newest first. */
  of(shop: string, subject: string, limit: number): readonly Entry[] {
    return entriesIn(this.#database, shop, subject, this.#now() - this.#bounds.ageMs, limit);
  }

  close(): void {
    this.#database.close();
  }

  #insert(entry: Entry): void {
    const { request, reply, outcome } = entry;
    const texts = [request.head, request.body, reply?.head ?? null, reply?.body ?? null, entry.problem];
    const bytes = ROW_BYTES + texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
    this.#database
      .prepare(`INSERT INTO transcript (${COLUMNS}) VALUES (${COLUMNS.replace(/\w+/g, '?')})`)
      .run(
        ...[entry.shop, entry.subject, entry.call, entry.operation, entry.system, entry.at, entry.tookMs],
        ...[outcome.name, outcome.phase, ...texts, bytes],
      );
    this.#bytes += bytes;
  }

  #bytesKept(): number {
    return Number(this.#database.prepare('SELECT coalesce(sum(bytes), 0) AS bytes FROM transcript').get()?.bytes);
  }
}

/** Reads beside the worker that writes, or where none runs. Newest first, from `since` on (epoch ms); null: there is no file. */
export function readTranscripts(path: string, shop: string, subject: string, since: number, limit: number) {
  if (!existsSync(path)) return null;
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return entriesIn(database, shop, subject, since, limit);
  } finally {
    database.close();
  }
}

function entriesIn(
  database: DatabaseSync,
  shop: string,
  subject: string,
  since: number,
  limit: number,
): readonly Entry[] {
  return database
    .prepare(`SELECT ${COLUMNS} FROM transcript WHERE shop = ? AND subject = ? AND at >= ? ORDER BY id DESC LIMIT ?`)
    .all(shop, subject, since, limit)
    .map(entryOf);
}

function openOrRenew(path: string): DatabaseSync {
  try {
    return open(path);
  } catch {
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    return open(path);
  }
}

function open(path: string): DatabaseSync {
  // SQLite gives its files the mode of the first.
  closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path);
  try {
    database.exec(`
      PRAGMA auto_vacuum = FULL;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA busy_timeout = 1000;
      CREATE TABLE IF NOT EXISTS transcript (
        id INTEGER PRIMARY KEY, shop TEXT NOT NULL, subject TEXT NOT NULL, call TEXT NOT NULL, operation TEXT NOT NULL,
        system TEXT NOT NULL, at INTEGER NOT NULL, took_ms INTEGER NOT NULL, outcome TEXT NOT NULL, phase TEXT,
        request_head TEXT NOT NULL, request_body TEXT, reply_head TEXT, reply_body TEXT, problem TEXT, bytes INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX IF NOT EXISTS of_subject ON transcript (shop, subject, id);
      CREATE INDEX IF NOT EXISTS by_age ON transcript (at);`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function entryOf(row: Record<string, SQLOutputValue>): Entry {
  const text = (column: string): string => String(row[column]);
  const perhaps = (column: string): string | null => (row[column] === null ? null : text(column));
  const replyHead = perhaps('reply_head');
  return {
    shop: text('shop'),
    subject: text('subject'),
    call: text('call'),
    operation: text('operation'),
    system: text('system'),
    at: Number(row.at),
    tookMs: Number(row.took_ms),
    outcome: { name: text('outcome'), phase: perhaps('phase') },
    request: { head: text('request_head'), body: perhaps('request_body') },
    reply: replyHead === null ? null : { head: replyHead, body: perhaps('reply_body') },
    problem: perhaps('problem'),
  };
}
