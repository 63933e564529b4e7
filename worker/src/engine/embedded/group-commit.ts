import type { DatabaseSync } from 'node:sqlite';

interface Waiting {
  readonly write: () => void;
  readonly done: () => void;
  /** Null: there is nobody to give it back to, so it is written with a later commit. */
  readonly fail: ((error: unknown) => void) | null;
}

/** A transaction that went well. Its callers have not heard of it yet. */
export interface Committed<T> {
  readonly result: T;
  /** It is durable: the callers hear so. */
  readonly durable: () => void;
  /** It may not be. */
  readonly doubtful: (error: unknown) => void;
}

/** Gathers what is to be written and writes it as one transaction: one sync of the disk for many callers. */
export class GroupCommit {
  readonly #db: DatabaseSync;
  #waiting: Waiting[] = [];

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Resolves once `write` was committed and is durable; rejects if that failed. */
  add(write: () => void): Promise<void> {
    return new Promise((done, fail) => this.#waiting.push({ write, done, fail }));
  }

  /** For what must be written however often it takes. */
  keep(write: () => void): void {
    this.#waiting.push({ write, done: () => undefined, fail: null });
  }

  /**
   * One transaction of all that waits and then of `work`. Throws what stopped it, after `rolledBack`. `synced`: it is on the disk
   * when this returns; otherwise the caller syncs the file's log before it says `durable`.
   */
  commit<T>(work: () => T, rolledBack: () => void, synced: boolean): Committed<T> {
    const group = this.#waiting;
    this.#waiting = [];
    try {
      if (!synced) this.#db.exec('PRAGMA synchronous = NORMAL');
      this.#db.exec('BEGIN IMMEDIATE');
      for (const { write } of group) write();
      const result = work();
      this.#db.exec('COMMIT');
      return { result, durable: () => sayDone(group), doubtful: (error) => sayFailed(group, error) };
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      rolledBack();
      this.#waiting.unshift(...group.filter(({ fail }) => fail === null));
      sayFailed(group, error);
      throw error;
    } finally {
      // Whoever writes beside these transactions is durable at once.
      if (!synced) this.#db.exec('PRAGMA synchronous = FULL');
    }
  }

  refuse(error: Error): void {
    sayFailed(this.#waiting.splice(0), error);
  }
}

function sayDone(group: readonly Waiting[]): void {
  for (const { done } of group) done();
}

function sayFailed(group: readonly Waiting[], error: unknown): void {
  for (const { fail } of group) fail?.(error);
}
