import { DatabaseSync } from 'node:sqlite';
import { CannotCount } from '../failure.ts';
import type { ShopDatabase, TextRow } from './shop-database.ts';

/** A WordPress on the SQLite drop-in. */
export class SqliteShop implements ShopDatabase {
  readonly prefix: string;
  readonly #file: string;
  readonly #database: DatabaseSync;

  constructor(file: string, prefix: string) {
    this.prefix = prefix;
    this.#file = file;
    this.#database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
  }

  select(columns: Readonly<Record<string, string>>, rest: string): TextRow[] {
    const list = Object.entries(columns).map(([name, expression]) => `${expression} AS "${name}"`);
    try {
      const rows = this.#database.prepare(`SELECT ${list.join(', ')} ${rest}`).all();
      return rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)])),
      );
    } catch (error) {
      throw new CannotCount(`${this.#file}: ${(error as Error).message}`);
    }
  }

  hasTable(name: string): boolean {
    return (
      this.#database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined
    );
  }

  close(): void {
    this.#database.close();
  }
}
