import { HeldStock, type InventoryPosition } from '@causeway/contracts';
import type { Change } from '../guard.ts';
import type { Telling } from '../telling.ts';
import { openLedgerFile } from './ledger-file.ts';
import { isLater, isSame, type PositionRow, rankOf, toPosition, unitsOf, withTold } from './position-row.ts';
import { Statements } from './statements.ts';
import { type Waiting, WaitingList } from './waiting-list.ts';

/** How far a source was read. `heardAt`: when it last answered (epoch ms). */
export interface SourceRow {
  readonly cursor: string | null;
  readonly upTo: string | null;
  readonly heardAt: number | null;
  readonly held: HeldStock | null;
}

const NEVER: SourceRow = { cursor: null, upTo: null, heardAt: null, held: null };
const COLUMNS = 'sku, node, on_hand, allocated, in_transit, damaged, quarantined, pending_returns, as_of';

/** SKUs that a commit touches, each with what lay at places that could send before it. */
type Touched = Map<string, readonly PositionRow[]>;

/** What the sources of stock say lies where, and what of it the shops still have to be told. Every method is durable once it returns. */
export class Ledger {
  readonly #file: Statements;
  readonly #waiting: WaitingList;

  /** `file`: its path, or statements on a furnished one. */
  constructor(file: string | Statements) {
    this.#file = typeof file === 'string' ? new Statements(openLedgerFile(file)) : file;
    this.#waiting = new WaitingList(this.#file);
  }

  source(name: string): SourceRow {
    const row = this.#file.all('SELECT * FROM source WHERE name = ?', name)[0] as
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
    const file = this.#file;
    file.transaction(() => {
      const touched: Touched = new Map();
      const bySku = Map.groupBy(telling.positions, ({ sku }) => sku);
      const before = new Set(this.offline(source));
      const known = this.source(source).upTo;
      // An old copy of the system answered: of its places it knows less than was told before.
      const isOld = known !== null && telling.upTo !== null && isLater(known, telling.upTo);
      for (const [sku, told] of bySku) if (!leaveOut.has(sku)) this.#put(source, sku, told, before, touched);
      if (telling.complete) this.#forgetOthers(source, telling, leaveOut, before, touched);
      if (telling.nodes !== null && !isOld) this.#places(source, telling.nodes, before, touched);
      const after = new Set(this.offline(source));
      this.#waiting.add(
        source,
        new Map(
          [...touched].map(([sku, rows]) => [sku, rankOf(rows, online(this.#rows(source, sku), after))] as const),
        ),
      );
      for (const sku of this.verdicts(source).keys())
        if (touched.has(sku) || (bySku.has(sku) && !leaveOut.has(sku)))
          file.run('DELETE FROM verdict WHERE source = ? AND sku = ?', source, sku);
      file.run('DELETE FROM verdict WHERE source = ? AND approved = 1', source);
      file.run('DELETE FROM held_fall WHERE source = ?', source);
      const { cursor, upTo } = telling;
      file.run('INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, NULL)', source, cursor, isOld ? known : upTo, now);
    });
  }

  /**
   * It answered, but what it told waits for a person; it will be read again from where it was. `falls` of a telling that
   * a person is shown anew; null: it is still the one that is shown, and a word on it is about what it was then.
   */
  hold(source: string, held: HeldStock, falls: readonly Change[] | null, now: number): void {
    const file = this.#file;
    file.transaction(() => {
      const sql = `INSERT INTO source (name, heard_ms, held) VALUES (?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET heard_ms = excluded.heard_ms, held = excluded.held`;
      file.run(sql, source, now, JSON.stringify(held));
      if (falls === null) return;
      file.run('DELETE FROM held_fall WHERE source = ?', source);
      for (const { sku, after } of falls)
        file.run('INSERT INTO held_fall VALUES (?, ?, ?)', source, sku, String(after));
    });
  }

  /**
   * A person's word on the falls of the held telling, which is none any more: at the next reading these pass, or are left
   * out as long as they are the same. What else it says by then is a telling of its own.
   */
  judge(source: string, approved: boolean): void {
    const file = this.#file;
    const sql = 'INSERT OR REPLACE INTO verdict SELECT source, sku, ?, after FROM held_fall WHERE source = ?';
    file.transaction(() => {
      file.run(sql, Number(approved), source);
      file.run('UPDATE source SET held = NULL WHERE name = ?', source);
    });
  }

  /** By SKU; `after` in units (scaled). */
  verdicts(source: string): ReadonlyMap<string, { readonly approved: boolean; readonly after: bigint }> {
    const rows = this.#file.all('SELECT sku, approved, after FROM verdict WHERE source = ?', source);
    return new Map(
      rows.map((row) => [String(row.sku), { approved: row.approved === 1, after: BigInt(String(row.after)) }] as const),
    );
  }

  /** SKUs whose last statement a person rejected: what is known of them is as of their positions, however far was read. */
  rejected(source: string): ReadonlySet<string> {
    const rows = this.#file.all('SELECT sku FROM verdict WHERE source = ? AND approved = 0', source);
    return new Set(rows.map(({ sku }) => String(sku)));
  }

  positions(source: string, sku: string): InventoryPosition[] {
    return this.#rows(source, sku).map(toPosition);
  }

  /** The SKUs of a source, for each what it says of it. */
  *all(source: string): Iterable<readonly [sku: string, positions: readonly InventoryPosition[]]> {
    let [sku, positions]: [string, InventoryPosition[]] = ['', []];
    for (const each of this.#file.iterate(`SELECT ${COLUMNS} FROM position WHERE source = ? ORDER BY sku`, source)) {
      const position = toPosition(each as unknown as PositionRow);
      if (position.sku !== sku) {
        if (positions.length > 0) yield [sku, positions];
        [sku, positions] = [position.sku, []];
      }
      positions.push(position);
    }
    if (positions.length > 0) yield [sku, positions];
  }

  /** The places that a source says can't send now. */
  offline(source: string): string[] {
    const rows = this.#file.all('SELECT node FROM place WHERE source = ? AND online = 0 ORDER BY node', source);
    return rows.map(({ node }) => String(node));
  }

  /** The next SKUs to tell, the worst news first. */
  waiting(source: string, now: number, limit: number): Waiting[] {
    return this.#waiting.next(source, now, limit);
  }

  waitingCount(source: string, now: number): number {
    return this.#waiting.count(source, now);
  }

  /**
   * These were told. Each is told once more at `againAt` (null: it isn't), by then with what other shops hold back no more.
   */
  told(source: string, skus: readonly Waiting[], againAt: number | null): void {
    this.#file.transaction(() => this.#waiting.told(source, skus, againAt));
  }

  /** These are to be told, although nothing of them changed. */
  tellAgain(source: string, skus: readonly string[]): void {
    this.#file.transaction(() => this.#waiting.add(source, new Map(skus.map((sku) => [sku, 2]))));
  }

  waitAll(source: string): void {
    this.#file.transaction(() => this.#waiting.addAll(source));
  }

  /** Every SKU of these sources is to be told; `shop` then has been told all under this mark. */
  tellAll(sources: readonly string[], shop: string, mark: string): void {
    this.#file.transaction(() => {
      for (const source of sources) this.#waiting.addAll(source);
      this.#file.run('INSERT OR REPLACE INTO told VALUES (?, ?)', shop, mark);
    });
  }

  toldMark(shop: string): string | null {
    return (this.#file.all('SELECT mark FROM told WHERE shop = ?', shop)[0]?.mark as string | undefined) ?? null;
  }

  /** SKUs whose oldest statement is older than that instant (epoch ms). What a source was read up to since holds for all of it. */
  olderThan(source: string, instant: number): number {
    const { upTo } = this.source(source);
    if (upTo !== null && Date.parse(upTo) >= instant) return 0;
    const sql = 'SELECT COUNT(DISTINCT sku) AS n FROM position WHERE source = ? AND as_of < ?';
    return Number(this.#file.all(sql, source, new Date(instant).toISOString())[0]?.n);
  }

  close(): void {
    this.#file.close();
  }

  #put(
    source: string,
    sku: string,
    told: readonly InventoryPosition[],
    offline: ReadonlySet<string>,
    touched: Touched,
  ): void {
    const known = this.#rows(source, sku);
    for (const position of told) {
      const before = known.find(({ node }) => node === position.node);
      if (before !== undefined && isLater(before.as_of, position.asOf)) continue;
      this.#file.run(
        `INSERT OR REPLACE INTO position (source, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[source, sku, position.node, position.onHand, position.allocated, position.inTransit],
        ...[position.damaged, position.quarantined, position.pendingReturns ?? null, position.asOf],
      );
      if (before === undefined || !isSame(before, position)) touched.set(sku, online(known, offline));
    }
  }

  /** What a complete telling leaves out is gone, unless it was told of after that was begun. */
  #forgetOthers(
    source: string,
    { positions, begunAt }: Telling,
    leaveOut: ReadonlySet<string>,
    offline: ReadonlySet<string>,
    touched: Touched,
  ): void {
    const named = new Set(positions.map(({ sku, node }) => `${node}\n${sku}`));
    const rows = this.#file.all('SELECT sku, node, as_of FROM position WHERE source = ?', source);
    for (const { sku, node, as_of } of rows as { sku: string; node: string; as_of: string }[]) {
      if (leaveOut.has(sku) || named.has(`${node}\n${sku}`) || isLater(as_of, begunAt)) continue;
      if (!touched.has(sku)) touched.set(sku, online(this.#rows(source, sku), offline));
      this.#file.run('DELETE FROM position WHERE source = ? AND sku = ? AND node = ?', source, sku, node);
    }
  }

  /** A place that is not told of any more is gone, with all that lay there. */
  #places(source: string, nodes: NonNullable<Telling['nodes']>, offline: ReadonlySet<string>, touched: Touched): void {
    const file = this.#file;
    const known = file.all('SELECT node FROM place WHERE source = ?', source).map(({ node }) => String(node));
    const gone = known.filter((node) => !nodes.some((named) => named.node === node));
    const turned = nodes.filter((one) => one.online === offline.has(one.node)).map(({ node }) => node);
    for (const node of [...gone, ...turned]) {
      for (const { sku } of file.all('SELECT sku FROM position WHERE source = ? AND node = ?', source, node))
        if (!touched.has(String(sku))) touched.set(String(sku), online(this.#rows(source, String(sku)), offline));
    }
    for (const node of gone) {
      file.run('DELETE FROM place WHERE source = ? AND node = ?', source, node);
      file.run('DELETE FROM position WHERE source = ? AND node = ?', source, node);
    }
    for (const one of nodes)
      file.run('INSERT OR REPLACE INTO place VALUES (?, ?, ?)', source, one.node, Number(one.online));
  }

  #rows(source: string, sku: string): PositionRow[] {
    const sql = `SELECT ${COLUMNS} FROM position WHERE source = ? AND sku = ?`;
    return this.#file.all(sql, source, sku) as unknown as PositionRow[];
  }
}

/** Without what lies at places that can't send now. */
function online(rows: readonly PositionRow[], offline: ReadonlySet<string>): readonly PositionRow[] {
  return offline.size === 0 ? rows : rows.filter(({ node }) => !offline.has(node));
}
