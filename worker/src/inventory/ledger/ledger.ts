import type { HeldStock, InventoryPosition } from '@causeway/contracts';
import type { Change } from '../guard.ts';
import { type Frame, Intake, type Told } from './intake.ts';
import { openLedgerFile } from './ledger-file.ts';
import { unitsOf, withTold } from './position-row.ts';
import { offlinePlaces, positionsAt, type SourceRow, skusOf, sourceRow } from './rows.ts';
import { Statements } from './statements.ts';
import { type Waiting, WaitingList } from './waiting-list.ts';

/** What the sources of stock say lies where, and what of it the shops still have to be told. Every method is durable once it returns. */
export class Ledger {
  readonly #file: Statements;
  readonly #waiting: WaitingList;
  /** How tellings get in. */
  readonly intake: Intake;

  /** `file`: its path, or statements on a furnished one. */
  constructor(file: string | Statements) {
    this.#file = typeof file === 'string' ? new Statements(openLedgerFile(file)) : file;
    this.#waiting = new WaitingList(this.#file);
    this.intake = new Intake(this.#file, this.#waiting);
  }

  source(name: string): SourceRow {
    return sourceRow(this.#file, name);
  }

  skus(source: string): string[] {
    return skusOf(this.#file, source);
  }

  /** What a telling (`told`: its positions by SKU) changes of each of these SKUs, in units that can be touched. */
  weigh(source: string, frame: Frame, told: Told, skus: readonly string[]): Change[] {
    return skus.map((sku) => {
      const before = this.positions(source, sku);
      return { sku, before: unitsOf(before), after: unitsOf(withTold(before, told.get(sku) ?? [], frame)) };
    });
  }

  /** Units of these SKUs that can be touched (scaled), in all. */
  units(source: string, skus: readonly string[]): bigint {
    return skus.reduce((total, sku) => total + unitsOf(this.positions(source, sku)), 0n);
  }

  /** Nothing is held any more, and these will be: the first of what falls in a telling that a person is to be shown. */
  holdAnew(source: string): void {
    this.#file.transaction(() => {
      this.#file.run('UPDATE source SET held = NULL WHERE name = ?', source);
      this.#file.run('DELETE FROM held_fall WHERE source = ?', source);
    });
  }

  /**
   * It answered, but what it told waits for a person; it will be read again from where it was. `falls`: the last of those that
   * a person is shown anew; none: it is still the telling that is shown, and a word on it is about what it was then.
   */
  hold(source: string, held: HeldStock | null, falls: readonly Change[], now: number): void {
    const file = this.#file;
    file.transaction(() => {
      for (const { sku, after } of falls)
        file.run('INSERT INTO held_fall VALUES (?, ?, ?)', source, sku, String(after));
      if (held === null) return;
      const sql = `INSERT INTO source (name, heard_ms, held) VALUES (?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET heard_ms = excluded.heard_ms, held = excluded.held`;
      file.run(sql, source, now, JSON.stringify(held));
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
    return positionsAt(this.#file, source, sku);
  }

  /** The places that a source says can't send now. */
  offline(source: string): string[] {
    return [...offlinePlaces(this.#file, source)];
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
}
