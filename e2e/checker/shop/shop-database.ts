/** One row, every value as text. */
export type TextRow = Readonly<Record<string, string | null>>;

/** A shop's own database, read only. SQL is what SQLite and MariaDB both understand. */
export interface ShopDatabase {
  /** Of the tables' names: `wp_`. */
  readonly prefix: string;
  /** `SELECT columns… rest`, where `columns` maps a result's name to its expression. Throws `CannotCount`. */
  select(columns: Readonly<Record<string, string>>, rest: string): TextRow[];
  hasTable(name: string): boolean;
  close(): void;
}
