import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Ledger } from '../../../../worker/src/inventory/ledger/ledger.ts';
import { furnishLedger } from '../../../../worker/src/inventory/ledger/ledger-file.ts';
import { type Row, Statements } from '../../../../worker/src/inventory/ledger/statements.ts';
import { KeptFile } from './kept-file.ts';

/** What a commit of the ledger makes durable, as far as a crash around it is told apart. */
export type Noted = 'positions' | 'tellings';

/** By how a statement begins. What is never seen again here leaves its row of the matrix empty, and that fails. */
const NOTES: readonly (readonly [begins: string, noted: Noted])[] = [
  ['INSERT OR REPLACE INTO source', 'positions'],
  ['INSERT INTO source', 'positions'],
  ['INSERT OR REPLACE INTO verdict', 'positions'],
  ['UPDATE waiting', 'tellings'],
  ['DELETE FROM waiting', 'tellings'],
];

/** Each may throw: then the statement or the commit did not happen. */
export interface LedgerWatch {
  /** Before anything is read or written. */
  readonly alive: () => void;
  readonly before: (noted: Noted | null) => void;
  readonly after: (noted: Noted | null) => void;
}

/** The statements of one process on a file that outlives it. */
class WatchedStatements extends Statements {
  readonly #watch: LedgerWatch;
  #noted: Noted | null = null;
  /** What was read since something was written last: each shop asks the same of every source, at every turn. */
  readonly #read = new Map<string, Row[]>();

  constructor(database: DatabaseSync, watch: LedgerWatch) {
    super(database);
    this.#watch = watch;
  }

  override all(sql: string, ...values: SQLInputValue[]) {
    this.#watch.alive();
    const asked = `${sql} ${values.join('\n')}`;
    const rows = this.#read.get(asked) ?? super.all(sql, ...values);
    if (sql.startsWith('SELECT')) this.#read.set(asked, rows);
    else this.#read.clear();
    return rows;
  }

  override run(sql: string, ...values: SQLInputValue[]): void {
    this.#watch.alive();
    this.#read.clear();
    this.#noted = NOTES.find(([begins]) => sql.startsWith(begins))?.[1] ?? this.#noted;
    super.run(sql, ...values);
  }

  override transaction(work: () => void): void {
    this.#watch.alive();
    this.#noted = null;
    try {
      super.transaction(() => {
        work();
        this.#watch.before(this.#noted);
      });
    } finally {
      this.#read.clear();
    }
    this.#watch.after(this.#noted);
  }

  override close(): void {
    // The process let go of it; the file stays.
  }
}

/** The ledger's file. */
export class LedgerDisk extends KeptFile<DatabaseSync> {
  constructor() {
    super(empty);
  }

  /** The ledger, for a process that begins. */
  open(watch: LedgerWatch): Ledger {
    return new Ledger(new WatchedStatements(this.database, watch));
  }
}

function empty(): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  furnishLedger(db, ':memory:');
  return db;
}
