import type { DatabaseSync } from 'node:sqlite';

interface Waiting {
  readonly write: () => void;
  readonly done: () => void;
  /** Null: there is nobody to give it back to, so it is written with a later commit. */
  readonly fail: ((error: unknown) => void) | null;
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

  /** Resolves once `write` was committed; rejects if that commit failed, and then nothing of it was written. */
  add(write: () => void): Promise<void> {
    return new Promise((done, fail) => this.#waiting.push({ write, done, fail }));
  }

  /** For what must be written however often it takes. */
  keep(write: () => void): void {
    this.#waiting.push({ write, done: () => undefined, fail: null });
  }

  /** One transaction of all that waits and then of `work`. Throws what stopped it, after `rolledBack`. */
  commit<T>(work: () => T, rolledBack: () => void): T {
    const group = this.#waiting;
    this.#waiting = [];
    try {
      this.#db.exec('BEGIN IMMEDIATE');
      for (const { write } of group) write();
      const result = work();
      this.#db.exec('COMMIT');
      for (const { done } of group) done();
      return result;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      rolledBack();
      this.#waiting.unshift(...group.filter(({ fail }) => fail === null));
      for (const { fail } of group) fail?.(error);
      throw error;
    }
  }

  refuse(error: Error): void {
    for (const { fail } of this.#waiting.splice(0)) fail?.(error);
  }
}
