import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FlowEvent } from '@causeway/contracts';
import type { EngineEvent, SubjectRef } from '../engine.ts';
import { AT_MOST } from './schema.ts';

/** An event in its subject's order: lower `seq` first. `body` and `memory` are JSON. */
export interface QueuedEvent extends SubjectRef {
  readonly seq: number;
  readonly body: string;
  readonly memory: string | null;
  /** Epoch ms of its arrival. */
  readonly at: number;
  /** What `body` and `memory` say, where it came in the transaction that is open. Nobody may write to it. */
  readonly fresh?: Fresh;
}

interface Fresh {
  readonly event: FlowEvent;
  readonly memory: Memory | null;
}

type Memory = NonNullable<EngineEvent['memory']>;

export function eventOf({ fresh, body }: QueuedEvent): FlowEvent {
  return fresh?.event ?? (JSON.parse(body) as FlowEvent);
}

/** What the shop remembers of the subject; null: it didn't say. */
export function memoryOf({ fresh, memory }: QueuedEvent): Memory | null {
  if (fresh !== undefined) return fresh.memory;
  return memory === null ? null : (JSON.parse(memory) as Memory);
}

/** Ids of a week, at least; a shop serves an unacknowledged row again within minutes, and looks are idempotent anyway. */
const SEEN_KEPT_MS = 7 * 24 * 3600_000;
const SEEN_MAX = 1_000_000;
const PRUNE_MAX = 2000;
/** Characters of waiting events that are read at once; one event more may come on top. */
const READ_MAX = 4_000_000;

/**
 * Events that wait. Those of the transaction that is open are kept in memory first (`#fresh`): what is decided in it
 * never touches the table, and the rest is written by `flush` before the commit.
 */
export class EventQueue {
  readonly #fresh = new Map<string, QueuedEvent[]>();
  readonly #stored = new Map<string, number>();
  readonly #serves: (shop: string) => boolean;
  #nextSeq = 1;
  readonly #insert: StatementSync;
  readonly #front: StatementSync;
  readonly #delete: StatementSync;
  readonly #see: StatementSync;
  readonly #prune: StatementSync;
  readonly #counts: StatementSync;
  readonly #newest: StatementSync;
  readonly #oldest: StatementSync;
  readonly #forget: readonly StatementSync[];

  constructor(db: DatabaseSync, serves: (shop: string) => boolean = () => true) {
    this.#serves = serves;
    this.#insert = db.prepare('INSERT INTO event (seq, shop, subject, body, memory, at) VALUES (?, ?, ?, ?, ?, ?)');
    this.#front = db.prepare(`SELECT * FROM event WHERE shop = ? ORDER BY seq ${AT_MOST}`);
    this.#delete = db.prepare('DELETE FROM event WHERE seq = ?');
    this.#see = db.prepare('INSERT OR IGNORE INTO seen (shop, id, at) VALUES (?, ?, ?)');
    this.#prune = db.prepare(`DELETE FROM seen WHERE seq <= (
      SELECT max(seq) FROM (SELECT seq, at FROM seen ORDER BY seq LIMIT ${PRUNE_MAX})
      WHERE at < ? OR seq <= (SELECT max(seq) FROM seen) - ${SEEN_MAX})`);
    this.#counts = db.prepare('SELECT shop, count(*) AS n FROM event GROUP BY shop');
    // Never below a number that a subject remembers.
    this.#newest = db.prepare(`SELECT max(
      coalesce((SELECT max(seq) FROM event), 0), coalesce((SELECT max(seq) FROM set_aside), 0),
      coalesce((SELECT max(since) FROM subject WHERE since > 0), 0)) AS seq`);
    this.#oldest = db.prepare('SELECT at FROM event ORDER BY seq LIMIT 1');
    this.#forget = ['event', 'seen'].map((table) => db.prepare(`DELETE FROM ${table} WHERE shop = ?`));
    this.reload();
  }

  /** After opening and after a rollback: what the file says. */
  reload(): void {
    this.#fresh.clear();
    this.#stored.clear();
    for (const row of this.#counts.all() as { shop: string; n: number }[]) this.#stored.set(row.shop, row.n);
    this.#nextSeq = (this.#newest.get() as { seq: number }).seq + 1;
  }

  /** Takes an event from outside, unless its id was taken before. */
  submit(event: EngineEvent, body: string, at: number): void {
    if (this.#see.run(event.shop, event.id, at).changes === 0) return;
    const { memory = null } = event;
    this.#push(event, { body, memory: memory && JSON.stringify(memory), at, fresh: { event: event.event, memory } });
  }

  /** Takes an event that the engine itself makes: outcomes, answers, timers, tells. */
  add(ref: SubjectRef, event: FlowEvent, at: number): void {
    const written = { body: JSON.stringify(event), memory: null, at };
    // An adapter's reply may hold more than its JSON says.
    this.#push(ref, event.type === 'called' ? written : { ...written, fresh: { event, memory: null } });
  }

  /** Takes up to `limit` events off, in order within each shop; shops in turn, so that none waits for another's flood. */
  take(limit: number): QueuedEvent[] {
    const shops = this.#shops();
    const share = Math.ceil(limit / Math.max(1, shops.size));
    const taken: QueuedEvent[] = [];
    for (const shop of shops) taken.push(...this.#takeOf(shop, share));
    return taken;
  }

  /** Writes what the open transaction leaves undecided. */
  flush(): void {
    for (const [shop, events] of this.#fresh) {
      for (const e of events) this.#insert.run(e.seq, e.shop, e.subject, e.body, e.memory, e.at);
      this.#stored.set(shop, (this.#stored.get(shop) ?? 0) + events.length);
    }
    this.#fresh.clear();
  }

  /** Whether anything waits that `take` would give. */
  get hasWork(): boolean {
    return this.#shops().size > 0;
  }

  /** How many wait, also of shops that aren't served; exact between transactions. */
  get size(): number {
    let size = 0;
    for (const n of this.#stored.values()) size += n;
    for (const events of this.#fresh.values()) size += events.length;
    return size;
  }

  /** How many of a shop wait; exact between transactions. */
  sizeOf(shop: string): number {
    return (this.#stored.get(shop) ?? 0) + (this.#fresh.get(shop)?.length ?? 0);
  }

  /** The newest event's number. */
  get lastSeq(): number {
    return this.#nextSeq - 1;
  }

  /** All that waits of a shop goes, and which ids were taken. */
  forget(shop: string): void {
    for (const statement of this.#forget) statement.run(shop);
    this.#fresh.delete(shop);
    this.#stored.delete(shop);
  }

  oldestAt(): number | null {
    return (this.#oldest.get() as { at: number } | undefined)?.at ?? null;
  }

  /** Forgets a bounded number of ids that are old enough. */
  prune(now: number): void {
    this.#prune.run(now - SEEN_KEPT_MS);
  }

  #shops(): Set<string> {
    return new Set([...this.#stored.keys(), ...this.#fresh.keys()].filter(this.#serves));
  }

  #push(ref: SubjectRef, what: Pick<QueuedEvent, 'body' | 'memory' | 'at' | 'fresh'>): void {
    const event = { seq: this.#nextSeq++, shop: ref.shop, subject: ref.subject, ...what };
    const events = this.#fresh.get(ref.shop);
    if (events) events.push(event);
    else this.#fresh.set(ref.shop, [event]);
  }

  #read(shop: string, limit: number): QueuedEvent[] {
    const events: QueuedEvent[] = [];
    let read = 0;
    for (const row of this.#front.iterate(shop, limit)) {
      const event = row as unknown as QueuedEvent;
      events.push(event);
      read += event.body.length + (event.memory?.length ?? 0);
      if (read > READ_MAX) break;
    }
    return events;
  }

  #takeOf(shop: string, limit: number): QueuedEvent[] {
    const stored = this.#stored.get(shop) ?? 0;
    const taken = stored > 0 ? this.#read(shop, limit) : [];
    for (const event of taken) this.#delete.run(event.seq);
    if (stored > taken.length) this.#stored.set(shop, stored - taken.length);
    else {
      this.#stored.delete(shop);
      const fresh = this.#fresh.get(shop) ?? [];
      taken.push(...fresh.splice(0, limit - taken.length));
      if (fresh.length === 0) this.#fresh.delete(shop);
    }
    return taken;
  }
}
