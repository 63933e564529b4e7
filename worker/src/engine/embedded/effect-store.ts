import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Effect, Mirror } from '@causeway/contracts';
import type { SubjectRef } from '../engine.ts';
import { AT_MOST } from './schema.ts';

/** An effect with its number, and its draft's key for the answer. */
export interface NumberedEffect {
  readonly key: string;
  readonly effect: Effect;
}

interface EffectRow {
  readonly seq: number;
  readonly key: string;
  readonly kind: Effect['kind'];
}

/**
 * What waits for the shop's answer, and each subject's newest mirror, answered or not. `seq` is never given twice in this process, so
 * that what is durable can be told from what came after. (SQLite itself gives the highest again once its row is gone.)
 */
export class EffectStore {
  #nextSeq: number;
  /** Effects above are committed, but may not be on the disk yet. */
  #durableSeq: number;
  readonly #insert: StatementSync;
  readonly #dropMirror: StatementSync;
  readonly #mirror: StatementSync;
  readonly #waiting: StatementSync;
  readonly #shops: StatementSync;
  readonly #find: StatementSync;
  readonly #delete: StatementSync;
  readonly #settle: StatementSync;
  readonly #count: StatementSync;
  readonly #forget: StatementSync;
  readonly #again: StatementSync;

  constructor(db: DatabaseSync) {
    this.#insert = db.prepare(
      'INSERT INTO effect (seq, shop, subject, epoch, n, kind, key, body, waiting) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)',
    );
    this.#dropMirror = db.prepare("DELETE FROM effect WHERE shop = ? AND subject = ? AND kind = 'mirror'");
    this.#mirror = db.prepare("SELECT body FROM effect WHERE shop = ? AND subject = ? AND kind = 'mirror'");
    this.#waiting = db.prepare(
      `SELECT body FROM effect WHERE shop = ? AND waiting = 1 AND seq <= ? ORDER BY seq ${AT_MOST}`,
    );
    this.#shops = db.prepare('SELECT DISTINCT shop FROM effect WHERE waiting = 1');
    this.#find = db.prepare(
      'SELECT seq, key, kind FROM effect WHERE shop = ? AND subject = ? AND epoch = ? AND n = ? AND waiting = 1',
    );
    this.#delete = db.prepare('DELETE FROM effect WHERE seq = ?');
    this.#settle = db.prepare('UPDATE effect SET waiting = 0 WHERE seq = ?');
    this.#forget = db.prepare('DELETE FROM effect WHERE shop = ?');
    this.#again = db.prepare("UPDATE effect SET waiting = 1 WHERE shop = ? AND kind = 'mirror' AND waiting = 0");
    this.#count = db.prepare('SELECT count(*) AS n FROM effect WHERE waiting = 1');
    this.#durableSeq = (db.prepare('SELECT coalesce(max(seq), 0) AS seq FROM effect').get() as { seq: number }).seq;
    this.#nextSeq = this.#durableSeq + 1;
  }

  /** A mirror takes the place of the subject's earlier one, handed out or not: its number is higher. */
  put({ shop, subject }: SubjectRef, { key, effect }: NumberedEffect): void {
    if (effect.kind === 'mirror') this.#dropMirror.run(shop, subject);
    const { epoch, n, kind } = effect;
    this.#insert.run(this.#nextSeq++, shop, subject, epoch, n, kind, key, JSON.stringify(effect));
  }

  /** The newest mirror of a subject. */
  mirror({ shop, subject }: SubjectRef): Mirror | null {
    const row = this.#mirror.get(shop, subject) as { body: string } | undefined;
    if (!row) return null;
    const effect = JSON.parse(row.body) as Effect;
    return effect.kind === 'mirror' ? effect.body : null;
  }

  /** All that was put so far is on the disk. */
  durable(): void {
    this.#durableSeq = this.#nextSeq - 1;
  }

  /** Of what is on the disk, the oldest. */
  waiting(shop: string, limit: number): Effect[] {
    return (this.#waiting.all(shop, this.#durableSeq, limit) as { body: string }[]).map(
      (row) => JSON.parse(row.body) as Effect,
    );
  }

  shopsWaiting(): string[] {
    return (this.#shops.all() as { shop: string }[]).map((row) => row.shop);
  }

  /** Takes an answered effect off; null: nobody waits for that answer. */
  answered(shop: string, answer: { id: string; subject: string; epoch: number; n: number }): EffectRow | null {
    const row = this.#find.get(shop, answer.subject, answer.epoch, answer.n) as EffectRow | undefined;
    if (!row || answer.id !== effectId(answer.subject, answer.epoch, answer.n)) return null;
    (row.kind === 'mirror' ? this.#settle : this.#delete).run(row.seq);
    return row;
  }

  /** All of a shop's. */
  forget(shop: string): void {
    this.#forget.run(shop);
  }

  /** The newest mirrors wait again, under the numbers they had: a shop that kept them says *already*. */
  showAgain(shop: string): void {
    this.#again.run(shop);
  }

  get size(): number {
    return (this.#count.get() as { n: number }).n;
  }
}

export function effectId(subject: string, epoch: number, n: number): string {
  return `${subject}:${epoch}.${n}`;
}
