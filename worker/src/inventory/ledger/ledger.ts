import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { HeldStock, type InventoryPosition } from '@causeway/contracts';
import type { Change } from '../guard.ts';
import type { Telling } from '../telling.ts';
import { openLedgerFile } from './ledger-file.ts';
import { isLater, type PositionRow, rankOf, toPosition, unitsOf, withTold } from './position-row.ts';

/** How far a source was read. `heardAt`: when it last answered (epoch ms). */
export interface SourceRow {
  readonly cursor: string | null;
  readonly upTo: string | null;
  readonly heardAt: number | null;
  readonly held: HeldStock | null;
}

/** A SKU that the shops have to be told of; `seq` names this news, at every repetition. */
export interface Waiting {
  readonly sku: string;
  readonly seq: number;
  readonly again: 0 | 1;
}

const NEVER: SourceRow = { cursor: null, upTo: null, heardAt: null, held: null };
const COLUMNS = 'sku, node, on_hand, allocated, in_transit, damaged, quarantined, pending_returns, as_of';

/** What the sources of stock say lies where, and what of it the shops still have to be told. Every method is durable once it returns. */
export class Ledger {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: string) {
    this.#database = openLedgerFile(file);
  }

  source(name: string): SourceRow {
    const row = this.#all('SELECT * FROM source WHERE name = ?', name)[0] as
      | { cursor: string | null; up_to: string | null; heard_ms: number | null; held: string | null }
      | undefined;
    if (row === undefined) return NEVER;
    const held = row.held === null ? null : HeldStock.parse(JSON.parse(row.held));
    return { cursor: row.cursor, upTo: row.up_to, heardAt: row.heard_ms, held };
  }

  /** What a telling changes of each SKU that it concerns, in units that can be touched. */
  weigh(source: string, telling: Telling): Change[] {
    const bySku = Map.groupBy(telling.positions, ({ sku }) => sku);
    const known: Iterable<readonly [string, readonly InventoryPosition[]]> = telling.complete
      ? this.all(source)
      : [...bySku.keys()].map((sku) => [sku, this.positions(source, sku)] as const);
    const changes: Change[] = [];
    for (const [sku, before] of known) {
      changes.push({ sku, before: unitsOf(before), after: unitsOf(withTold(before, bySku.get(sku) ?? [], telling)) });
      bySku.delete(sku);
    }
    for (const [sku, told] of bySku) changes.push({ sku, before: 0n, after: unitsOf(told) });
    return changes;
  }

  /** Units of a source that can be touched (scaled), in all. */
  total(source: string): bigint {
    let total = 0n;
    for (const [, positions] of this.all(source)) total += unitsOf(positions);
    return total;
  }

  /**
   * Takes a telling in: positions, places and cursor in one commit, with the SKUs that are now to be told. Of those to leave
   * out (rejected, and told the same again) everything stays as it is.
   */
  take(source: string, telling: Telling, leaveOut: ReadonlySet<string>, now: number): void {
    this.#transaction(() => {
      const changed = new Map<string, PositionRow[]>();
      for (const position of telling.positions) if (!leaveOut.has(position.sku)) this.#put(source, position, changed);
      if (telling.complete) this.#forgetOthers(source, telling, leaveOut, changed);
      if (telling.nodes !== null) this.#places(source, telling.nodes, changed);
      for (const [sku, before] of changed) {
        this.#wait(source, sku, rankOf(before, this.#online(source, sku)));
        this.#run('DELETE FROM verdict WHERE source = ? AND sku = ?', source, sku);
      }
      this.#heard(source, telling, now);
      this.#run('UPDATE source SET held = NULL WHERE name = ?', source);
      this.#run('DELETE FROM held_fall WHERE source = ?', source);
      this.#run('DELETE FROM verdict WHERE source = ? AND approved = 1', source);
    });
  }

  /** It answered, but what it told waits for a person; it will be read again from where it was. */
  hold(source: string, held: HeldStock, falls: readonly Change[], now: number): void {
    this.#transaction(() => {
      const sql = `INSERT INTO source (name, heard_ms, held) VALUES (?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET heard_ms = excluded.heard_ms, held = excluded.held`;
      this.#run(sql, source, now, JSON.stringify(held));
      this.#run('DELETE FROM held_fall WHERE source = ?', source);
      for (const { sku, after } of falls)
        this.#run('INSERT INTO held_fall VALUES (?, ?, ?)', source, sku, String(after));
    });
  }

  /** A person's word on the falls of the held telling: at the next reading these pass, or are left out as long as they are the same. */
  judge(source: string, approved: boolean): void {
    this.#transaction(() => {
      const sql = 'INSERT OR REPLACE INTO verdict SELECT source, sku, ?, after FROM held_fall WHERE source = ?';
      this.#run(sql, Number(approved), source);
    });
  }

  /** By SKU; `after` in units (scaled). */
  verdicts(source: string): ReadonlyMap<string, { readonly approved: boolean; readonly after: bigint }> {
    const rows = this.#all('SELECT sku, approved, after FROM verdict WHERE source = ?', source);
    return new Map(
      rows.map((row) => [String(row.sku), { approved: row.approved === 1, after: BigInt(String(row.after)) }] as const),
    );
  }

  positions(source: string, sku: string): InventoryPosition[] {
    return this.#rows(source, sku).map(toPosition);
  }

  /** The SKUs of a source, for each what it says of it. */
  *all(source: string): Iterable<readonly [sku: string, positions: readonly InventoryPosition[]]> {
    let [sku, positions]: [string, InventoryPosition[]] = ['', []];
    const rows = this.#prepared(`SELECT ${COLUMNS} FROM position WHERE source = ? ORDER BY sku`).iterate(source);
    for (const each of rows) {
      const row = each as unknown as PositionRow;
      if (row.sku !== sku) {
        if (positions.length > 0) yield [sku, positions];
        [sku, positions] = [row.sku, []];
      }
      positions.push(toPosition(row));
    }
    if (positions.length > 0) yield [sku, positions];
  }

  /** The places that a source says can't send now. */
  offline(source: string): string[] {
    const rows = this.#all('SELECT node FROM place WHERE source = ? AND online = 0 ORDER BY node', source);
    return rows.map(({ node }) => String(node));
  }

  /** The next SKUs to tell: what fell to nothing first, then what fell, then the rest. */
  waiting(source: string, now: number, limit: number): Waiting[] {
    const sql = 'SELECT sku, seq, again FROM waiting WHERE source = ? AND due_ms <= ? ORDER BY rank, seq LIMIT ?';
    return this.#all(sql, source, now, limit) as unknown as Waiting[];
  }

  waitingCount(source: string, now: number): number {
    return Number(this.#all('SELECT COUNT(*) AS n FROM waiting WHERE source = ? AND due_ms <= ?', source, now)[0]?.n);
  }

  /**
   * These were told. Each is told once more at `againAt`, by then with a later as-of: who read an order's allocation only after
   * this telling learns so that it is in.
   */
  told(source: string, skus: readonly Waiting[], againAt: number): void {
    this.#transaction(() => {
      for (const { sku, seq, again } of skus) {
        if (again === 1) this.#run('DELETE FROM waiting WHERE source = ? AND sku = ? AND seq = ?', source, sku, seq);
        else
          this.#run(
            'UPDATE waiting SET again = 1, rank = 2, due_ms = ?, seq = ? WHERE source = ? AND sku = ? AND seq = ?',
            againAt,
            this.#next(),
            source,
            sku,
            seq,
          );
      }
    });
  }

  /** Every SKU of these sources is to be told, what there is nothing of first; `shop` then has been told all under this mark. */
  tellAll(sources: readonly string[], shop: string, mark: string): void {
    this.#transaction(() => {
      for (const source of sources) this.#waitAll(source);
      this.#run('INSERT OR REPLACE INTO told VALUES (?, ?)', shop, mark);
    });
  }

  waitAll(source: string): void {
    this.#transaction(() => this.#waitAll(source));
  }

  /**
   * SKUs whose oldest statement is older than that instant (epoch ms). What a source was read up to since holds for all of it.
   */
  olderThan(source: string, instant: number): number {
    const { upTo } = this.source(source);
    if (upTo !== null && Date.parse(upTo) >= instant) return 0;
    const sql = 'SELECT COUNT(DISTINCT sku) AS n FROM position WHERE source = ? AND as_of < ?';
    return Number(this.#all(sql, source, new Date(instant).toISOString())[0]?.n);
  }

  toldMark(shop: string): string | null {
    return (this.#all('SELECT mark FROM told WHERE shop = ?', shop)[0]?.mark as string | undefined) ?? null;
  }

  close(): void {
    this.#database.close();
  }

  #put(source: string, position: InventoryPosition, changed: Map<string, PositionRow[]>): void {
    const { sku, node, asOf } = position;
    const before = this.#rows(source, sku).find((row) => row.node === node);
    if (before !== undefined && isLater(before.as_of, asOf)) return;
    const values = [
      position.onHand,
      position.allocated,
      position.inTransit,
      position.damaged,
      position.quarantined,
      position.pendingReturns ?? null,
    ];
    const known = this.#online(source, sku);
    this.#run(
      `INSERT OR REPLACE INTO position (source, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      source,
      sku,
      node,
      ...values,
      asOf,
    );
    const same = before && [
      before.on_hand,
      before.allocated,
      before.in_transit,
      before.damaged,
      before.quarantined,
      before.pending_returns,
    ];
    if (same?.every((quantity, nth) => quantity === values[nth]) !== true && !changed.has(sku)) changed.set(sku, known);
  }

  /** What a complete telling leaves out is gone, unless it was told of after that was begun. */
  #forgetOthers(
    source: string,
    { positions, begunAt }: Telling,
    leaveOut: ReadonlySet<string>,
    changed: Map<string, PositionRow[]>,
  ): void {
    const named = new Set(positions.map(({ sku, node }) => `${node}\n${sku}`));
    const known = this.#all('SELECT sku, node, as_of FROM position WHERE source = ?', source);
    for (const { sku, node, as_of } of known as { sku: string; node: string; as_of: string }[]) {
      if (leaveOut.has(sku) || named.has(`${node}\n${sku}`) || isLater(as_of, begunAt)) continue;
      if (!changed.has(sku)) changed.set(sku, this.#online(source, sku));
      this.#run('DELETE FROM position WHERE source = ? AND sku = ? AND node = ?', source, sku, node);
    }
  }

  #places(source: string, nodes: NonNullable<Telling['nodes']>, changed: Map<string, PositionRow[]>): void {
    const before = new Map(
      this.#all('SELECT node, online FROM place WHERE source = ?', source).map((row) => [row.node, row.online]),
    );
    const gone = [...before.keys()].filter((node) => !nodes.some((named) => named.node === node)).map(String);
    const turned = nodes.filter(({ node, online }) => before.has(node) && before.get(node) !== Number(online));
    const fresh = nodes.filter(({ node, online }) => !before.has(node) && !online);
    for (const node of [...gone, ...turned.map((one) => one.node), ...fresh.map((one) => one.node)])
      for (const { sku } of this.#all('SELECT sku FROM position WHERE source = ? AND node = ?', source, node))
        if (!changed.has(String(sku))) changed.set(String(sku), this.#online(source, String(sku)));
    for (const { node, online } of nodes)
      this.#run('INSERT OR REPLACE INTO place VALUES (?, ?, ?)', source, node, Number(online));
    for (const node of gone) {
      this.#run('DELETE FROM place WHERE source = ? AND node = ?', source, node);
      this.#run('DELETE FROM position WHERE source = ? AND node = ?', source, node);
    }
  }

  #heard(source: string, { cursor, upTo }: Telling, now: number): void {
    const sql = `INSERT INTO source (name, cursor, up_to, heard_ms) VALUES (?, ?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor, up_to = excluded.up_to, heard_ms = excluded.heard_ms`;
    this.#run(sql, source, cursor, upTo, now);
  }

  #wait(source: string, sku: string, rank: number): void {
    const sql = `INSERT INTO waiting VALUES (?, ?, ?, ?, 0, 0) ON CONFLICT (source, sku) DO UPDATE
      SET rank = MIN(CASE again WHEN 0 THEN rank ELSE excluded.rank END, excluded.rank), seq = excluded.seq, due_ms = 0, again = 0`;
    this.#run(sql, source, sku, rank, this.#next());
  }

  #waitAll(source: string): void {
    const rows = this.#all('SELECT DISTINCT sku FROM position WHERE source = ?', source) as { sku: string }[];
    for (const { sku } of rows) {
      this.#wait(source, sku, unitsOf(this.positions(source, sku)) <= 0n ? 0 : 2);
    }
  }

  #rows(source: string, sku: string): PositionRow[] {
    const sql = `SELECT ${COLUMNS} FROM position WHERE source = ? AND sku = ?`;
    return this.#all(sql, source, sku) as unknown as PositionRow[];
  }

  /** Without what lies at places that can't send now. */
  #online(source: string, sku: string): PositionRow[] {
    const offline = new Set(this.offline(source));
    return this.#rows(source, sku).filter(({ node }) => !offline.has(node));
  }

  #next(): number {
    return Number(this.#all('UPDATE counter SET value = value + 1 RETURNING value')[0]?.value);
  }

  #transaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #all(sql: string, ...values: SQLInputValue[]): Record<string, unknown>[] {
    return this.#prepared(sql).all(...values) as Record<string, unknown>[];
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#prepared(sql).run(...values);
  }

  #prepared(sql: string): StatementSync {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
