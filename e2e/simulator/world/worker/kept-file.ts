import type { DatabaseSync } from 'node:sqlite';

/** A database's file of one machine: it can be lost, copied, and put back as it was. */
export class KeptFile<Database extends DatabaseSync> {
  readonly #empty: () => Database;
  protected database: Database;

  constructor(empty: () => Database) {
    this.#empty = empty;
    this.database = empty();
  }

  lose(): void {
    this.end();
    this.database = this.#empty();
  }

  copy(): Uint8Array {
    return this.database.serialize();
  }

  putBack(copy: Uint8Array): void {
    this.database.deserialize(copy);
  }

  end(): void {
    this.database.close();
  }
}
