import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** The file's own facts: its id, its commit number, and the epoch of each shop. */
export class EngineMeta {
  readonly id: string;
  #commit: number;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #epoch: StatementSync;
  readonly #adopt: StatementSync;

  constructor(db: DatabaseSync) {
    this.#get = db.prepare('SELECT value FROM meta WHERE name = ?');
    this.#put = db.prepare(
      'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    );
    this.#epoch = db.prepare('SELECT epoch FROM shop WHERE code = ?');
    this.#adopt = db.prepare(
      'INSERT INTO shop (code, epoch) VALUES (?, ?) ON CONFLICT DO UPDATE SET epoch = max(epoch, excluded.epoch)',
    );
    this.id = this.#read('id') ?? this.#write('id', randomUUID());
    this.#commit = Number(this.#read('commit') ?? '0');
  }

  get commit(): number {
    return this.#commit;
  }

  /** Counts decisions of the transaction that is open. */
  count(decisions: number): void {
    this.#commit = Number(this.#write('commit', String(this.#commit + decisions)));
  }

  /** After a rollback: what the file says. */
  reload(): void {
    this.#commit = Number(this.#read('commit') ?? '0');
  }

  /** Effects are numbered from 1 up; a shop that never gave a lease has epoch 1. */
  epoch(shop: string): number {
    return (this.#epoch.get(shop) as { epoch: number } | undefined)?.epoch ?? 1;
  }

  adoptEpoch(shop: string, epoch: number): void {
    this.#adopt.run(shop, epoch);
  }

  #read(name: string): string | null {
    return (this.#get.get(name) as { value: string } | undefined)?.value ?? null;
  }

  #write(name: string, value: string): string {
    this.#put.run(name, value);
    return value;
  }
}
