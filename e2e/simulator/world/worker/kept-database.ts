import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { type Heard, type Held, type Noted, notedOf } from './noted.ts';

export interface DiskWatch {
  /** May throw: then the transaction did not happen. */
  before(holds: ReadonlySet<Held>): void;
  /** It is committed, and not on the disk yet. `lose`: what a power cut does. */
  between(holds: ReadonlySet<Held>, lose: () => void): void;
  /** It is on the disk, and nobody heard of it yet. */
  after(holds: ReadonlySet<Held>): void;
}

/**
 * An SQLite that outlives the process that has it open, as a file does. A commit that is not synced yet is one that SQLite has not
 * ended: what is lost with the power is rolled back.
 */
export class KeptDatabase extends DatabaseSync {
  readonly #statements = new Map<string, StatementSync>();
  readonly #holds = new Set<Held>();
  /** Names of what the commit holds that is not on the disk yet. */
  readonly #unsynced = new Set<string>();
  /** States that were asked for since the file changed last: many want to know at one step. */
  readonly #states = new Map<string, string | null>();
  #commitsSync = true;
  #waitsForDisk = false;
  watch: DiskWatch | null = null;

  /** The process let go of it; the file stays, and what was committed is in the machine's hands. */
  override close(): void {
    this.#reachDisk();
  }

  override prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = super.prepare(sql);
    const noted = notedOf(sql);
    const kept = noted === undefined ? this.#alone(sql, statement) : this.#noting(statement, noted);
    this.#statements.set(sql, kept);
    return kept;
  }

  override exec(sql: string): void {
    this.#states.clear();
    if (sql.startsWith('PRAGMA synchronous')) this.#commitsSync = sql.endsWith('FULL');
    else if (sql === 'BEGIN IMMEDIATE') this.#begin();
    else if (sql === 'COMMIT') this.#commit();
    else super.exec(sql);
  }

  /** What was committed is on the disk now, unless something strikes. */
  sync(): void {
    if (!this.#waitsForDisk) return;
    this.watch?.between(this.#holds, () => this.#lose());
    if (!this.#waitsForDisk) return;
    this.#reachDisk();
    this.watch?.after(this.#holds);
  }

  hasOnDisk(heard: Heard, name: string): boolean {
    return !this.#unsynced.has(`${heard} ${name}`);
  }

  /** Statements of what it held before are forgotten. */
  override deserialize(bytes: Uint8Array): void {
    this.#statements.clear();
    this.#states.clear();
    super.deserialize(bytes);
  }

  stateOf(shop: string, subject: string): string | null {
    const of = `${shop} ${subject}`;
    const isOpen = this.isTransaction && !this.#waitsForDisk;
    const known = isOpen ? undefined : this.#states.get(of);
    if (known !== undefined) return known;
    const row = this.prepare('SELECT state FROM subject WHERE shop = ? AND subject = ?').get(shop, subject);
    const state = (row?.state as string | null | undefined) ?? null;
    if (!isOpen) this.#states.set(of, state);
    return state;
  }

  end(): void {
    super.close();
  }

  #begin(): void {
    this.#reachDisk();
    this.#holds.clear();
    this.#unsynced.clear();
    // Every cycle of the engine is a transaction: these two are compiled once.
    this.prepare('BEGIN IMMEDIATE').run();
  }

  #commit(): void {
    this.watch?.before(this.#holds);
    this.#waitsForDisk = true;
    if (this.#commitsSync) this.#reachDisk();
    if (this.#commitsSync) this.watch?.after(this.#holds);
  }

  #reachDisk(): void {
    if (!this.#waitsForDisk) return;
    this.#waitsForDisk = false;
    this.#unsynced.clear();
    this.prepare('COMMIT').run();
  }

  #lose(): void {
    this.#waitsForDisk = false;
    this.#unsynced.clear();
    this.#states.clear();
    super.exec('ROLLBACK');
  }

  /** Written beside the engine's transactions it is on the disk at once, and with it all that was committed before. */
  #alone(sql: string, statement: StatementSync): StatementSync {
    if (!sql.startsWith('INSERT INTO shop ')) return statement;
    return {
      run: (...values: SQLInputValue[]) => {
        this.#reachDisk();
        return statement.run(...values);
      },
    } as StatementSync;
  }

  #noting(statement: StatementSync, { held, when = () => true, heard }: Noted): StatementSync {
    const holds = this.#holds;
    const unsynced = this.#unsynced;
    return {
      run(...values: SQLInputValue[]) {
        const result = statement.run(...values);
        if (result.changes === 0 || !when(values)) return result;
        if (held !== null) holds.add(held);
        if (heard !== undefined) unsynced.add(`${heard[0]} ${heard[1](...values.map(String))}`);
        return result;
      },
    } as StatementSync;
  }
}
