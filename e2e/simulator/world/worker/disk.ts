import type { DatabaseSync } from 'node:sqlite';
import type { LogSync } from '../../../../worker/src/engine/embedded/log-sync.ts';
import { furnish } from '../../../../worker/src/engine/embedded/schema.ts';
import { type DiskWatch, KeptDatabase } from './kept-database.ts';
import { KeptFile } from './kept-file.ts';
import { eventOf, type Heard } from './noted.ts';

/** How long a sync takes, and each so many that the disk is busy with. */
const SYNC_MS = 3;
const BUSY_MS = 300;
const BUSY_EACH = 12;

/** The engine's file. */
export class EngineDisk extends KeptFile<KeptDatabase> {
  constructor() {
    super(empty);
  }

  /** The file, for a process that begins. */
  open(watch: DiskWatch): DatabaseSync {
    this.database.watch = watch;
    return this.database;
  }

  /** What syncs it for that process. */
  log(after: (ms: number, work: () => void) => void, isDead: () => boolean): LogSync {
    const { database } = this;
    let syncs = 0;
    return {
      sync: () =>
        new Promise((resolve) => {
          syncs += 1;
          after(syncs % BUSY_EACH === 0 ? BUSY_MS : SYNC_MS, () => {
            database.sync();
            if (!isDead()) resolve();
          });
        }),
      close: async () => undefined,
    };
  }

  /** Whether the disk holds that an event was taken. */
  hasTaken(shop: string, event: string): boolean {
    const row = this.database.prepare('SELECT 1 FROM seen WHERE shop = ? AND id = ?').get(shop, event);
    return row !== undefined && this.hasOnDisk('row', eventOf(shop, event));
  }

  /** False: it was committed, and a power cut would take it. */
  hasOnDisk(heard: Heard, name: string): boolean {
    return this.database.hasOnDisk(heard, name);
  }

  /** The JSON that the file holds of a subject; null: nothing. */
  stateOf(shop: string, subject: string): string | null {
    return this.database.stateOf(shop, subject);
  }

  override end(): void {
    this.database.end();
  }
}

function empty(): KeptDatabase {
  const db = new KeptDatabase(':memory:');
  furnish(db, ':memory:');
  return db;
}
