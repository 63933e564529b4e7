import type { Connection } from './connection.ts';
import { type StoredRow, served } from './served-row.ts';
import { filledIn, type Statements } from './statements.ts';
import { valuesOf, type Warrant } from './warrant.ts';

/** What a row weighs besides its body, in bytes. */
const ENVELOPE_BYTES = 1024;

/** What a look into the database tells; see `statementsFor`. */
export interface Stir {
  readonly mine: boolean;
  readonly ready: boolean;
  readonly coming: boolean;
}

interface Waiting {
  readonly priority: number;
  readonly id: number;
  /** Bytes; a sum comes as text. */
  readonly weight: number | string;
}

/**
 * A shop's waiting rows in its own database, served and acknowledged as the plugin does (docs/protocol.md, "The database
 * lane"). Nothing is read or changed where the warrant doesn't hold. Throws what the connection throws.
 */
export class ShopOutbox {
  readonly #connection: Connection;
  readonly #sql: Statements;

  constructor(connection: Connection, statements: Statements) {
    this.#connection = connection;
    this.#sql = statements;
  }

  async stir(warrant: Warrant): Promise<Stir> {
    const [found] = await this.#connection.rows<Record<keyof Stir, number>>(this.#sql.stir, valuesOf(warrant));
    return { mine: found?.mine === 1, ready: found?.ready === 1, coming: found?.coming === 1 };
  }

  /**
   * The next rows: commands, looks, hints; each kind by number; the first whatever its size, as contracts `OutboxRow`,
   * unchecked. A row is served again and again until it is acknowledged, unless it is among `held`.
   */
  async serve(
    warrant: Warrant,
    limit: number,
    bytes: number,
    held: readonly number[] = [],
  ): Promise<readonly object[]> {
    const chosen = await this.#choose(limit, bytes, held);
    if (chosen.length === 0) return [];
    await this.#connection.change(filledIn(this.#sql.take, { ids: chosen }), valuesOf(warrant));
    const read = filledIn(this.#sql.read, { ids: chosen });
    const rows = await this.#connection.rows<StoredRow>(read, valuesOf(warrant));
    return rows.map((row) => served(row, warrant.shopId));
  }

  async #choose(limit: number, bytes: number, held: readonly number[]): Promise<number[]> {
    const sql = filledIn(this.#sql.choose, { ids: held, limit });
    const chosen: number[] = [];
    let left = bytes;
    const waiting = await this.#connection.rows<Waiting>(sql);
    for (const { id, weight } of waiting.toSorted((a, b) => a.priority - b.priority || a.id - b.id)) {
      left -= Number(weight) + ENVELOPE_BYTES;
      if (chosen.length === limit || (left < 0 && chosen.length > 0)) break;
      chosen.push(id);
    }
    return chosen;
  }

  /**
   * Moves rows that were served to the archive, all or none, and raises the shop's acknowledgement number; then keeps the
   * archive bounded. Returns the number; null: the warrant does not hold, nothing was changed.
   */
  async acknowledge(warrant: Warrant, ids: readonly number[]): Promise<number | null> {
    const connection = this.#connection;
    await connection.change('START TRANSACTION');
    await connection.change(filledIn(this.#sql.archive, { ids }));
    await connection.change(filledIn(this.#sql.remove, { ids }));
    const counted = await connection.change(this.#sql.count, valuesOf(warrant));
    await connection.change(counted.rows === 1 ? 'COMMIT' : 'ROLLBACK');
    if (counted.rows !== 1) return null;
    const [newest] = await connection.rows<{ id: number | null }>(this.#sql.newest);
    await connection.change(filledIn(this.#sql.prune, { limit: newest?.id ?? 0 }));
    return counted.id;
  }
}
