import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SubjectRef } from '../engine.ts';
import { LastKept } from './last-kept.ts';
import { AT_MOST } from './schema.ts';

/** A subject as its last decision left it. `state` is JSON; null: only its effect numbers are known. */
export interface SubjectRow extends SubjectRef {
  readonly flow: string;
  readonly version: number;
  readonly state: string | null;
  readonly epoch: number;
  readonly n: number;
  /** How many calls it ever made. */
  readonly calls: number;
  readonly mirror_hash: string | null;
  /** A JSON list. */
  readonly labels: string;
  /** Epoch ms; null: open. */
  readonly closed_at: number | null;
  /** The number of the event that it began with: outcomes, answers and timers of events up to it are another life's. */
  readonly since: number;
}

const PURGE_MAX = 500;
/** Characters of states in rows that are kept, at most. */
const CHARACTERS_MAX = 2_000_000;

/** Nobody else writes these tables: a row that was written or read last is as the file has it, until `reload`. */
export class SubjectStore {
  readonly #rows = new LastKept<SubjectRow>(CHARACTERS_MAX);
  #openNow = 0;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #forgetMirror: StatementSync;
  readonly #unlabel: StatementSync;
  readonly #label: StatementSync;
  readonly #labelled: StatementSync;
  readonly #open: StatementSync;
  readonly #done: StatementSync;
  readonly #oldestClosed: StatementSync;
  readonly #purge: readonly StatementSync[];
  readonly #forgetShop: readonly StatementSync[];
  readonly #forgetMirrors: StatementSync;
  readonly #page: StatementSync;

  constructor(db: DatabaseSync) {
    this.#get = db.prepare('SELECT * FROM subject WHERE shop = ? AND subject = ?');
    this.#put = db.prepare(`INSERT INTO subject
      (shop, subject, flow, version, state, epoch, n, calls, mirror_hash, labels, closed_at, since)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET flow = excluded.flow, version = excluded.version, state = excluded.state,
        epoch = excluded.epoch, n = excluded.n, calls = excluded.calls, mirror_hash = excluded.mirror_hash,
        labels = excluded.labels, closed_at = excluded.closed_at, since = excluded.since`);
    this.#forgetMirror = db.prepare('UPDATE subject SET mirror_hash = NULL WHERE shop = ? AND subject = ?');
    this.#unlabel = db.prepare('DELETE FROM label WHERE shop = ? AND label = ? AND subject = ?');
    this.#label = db.prepare('INSERT OR IGNORE INTO label (shop, label, subject) VALUES (?, ?, ?)');
    this.#labelled = db.prepare('SELECT subject FROM label WHERE shop = ? AND label = ? ORDER BY subject');
    this.#open = db.prepare(`SELECT (SELECT count(*) FROM subject) -
      (SELECT count(*) FROM subject WHERE closed_at IS NOT NULL) AS n`);
    this.#done = db.prepare(`SELECT * FROM subject s WHERE closed_at < ?
      AND NOT EXISTS (SELECT 1 FROM event WHERE shop = s.shop AND subject = s.subject)
      AND NOT EXISTS (SELECT 1 FROM set_aside WHERE shop = s.shop AND subject = s.subject)
      AND NOT EXISTS (SELECT 1 FROM call WHERE shop = s.shop AND subject = s.subject)
      AND NOT EXISTS (SELECT 1 FROM effect WHERE shop = s.shop AND subject = s.subject AND waiting = 1)
      ORDER BY closed_at LIMIT ${PURGE_MAX}`);
    this.#oldestClosed = db.prepare('SELECT min(closed_at) AS at FROM subject WHERE closed_at IS NOT NULL');
    this.#purge = ['call_key', 'effect', 'timer', 'subject'].map((table) =>
      db.prepare(`DELETE FROM ${table} WHERE shop = ? AND subject = ?`),
    );
    this.#forgetShop = ['label', 'subject'].map((table) => db.prepare(`DELETE FROM ${table} WHERE shop = ?`));
    this.#forgetMirrors = db.prepare('UPDATE subject SET mirror_hash = NULL WHERE shop = ?');
    this.#page = db.prepare(`SELECT subject FROM subject WHERE shop = ? AND subject > ? ORDER BY subject ${AT_MOST}`);
    this.reload();
  }

  /** After opening and after a rollback: what the file says. To count a million closed ones at every question takes too long. */
  reload(): void {
    this.#rows.clear();
    this.#openNow = (this.#open.get() as { n: number }).n;
  }

  get(ref: SubjectRef): SubjectRow | null {
    return this.#rows.of(ref) ?? this.#read(ref);
  }

  /** `before` is what `get` said: labels are only written where they changed, and it is known whether one more is open. */
  put(row: SubjectRow, before: SubjectRow | null): void {
    const { shop, subject, flow, version, state, epoch, n, calls, mirror_hash, labels, closed_at, since } = row;
    this.#put.run(shop, subject, flow, version, state, epoch, n, calls, mirror_hash, labels, closed_at, since);
    this.#keep(row);
    this.#openNow += Number(closed_at === null) - Number(before?.closed_at === null);
    const was = before?.labels ?? '[]';
    if (was !== labels) this.#relabel(row, JSON.parse(was), JSON.parse(labels));
  }

  /** The shop doesn't have the newest mirror after all: the same one is worth sending again. */
  forgetMirror(ref: SubjectRef): void {
    this.#rows.forget(ref);
    this.#forgetMirror.run(ref.shop, ref.subject);
  }

  /** The same of all its subjects. */
  forgetMirrors(shop: string): void {
    this.#rows.clear();
    this.#forgetMirrors.run(shop);
  }

  /** A page of a shop's subjects by their keys. */
  page(shop: string, after: string, limit: number): string[] {
    return (this.#page.all(shop, after, limit) as { subject: string }[]).map((row) => row.subject);
  }

  labelled(shop: string, label: string): string[] {
    return (this.#labelled.all(shop, label) as { subject: string }[]).map((row) => row.subject);
  }

  /** How many are open; exact between transactions. */
  get openCount(): number {
    return this.#openNow;
  }

  oldestClosedAt(): number | null {
    return (this.#oldestClosed.get() as { at: number | null }).at;
  }

  /** Removes a bounded number of subjects that closed before `before` and have nothing left to do. */
  purge(before: number): void {
    for (const row of this.#done.all(before) as unknown as SubjectRow[]) {
      this.forget(row);
    }
  }

  /** Removes a subject with its labels, call keys, effects and timers. */
  forget(row: SubjectRow): void {
    this.#rows.forget(row);
    this.#relabel(row, JSON.parse(row.labels), []);
    if (row.closed_at === null) this.#openNow -= 1;
    for (const statement of this.#purge) statement.run(row.shop, row.subject);
  }

  /** Removes all of a shop's, with their labels. */
  forgetShop(shop: string): void {
    for (const statement of this.#forgetShop) statement.run(shop);
    this.reload();
  }

  #read(ref: SubjectRef): SubjectRow | null {
    const row = this.#get.get(ref.shop, ref.subject) as SubjectRow | undefined;
    if (row !== undefined) this.#keep(row);
    return row ?? null;
  }

  #keep(row: SubjectRow): void {
    this.#rows.keep(row, row, row.state?.length ?? 0);
  }

  #relabel(ref: SubjectRef, was: readonly string[], now: readonly string[]): void {
    for (const label of was) if (!now.includes(label)) this.#unlabel.run(ref.shop, label, ref.subject);
    for (const label of now) if (!was.includes(label)) this.#label.run(ref.shop, label, ref.subject);
  }
}
