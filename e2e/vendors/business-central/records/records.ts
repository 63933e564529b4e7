import { randomUUID } from 'node:crypto';
import type { SQLInputValue } from 'node:sqlite';
import type { Store } from '../../../sandbox/store.ts';
import { known } from '../model/entities.ts';
import { blank } from '../model/field.ts';
import type { Value } from '../model/read-body.ts';
import { noRecord } from '../odata/api-error.ts';

export const RECORD_TABLES = `
  CREATE TABLE IF NOT EXISTS record (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    company TEXT NOT NULL,
    set_name TEXT NOT NULL,
    parent TEXT,
    version INTEGER NOT NULL DEFAULT 1,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS record_set ON record (company, set_name);
  CREATE INDEX IF NOT EXISTS record_parent ON record (parent) WHERE parent IS NOT NULL;
  CREATE INDEX IF NOT EXISTS record_number ON record (company, set_name, json_extract(body, '$.number'));
  CREATE INDEX IF NOT EXISTS record_external
    ON record (company, set_name, json_extract(body, '$.externalDocumentNumber'));
  CREATE TABLE IF NOT EXISTS number_series (
    company TEXT NOT NULL,
    series TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (company, series)
  ) STRICT;
`;

export type Content = Record<string, Value>;

/** One entity as it is stored: `body` has every property of its resource type. */
export interface Stored {
  readonly seq: number;
  readonly id: string;
  readonly company: string;
  readonly set: string;
  readonly parent: string | null;
  readonly version: number;
  readonly body: Readonly<Content>;
}

export type ChangeType = 'created' | 'updated' | 'deleted';

/** A condition in SQL on the table `record`, with its values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

interface Row {
  seq: number;
  id: string;
  company: string;
  set_name: string;
  parent: string | null;
  version: number;
  body: string;
}

/** Everything that Business Central keeps, one row an entity. `changed` is called within the same commit. */
export class Records {
  readonly #store: Store;
  readonly #changed: (record: Stored, change: ChangeType) => void;

  constructor(store: Store, changed: (record: Stored, change: ChangeType) => void) {
    this.#store = store;
    this.#changed = changed;
  }

  /** `content` is completed with an id (where it has none), the blanks of what it leaves out, and the time. */
  insert(company: string, set: string, content: Content, parent: string | null = null): Stored {
    const { fields } = known(set);
    const blanks = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, blank(field)]));
    const body: Content = { ...blanks, ...stamped(content, fields), id: content.id ?? randomUUID() };
    const id = String(body.id);
    this.#store.run(
      'INSERT INTO record (id, company, set_name, parent, body) VALUES (?, ?, ?, ?, ?)',
      id,
      company,
      set,
      parent,
      JSON.stringify(body),
    );
    return this.#told(this.get(company, set, id), 'created');
  }

  /** Writes the changes, counts the version on and sets the time; `silently` leaves both as they were. */
  update(record: Stored, changes: Content, silently = false): Stored {
    const body = { ...record.body, ...(silently ? changes : stamped(changes, known(record.set).fields)) };
    const sql = 'UPDATE record SET body = ?, version = version + ? WHERE id = ?';
    this.#store.run(sql, JSON.stringify(body), silently ? 0 : 1, record.id);
    const updated = this.get(record.company, record.set, record.id);
    return silently ? updated : this.#told(updated, 'updated');
  }

  remove(record: Stored): void {
    for (const line of this.linesOf(record.id)) this.#store.run('DELETE FROM record WHERE id = ?', line.id);
    this.#store.run('DELETE FROM record WHERE id = ?', record.id);
    this.#told(record, 'deleted');
  }

  /** Throws 404 `Internal_RecordNotFound`. */
  get(company: string, set: string, id: string): Stored {
    const record = this.#rows('id = ? AND company = ? AND set_name = ?', [id.toLowerCase(), company, set])[0];
    if (record === undefined) throw noRecord(known(set).name, id);
    return record;
  }

  /** The first record of a set whose property has this value. */
  find(company: string, set: string, property: string, value: Value): Stored | undefined {
    const column = property === 'id' ? 'id' : `json_extract(body, '$.${property}')`;
    const sql = `company = ? AND set_name = ? AND ${column} = ? ORDER BY seq LIMIT 1`;
    return this.#rows(sql, [company, set, typeof value === 'boolean' ? Number(value) : value])[0];
  }

  /** The lines of a document, in their sequence. */
  linesOf(document: string): Stored[] {
    return this.#rows("parent = ? ORDER BY json_extract(body, '$.sequence')", [document]);
  }

  where(condition: Condition): Stored[] {
    return this.#rows(condition.sql, condition.values);
  }

  count(condition: Condition): number {
    const sql = `SELECT COUNT(*) AS n FROM record WHERE ${condition.sql}`;
    return this.#store.row<{ n: number }>(sql, ...condition.values)?.n ?? 0;
  }

  /** The next number of a series, from `first` on. */
  nextNumber(company: string, series: string, first: number): number {
    this.#store.run(
      `INSERT INTO number_series VALUES (?, ?, ?)
       ON CONFLICT (company, series) DO UPDATE SET last = last + 1`,
      company,
      series,
      first,
    );
    const sql = 'SELECT last FROM number_series WHERE company = ? AND series = ?';
    return this.#store.row<{ last: number }>(sql, company, series)?.last ?? first;
  }

  #rows(where: string, values: readonly SQLInputValue[]): Stored[] {
    return this.#store
      .rows<Row>(`SELECT * FROM record WHERE ${where}`, ...values)
      .map(({ set_name, body, ...row }) => ({ ...row, set: set_name, body: JSON.parse(body) as Content }));
  }

  #told(record: Stored, change: ChangeType): Stored {
    this.#changed(record, change);
    return record;
  }
}

function stamped(content: Content, fields: object): Content {
  return 'lastModifiedDateTime' in fields ? { ...content, lastModifiedDateTime: new Date().toISOString() } : content;
}
