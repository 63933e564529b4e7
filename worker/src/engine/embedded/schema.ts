import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { EngineFileTooNew } from '../errors.ts';

/**
 * One entry a version, never edited once released; `PRAGMA user_version` counts those that ran.
 * The tables hold unfinished work and the subjects it is about; what is done is gone with the commit that did it.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE shop (code TEXT PRIMARY KEY, epoch INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE subject (
    shop TEXT NOT NULL, subject TEXT NOT NULL, flow TEXT NOT NULL, version INTEGER NOT NULL,
    state TEXT,                      -- null: only its effect numbers are known
    epoch INTEGER NOT NULL, n INTEGER NOT NULL,
    calls INTEGER NOT NULL,          -- how many it ever made
    mirror_hash TEXT,                -- of the newest mirror that the shop has or will get
    labels TEXT NOT NULL,
    closed_at INTEGER,
    PRIMARY KEY (shop, subject)
  ) STRICT;
  CREATE INDEX subject_closed ON subject (closed_at) WHERE closed_at IS NOT NULL;
  CREATE TABLE label (
    shop TEXT NOT NULL, label TEXT NOT NULL, subject TEXT NOT NULL, PRIMARY KEY (shop, label, subject)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE event (
    seq INTEGER PRIMARY KEY, shop TEXT NOT NULL, subject TEXT NOT NULL,
    body TEXT NOT NULL, memory TEXT, at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX event_shop ON event (shop);
  CREATE INDEX event_subject ON event (shop, subject);
  CREATE TABLE seen (
    seq INTEGER PRIMARY KEY, shop TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, UNIQUE (shop, id)
  ) STRICT;
  CREATE TABLE set_aside (
    seq INTEGER PRIMARY KEY, shop TEXT NOT NULL, subject TEXT NOT NULL,
    body TEXT NOT NULL, memory TEXT, at INTEGER NOT NULL,
    cause TEXT, error TEXT           -- null: nothing is wrong with it, it waits behind one that failed
  ) STRICT;
  CREATE INDEX set_aside_subject ON set_aside (shop, subject);

  CREATE TABLE call (
    id INTEGER PRIMARY KEY, shop TEXT NOT NULL, subject TEXT NOT NULL, key TEXT NOT NULL,
    role TEXT NOT NULL, operation TEXT NOT NULL, request TEXT NOT NULL,
    sent INTEGER NOT NULL            -- 1: handed to dispatch, or about to be
  ) STRICT;
  CREATE INDEX call_ready ON call (shop, role) WHERE sent = 0;
  CREATE INDEX call_subject ON call (shop, subject);
  CREATE TABLE call_key (
    shop TEXT NOT NULL, subject TEXT NOT NULL, key TEXT NOT NULL, nr INTEGER NOT NULL, PRIMARY KEY (shop, subject, key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE timer (
    shop TEXT NOT NULL, subject TEXT NOT NULL, name TEXT NOT NULL, at INTEGER NOT NULL,
    fired INTEGER NOT NULL,          -- 1: its event waits to be decided
    PRIMARY KEY (shop, subject, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX timer_due ON timer (at) WHERE fired = 0;

  CREATE TABLE effect (
    seq INTEGER PRIMARY KEY, shop TEXT NOT NULL, subject TEXT NOT NULL, epoch INTEGER NOT NULL, n INTEGER NOT NULL,
    kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
    waiting INTEGER NOT NULL,        -- 0: answered, and the subject's newest mirror
    UNIQUE (shop, subject, epoch, n)
  ) STRICT;
  CREATE INDEX effect_waiting ON effect (shop) WHERE waiting = 1;
  CREATE INDEX effect_mirror ON effect (shop, subject) WHERE kind = 'mirror';
  `,
  `
  ALTER TABLE shop ADD COLUMN granted INTEGER NOT NULL DEFAULT 0;      -- \`epoch\` is what effects are numbered under
  UPDATE shop SET granted = epoch;
  ALTER TABLE shop ADD COLUMN shop_id TEXT;                            -- null: never said
  ALTER TABLE shop ADD COLUMN incarnation INTEGER NOT NULL DEFAULT 0;  -- 0: never said
  ALTER TABLE shop ADD COLUMN recovering INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE subject ADD COLUMN since INTEGER NOT NULL DEFAULT 0;     -- what came of it up to this event counts no more
  CREATE INDEX subject_since ON subject (since) WHERE since > 0;
  `,
];

/** A bound limit. SQLite plans by the value of a bare `LIMIT ?`, so that it would prepare the statement anew at every call. */
export const AT_MOST = 'LIMIT +?';

/** Opens the engine's file, made for its owner's eyes only if it is new. Throws `EngineFileTooNew`. */
export function openFile(file: string): DatabaseSync {
  createPrivate(file);
  const db = new DatabaseSync(file, { timeout: 1000 });
  try {
    furnish(db, file);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Gives an open database the engine's tables, and the way in which it is written. Throws `EngineFileTooNew`. */
export function furnish(db: DatabaseSync, file: string): void {
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864',
  );
  migrate(db, file);
}

/** Only ever creates: to open and close a file that SQLite has open would drop SQLite's locks on it. */
function createPrivate(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function migrate(db: DatabaseSync, file: string): void {
  const found = Number((db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version);
  if (found > MIGRATIONS.length) throw new EngineFileTooNew(file, found, MIGRATIONS.length);
  for (let version = found; version < MIGRATIONS.length; version++) {
    db.exec(`BEGIN IMMEDIATE; ${MIGRATIONS[version]}; PRAGMA user_version = ${version + 1}; COMMIT`);
  }
}
