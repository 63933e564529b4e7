import { DatabaseSync } from 'node:sqlite';

const VERSION = 2;

/**
 * `source`: how far a system was read. `position`: what it says lies where; `place`: whether a place is online.
 * `waiting`: SKUs that the shops have to be told of, at `due_ms` (epoch; 0: now), worst news (`rank`) first; `again` 1: told once
 * already. `held_fall`: what falls in the held telling; `verdict`: what a person said of that; `after` is what was told then. `told`: with which
 * settings and engine a shop was told all. `accepted`: a telling that is taken in portion by portion, without its positions; they are in `portion`.
 */
const SCHEMA = `
  CREATE TABLE source (
    name TEXT PRIMARY KEY,
    cursor TEXT,
    up_to TEXT,
    heard_ms INTEGER,
    held TEXT
  ) STRICT;
  CREATE TABLE position (
    source TEXT NOT NULL,
    sku TEXT NOT NULL,
    node TEXT NOT NULL,
    on_hand TEXT NOT NULL,
    allocated TEXT,
    in_transit TEXT,
    damaged TEXT,
    quarantined TEXT,
    pending_returns TEXT,
    as_of TEXT NOT NULL,
    PRIMARY KEY (source, sku, node)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE place (
    source TEXT NOT NULL,
    node TEXT NOT NULL,
    online INTEGER NOT NULL,
    PRIMARY KEY (source, node)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE waiting (
    source TEXT NOT NULL,
    sku TEXT NOT NULL,
    rank INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    due_ms INTEGER NOT NULL,
    again INTEGER NOT NULL,
    PRIMARY KEY (source, sku)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX waiting_next ON waiting (source, rank, seq);
  CREATE TABLE verdict (
    source TEXT NOT NULL,
    sku TEXT NOT NULL,
    approved INTEGER NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (source, sku)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE held_fall (
    source TEXT NOT NULL,
    sku TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (source, sku)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE accepted (source TEXT PRIMARY KEY, frame TEXT NOT NULL) STRICT;
  CREATE TABLE portion (
    source TEXT NOT NULL,
    nth INTEGER NOT NULL,
    entries TEXT NOT NULL,
    PRIMARY KEY (source, nth)
  ) STRICT;
  CREATE TABLE told (shop TEXT PRIMARY KEY, mark TEXT NOT NULL) STRICT;
  CREATE TABLE counter (id INTEGER PRIMARY KEY CHECK (id = 1), value INTEGER NOT NULL) STRICT;
  INSERT INTO counter VALUES (1, 0);
  PRAGMA user_version = ${VERSION};
`;

/** Opens (or makes) the ledger's file; what it holds can be read again from the systems. Throws for one of another version. */
export function openLedgerFile(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  // NORMAL: after a power cut the last tellings are read again, as the cursor went with them.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  furnishLedger(database, file);
  return database;
}

/** Makes the tables of a new ledger. Throws for one of another version. */
export function furnishLedger(database: DatabaseSync, name: string): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version === 0) database.exec(`BEGIN; ${SCHEMA} COMMIT;`);
  else if (version !== VERSION) throw new Error(`${name} is of version ${version}; this worker knows ${VERSION}`);
}
