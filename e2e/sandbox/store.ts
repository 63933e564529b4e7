import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

export type Row = Record<string, unknown>;

/**
 * One system's durable store: a SQLite file in WAL mode with `synchronous=FULL`, one writer.
 * What `transaction` returned is on disk. Throws `Error` when the file can't be opened.
 */
export class Store {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: string, schemas: readonly string[]) {
    this.#database = new DatabaseSync(file, { timeout: 5_000 });
    this.#database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;');
    for (const schema of schemas) this.#database.exec(schema);
  }

  /** Runs `work` as one commit; a throw undoes all of it. Not nestable. */
  transaction<Result>(work: () => Result): Result {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Changes rows; answers the inserted row's id. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).lastInsertRowid);
  }

  row<Shape = Row>(sql: string, ...values: SQLInputValue[]): Shape | undefined {
    return this.#prepared(sql).get(...values) as Shape | undefined;
  }

  rows<Shape = Row>(sql: string, ...values: SQLInputValue[]): Shape[] {
    return this.#prepared(sql).all(...values) as Shape[];
  }

  close(): void {
    this.#database.close();
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
