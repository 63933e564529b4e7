import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { furnish } from '../../../../worker/src/engine/embedded/schema.ts';
import { KeptFile } from './kept-file.ts';

/** What a transaction of the engine makes durable, as far as a crash around it is told apart. */
export type Held = 'rows' | 'call sent' | 'outcome' | 'answer';

const isWrittenAsSent = (values: readonly SQLInputValue[]): boolean => values.at(-1) === 1;

/** By how a statement begins, and what it writes. What is never seen again here leaves its row of the matrix empty, and that fails. */
const HOLDS: readonly (readonly [begins: string, held: Held, when?: (values: readonly SQLInputValue[]) => boolean])[] =
  [
    ['INSERT OR IGNORE INTO seen', 'rows'],
    ['INSERT INTO call (id', 'call sent', isWrittenAsSent],
    ['UPDATE call SET sent = 1', 'call sent'],
    ['DELETE FROM call WHERE id', 'outcome'],
    ['DELETE FROM effect WHERE seq', 'answer'],
    ['UPDATE effect SET waiting = 0 WHERE seq', 'answer'],
  ];

export interface DiskWatch {
  /** May throw: then the transaction did not happen. */
  before(holds: ReadonlySet<Held>): void;
  after(holds: ReadonlySet<Held>): void;
}

/** An SQLite that outlives the process that has it open, as a file does. */
class KeptDatabase extends DatabaseSync {
  readonly #statements = new Map<string, StatementSync>();
  readonly #holds = new Set<Held>();
  /** States that were asked for since the file changed last: many want to know at one step. */
  readonly #states = new Map<string, string | null>();
  watch: DiskWatch | null = null;

  override close(): void {
    // The process let go of it; the file stays.
  }

  override prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = super.prepare(sql);
    const [, held, when] = HOLDS.find(([begins]) => sql.startsWith(begins)) ?? [];
    const kept = held === undefined ? statement : this.#noting(statement, held, when);
    this.#statements.set(sql, kept);
    return kept;
  }

  override exec(sql: string): void {
    this.#states.clear();
    if (sql === 'BEGIN IMMEDIATE') this.#holds.clear();
    if (sql === 'COMMIT') this.watch?.before(this.#holds);
    // Every cycle of the engine is a transaction: these two are compiled once.
    if (sql === 'BEGIN IMMEDIATE' || sql === 'COMMIT') this.prepare(sql).run();
    else super.exec(sql);
    if (sql === 'COMMIT') this.watch?.after(this.#holds);
  }

  /** Statements of what it held before are forgotten. */
  override deserialize(bytes: Uint8Array): void {
    this.#statements.clear();
    this.#states.clear();
    super.deserialize(bytes);
  }

  stateOf(shop: string, subject: string): string | null {
    const of = `${shop} ${subject}`;
    const known = this.isTransaction ? undefined : this.#states.get(of);
    if (known !== undefined) return known;
    const row = this.prepare('SELECT state FROM subject WHERE shop = ? AND subject = ?').get(shop, subject);
    const state = (row?.state as string | null | undefined) ?? null;
    if (!this.isTransaction) this.#states.set(of, state);
    return state;
  }

  end(): void {
    super.close();
  }

  #noting(statement: StatementSync, held: Held, when = (_: readonly SQLInputValue[]) => true): StatementSync {
    const holds = this.#holds;
    return {
      run(...values: SQLInputValue[]) {
        const result = statement.run(...values);
        if (result.changes > 0 && when(values)) holds.add(held);
        return result;
      },
    } as StatementSync;
  }
}

/** The engine's file. */
export class EngineDisk extends KeptFile<KeptDatabase> {
  constructor() {
    super(empty);
  }

  /** The file, for a process that begins. */
  open(watch: DiskWatch): DatabaseSync {
    this.database.watch = watch;
    return this.database;
  }

  /** Whether the file holds that an event was taken. */
  hasTaken(shop: string, event: string): boolean {
    return this.database.prepare('SELECT 1 FROM seen WHERE shop = ? AND id = ?').get(shop, event) !== undefined;
  }

  /** The JSON that the file holds of a subject; null: nothing. */
  stateOf(shop: string, subject: string): string | null {
    return this.database.stateOf(shop, subject);
  }

  override end(): void {
    this.database.end();
  }
}

function empty(): KeptDatabase {
  const db = new KeptDatabase(':memory:');
  furnish(db, ':memory:');
  return db;
}
