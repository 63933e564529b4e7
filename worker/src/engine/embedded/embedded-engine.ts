import type { DatabaseSync } from 'node:sqlite';
import type { EffectAnswer } from '@causeway/contracts';
import { checkedBody } from '../check-event.ts';
import type { Engine, EngineEvent, EngineHost, ShopLine, SubjectRef } from '../engine.ts';
import { EngineStopped } from '../errors.ts';
import { realTicker, type Ticker } from '../ticker.ts';
import { DecisionCycle } from './decision-cycle.ts';
import { DecisionRound } from './decision-round.ts';
import { Forgetting } from './forgetting.ts';
import { Housekeeping } from './housekeeping.ts';
import type { LogSync } from './log-sync.ts';
import { Returns } from './returns.ts';
import { backlogOf, openStores, type Stores } from './stores.ts';

const ABORT_MS = 1000;

export interface EmbeddedOptions {
  /** How long a closed subject is still known here; the shop keeps its checkpoint. */
  readonly closedKeptMs?: number;
  /** Syncs the file beside the event loop; left out: every commit waits for the disk by itself. */
  readonly log?: LogSync;
}

/**
 * The engine in one process on one SQLite file: the port. `DecisionCycle` says when something is written, `DecisionRound` what.
 * Nothing is done before it is durable.
 */
export class EmbeddedEngine implements Engine {
  readonly id: string;
  readonly #db: DatabaseSync;
  readonly #log: LogSync | null;
  readonly #unlock: () => void;
  readonly #host: EngineHost;
  readonly #ticker: Ticker;
  readonly #stores: Stores;
  readonly #returns: Returns;
  readonly #round: DecisionRound;
  readonly #cycle: DecisionCycle;
  /** Shops that do not know the file yet as it was opened. */
  readonly #strangers = new Set<string>();
  #closed = false;
  #logClosed: Promise<void> | undefined;
  #stopped: Promise<void> | null = null;

  constructor(db: DatabaseSync, unlock: () => void, host: EngineHost, { log, closedKeptMs }: EmbeddedOptions) {
    this.#db = db;
    this.#log = log ?? null;
    this.#unlock = unlock;
    this.#host = host;
    this.#ticker = host.ticker ?? realTicker(host.now);
    this.#stores = openStores(db, host);
    this.#returns = new Returns(this.#stores);
    const housekeeping = new Housekeeping(this.#stores, closedKeptMs);
    this.#round = new DecisionRound(host, this.#stores, housekeeping, (write) => this.#cycle.keep(write));
    this.#cycle = new DecisionCycle(db, this.#round, this.#log, this.#ticker, host.log);
    this.id = this.#stores.meta.id;
  }

  commit(): number {
    return this.#round.durable;
  }

  openedAt(shop: string): number {
    const { meta } = this.#stores;
    this.#strangers.add(shop);
    const known = meta.openedAt(shop);
    if (known !== null) return known;
    const at = meta.commit;
    this.#cycle.keep(() => meta.noteOpened(shop, at));
    return at;
  }

  async recognised(shop: string): Promise<void> {
    this.#mustWork();
    if (!this.#strangers.has(shop)) return;
    await this.#cycle.take(() => this.#stores.meta.recognised(shop));
    this.#strangers.delete(shop);
  }

  async submit(events: readonly EngineEvent[]): Promise<void> {
    this.#mustWork();
    const taken = events.map((event) => ({ event, body: checkedBody(event) }));
    const at = this.#host.now();
    await this.#cycle.take(() => {
      for (const { event, body } of taken) this.#stores.queue.submit(event, body, at);
    });
  }

  effects(shop: string, limit: number) {
    return this.#stores.effects.waiting(shop, limit);
  }

  async answer(shop: string, answers: readonly EffectAnswer[]): Promise<void> {
    this.#mustWork();
    if (answers.length === 0) return;
    const at = this.#host.now();
    await this.#cycle.take(() => {
      for (const answer of answers) this.#returns.answer(shop, answer, at);
    });
  }

  line(shop: string) {
    return this.#stores.meta.line(shop);
  }

  adopt(shop: string, line: ShopLine): void {
    this.#stores.meta.adopt(shop, line);
  }

  async forget(shop: string): Promise<void> {
    this.#mustWork();
    await this.#cycle.take(() => new Forgetting(this.#stores).shop(shop));
  }

  forgottenAt(shop: string) {
    return this.#stores.meta.forgottenAt(shop);
  }

  async showAgain(shop: string): Promise<void> {
    this.#mustWork();
    await this.#cycle.take(() => this.#returns.showAgain(shop));
  }

  held(shop: string, after: string, limit: number) {
    return this.#stores.subjects.page(shop, after, limit);
  }

  unfinished(shop: string) {
    const { queue, lanes } = this.#stores;
    return { events: queue.sizeOf(shop), calls: lanes.outOf(shop) + this.#cycle.leaving(shop) };
  }

  labelled(shop: string, label: string) {
    return this.#stores.subjects.labelled(shop, label);
  }

  peek(ref: SubjectRef) {
    const { state = null, flow = '', version = 0 } = this.#stores.subjects.get(ref) ?? {};
    return state === null ? null : { flow, version, state: JSON.parse(state) as unknown };
  }

  onEffects(listener: (shop: string) => void): void {
    this.#round.onEffects(listener);
  }

  backlog() {
    return backlogOf(this.#stores, this.#host.now());
  }

  async beat(): Promise<void> {
    this.#mustWork();
    // An empty transaction would succeed on a disk that is full.
    await this.#cycle.take(() => this.#stores.meta.count(0));
  }

  pause(role?: string): void {
    this.#stores.lanes.pause(role);
  }

  resume(role?: string): void {
    this.#stores.lanes.resume(role);
    this.#cycle.wake();
  }

  start(): void {
    this.#round.start();
  }

  drain(): Promise<void> {
    return this.#cycle.idle();
  }

  stop(graceMs = 5000): Promise<void> {
    this.#stopped ??= this.#end(graceMs);
    return this.#stopped;
  }

  /** Lets everything go as a killed process would: nothing more is written, nothing comes back. */
  abandon(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#round.close();
    this.#cycle.end();
    this.#db.close();
    this.#unlock();
    this.#logClosed = this.#log?.close();
  }

  #mustWork(): void {
    if (this.#round.isStopping) throw new EngineStopped();
  }

  async #end(graceMs: number): Promise<void> {
    this.#round.stop();
    await this.#cycle.synced();
    await this.#round.quiet(graceMs, this.#ticker);
    this.#round.abort();
    await this.#round.quiet(ABORT_MS, this.#ticker);
    await this.#cycle.synced();
    this.#cycle.finish();
    this.abandon();
    await this.#logClosed;
  }
}
