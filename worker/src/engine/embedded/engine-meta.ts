import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ShopLine } from '../engine.ts';

interface ShopRow {
  readonly epoch: number;
  readonly granted: number;
  readonly shop_id: string | null;
  readonly incarnation: number;
  readonly recovering: number;
}

/** The file's own facts: its id, its commit number, and where it is with each shop. */
export class EngineMeta {
  readonly id: string;
  #commit: number;
  /** What the file says of shops, as far as it was asked since it last changed. */
  readonly #rows = new Map<string, ShopRow | undefined>();
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #line: StatementSync;
  readonly #adopt: StatementSync;
  readonly #forget: StatementSync;

  constructor(db: DatabaseSync) {
    this.#get = db.prepare('SELECT value FROM meta WHERE name = ?');
    this.#put = db.prepare(
      'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    );
    this.#remove = db.prepare('DELETE FROM meta WHERE name = ?');
    this.#line = db.prepare('SELECT epoch, granted, shop_id, incarnation, recovering FROM shop WHERE code = ?');
    this.#adopt = db.prepare(`INSERT INTO shop (code, epoch, granted, shop_id, incarnation, recovering)
      VALUES (?1, max(?2, 1), ?2, ?3, ?4, ?5)
      ON CONFLICT DO UPDATE SET epoch = max(epoch, excluded.epoch), granted = excluded.granted,
        shop_id = excluded.shop_id, incarnation = excluded.incarnation, recovering = excluded.recovering`);
    this.#forget = db.prepare('UPDATE shop SET epoch = 1 WHERE code = ?');
    this.id = this.#read('id') ?? this.#write('id', randomUUID());
    this.#commit = Number(this.#read('commit') ?? '0');
  }

  get commit(): number {
    return this.#commit;
  }

  /** Null: the shop knows the file. */
  openedAt(shop: string): number | null {
    const at = this.#read(openedAt(shop));
    return at === null ? null : Number(at);
  }

  noteOpened(shop: string, at: number): void {
    this.#write(openedAt(shop), String(at));
  }

  recognised(shop: string): void {
    this.#remove.run(openedAt(shop));
  }

  /** Counts decisions of the transaction that is open. */
  count(decisions: number): void {
    this.#commit = Number(this.#write('commit', String(this.#commit + decisions)));
  }

  /** After a rollback: what the file says. */
  reload(): void {
    this.#commit = Number(this.#read('commit') ?? '0');
    this.#rows.clear();
  }

  /** Effects are numbered from 1 up; a shop that never gave a lease has epoch 1. */
  epoch(shop: string): number {
    return this.#row(shop)?.epoch ?? 1;
  }

  line(shop: string): ShopLine {
    const row = this.#row(shop);
    if (row === undefined) return { epoch: 0, shopId: null, incarnation: 0, recovering: false };
    const { granted, shop_id, incarnation, recovering } = row;
    return { epoch: granted, shopId: shop_id, incarnation, recovering: recovering === 1 };
  }

  adopt(shop: string, { epoch, shopId, incarnation, recovering }: ShopLine): void {
    this.#rows.delete(shop);
    this.#adopt.run(shop, epoch, shopId, incarnation, recovering ? 1 : 0);
  }

  /** Effects of what comes next are numbered from the epoch that is adopted next. */
  forget(shop: string): void {
    this.#rows.delete(shop);
    this.#forget.run(shop);
    this.#write(forgottenAt(shop), String(this.#commit));
  }

  forgottenAt(shop: string): number {
    return Number(this.#read(forgottenAt(shop)) ?? '0');
  }

  #row(shop: string): ShopRow | undefined {
    if (!this.#rows.has(shop)) this.#rows.set(shop, this.#line.get(shop) as ShopRow | undefined);
    return this.#rows.get(shop);
  }

  #read(name: string): string | null {
    return (this.#get.get(name) as { value: string } | undefined)?.value ?? null;
  }

  #write(name: string, value: string): string {
    this.#put.run(name, value);
    return value;
  }
}

const openedAt = (shop: string): string => `opened:${shop}`;
const forgottenAt = (shop: string): string => `forgotten:${shop}`;
