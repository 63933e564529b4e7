import type { Statements } from './statements.ts';

/** A SKU that the shops have to be told of; `seq` names this news, at every repetition. */
export interface Waiting {
  readonly sku: string;
  readonly seq: number;
  readonly again: 0 | 1;
}

/** How urgent news is: 0 nothing is left, 1 it fell, 2 the rest. */
export type Rank = 0 | 1 | 2;

const AS_NEWS = `ON CONFLICT (source, sku) DO UPDATE
  SET rank = MIN(CASE again WHEN 0 THEN rank ELSE excluded.rank END, excluded.rank), seq = excluded.seq, due_ms = 0, again = 0`;
/** Of all places of a SKU together: whether anything that can be touched is there. */
const RANK = 'IIF(ROUND(SUM(on_hand - COALESCE(damaged, 0) - COALESCE(quarantined, 0)), 6) <= 0, 0, 2)';

/** The SKUs that the shops have to be told of. What changes it belongs into a transaction of the caller's. */
export class WaitingList {
  readonly #file: Statements;

  constructor(file: Statements) {
    this.#file = file;
  }

  /** The next to tell: what fell to nothing first, then what fell, then the rest. */
  next(source: string, now: number, limit: number): Waiting[] {
    // A bare `LIMIT ?` is prepared anew at every call: SQLite plans by its value.
    const sql = 'SELECT sku, seq, again FROM waiting WHERE source = ? AND due_ms <= ? ORDER BY rank, seq LIMIT +?';
    return this.#file.all(sql, source, now, limit) as unknown as Waiting[];
  }

  count(source: string, now: number): number {
    const sql = 'SELECT COUNT(*) AS n FROM waiting WHERE source = ? AND due_ms <= ?';
    return Number(this.#file.all(sql, source, now)[0]?.n);
  }

  add(source: string, ranks: ReadonlyMap<string, Rank>): void {
    let seq = this.#take(ranks.size);
    for (const [sku, rank] of ranks) {
      seq += 1;
      this.#file.run(`INSERT INTO waiting VALUES (?, ?, ?, ?, 0, 0) ${AS_NEWS}`, source, sku, rank, seq);
    }
  }

  /** Every SKU of the source, what there is nothing of first. One statement: of 100,000 SKUs it is nobody else's turn meanwhile. */
  addAll(source: string): void {
    const skus = Number(this.#file.all('SELECT COUNT(DISTINCT sku) AS n FROM position WHERE source = ?', source)[0]?.n);
    const sql = `INSERT INTO waiting SELECT source, sku, ${RANK}, ? + ROW_NUMBER() OVER (ORDER BY sku), 0, 0
      FROM position WHERE source = ? GROUP BY sku ${AS_NEWS}`;
    this.#file.run(sql, this.#take(skus), source);
  }

  /** These were told; each waits again until `againAt` (null: no more), the second time no more. What changed meanwhile waits on. */
  told(source: string, skus: readonly Waiting[], againAt: number | null): void {
    let seq = this.#take(skus.length);
    for (const one of skus) {
      seq += 1;
      if (one.again === 1 || againAt === null)
        this.#file.run('DELETE FROM waiting WHERE source = ? AND sku = ? AND seq = ?', source, one.sku, one.seq);
      else
        this.#file.run(
          'UPDATE waiting SET again = 1, rank = 2, due_ms = ?, seq = ? WHERE source = ? AND sku = ? AND seq = ?',
          againAt,
          seq,
          source,
          one.sku,
          one.seq,
        );
    }
  }

  /** So many numbers that were never given; answers the one before the first. */
  #take(count: number): number {
    const [row] = this.#file.all('UPDATE counter SET value = value + ? RETURNING value', count);
    return Number(row?.value) - count;
  }
}
