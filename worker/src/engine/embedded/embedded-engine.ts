import type { DatabaseSync } from 'node:sqlite';
import type { EffectAnswer } from '@causeway/contracts';
import { checkedBody } from '../check-event.ts';
import type { Engine, EngineEvent, EngineHost, ShopLine, SubjectRef } from '../engine.ts';
import { EngineStopped } from '../errors.ts';
import { realTicker, type Ticker } from '../ticker.ts';
import { CallRunner, type DispatchResult } from './call-runner.ts';
import type { CallRow } from './call-store.ts';
import { DecisionDesk } from './decision-desk.ts';
import { Forgetting } from './forgetting.ts';
import { type Committed, GroupCommit } from './group-commit.ts';
import { Housekeeping } from './housekeeping.ts';
import type { LogSync } from './log-sync.ts';
import { Returns } from './returns.ts';
import { openStores, reloadStores, type Stores } from './stores.ts';

/** Decisions in one commit, at most: enough to hide the disk's sync, few enough that nobody waits long for theirs. */
const GROUP_MAX = 256;
const RETRY_MS = 1000;
const ABORT_MS = 1000;

export interface EmbeddedOptions {
  /** How long a closed subject is still known here; the shop keeps its checkpoint. */
  readonly closedKeptMs?: number;
  /** Syncs the file beside the event loop; left out: every commit waits for the disk by itself. */
  readonly log?: LogSync;
}

/**
 * The engine in one process on one SQLite file. Everything that happens goes through `#cycle`: one transaction takes
 * in what came, decides what waits and marks the calls that may go; once that is on the disk promises resolve, calls leave
 * and shops are told, and the next cycle may begin. Nothing is done before it is durable.
 */
export class EmbeddedEngine implements Engine {
  readonly id: string;
  readonly #db: DatabaseSync;
  readonly #group: GroupCommit;
  readonly #log: LogSync | null;
  readonly #unlock: () => void;
  readonly #host: EngineHost;
  readonly #ticker: Ticker;
  readonly #stores: Stores;
  readonly #desk: DecisionDesk;
  readonly #returns: Returns;
  readonly #runner: CallRunner;
  readonly #housekeeping: Housekeeping;
  readonly #listeners: ((shop: string) => void)[] = [];
  /** Shops that do not know the file yet as it was opened. */
  readonly #strangers = new Set<string>();
  #draining: (() => void)[] = [];
  /** A commit on its way to the disk; null: none is. */
  #syncing: Promise<void> | null = null;
  /** Calls that leave once it is there. */
  #leaving: readonly CallRow[] = [];
  /** The commit number that is there. */
  #durable: number;
  #decided = 0;
  #scheduled = false;
  #disarm: () => void = () => undefined;
  #started = false;
  #stopping = false;
  #closed = false;
  #givenUp = false;
  #logClosed: Promise<void> | undefined;
  #stopped: Promise<void> | null = null;

  constructor(db: DatabaseSync, unlock: () => void, host: EngineHost, options: EmbeddedOptions) {
    this.#db = db;
    this.#group = new GroupCommit(db);
    this.#log = options.log ?? null;
    this.#unlock = unlock;
    this.#host = host;
    this.#ticker = host.ticker ?? realTicker(host.now);
    this.#stores = openStores(db, host);
    this.#desk = new DecisionDesk(host, this.#stores);
    this.#returns = new Returns(this.#stores);
    this.#runner = new CallRunner(host.dispatch, this.#stores.lanes, (call, result) => this.#callBack(call, result));
    this.#housekeeping = new Housekeeping(this.#stores, options.closedKeptMs);
    this.id = this.#stores.meta.id;
    this.#durable = this.#stores.meta.commit;
  }

  commit(): number {
    return this.#durable;
  }

  openedAt(shop: string): number {
    const { meta } = this.#stores;
    this.#strangers.add(shop);
    const known = meta.openedAt(shop);
    if (known !== null) return known;
    const at = meta.commit;
    this.#keep(() => meta.noteOpened(shop, at));
    return at;
  }

  async recognised(shop: string): Promise<void> {
    if (this.#stopping) throw new EngineStopped();
    if (!this.#strangers.has(shop)) return;
    await this.#take(() => this.#stores.meta.recognised(shop));
    this.#strangers.delete(shop);
  }

  async submit(events: readonly EngineEvent[]): Promise<void> {
    if (this.#stopping) throw new EngineStopped();
    const taken = events.map((event) => ({ event, body: checkedBody(event) }));
    const at = this.#host.now();
    await this.#take(() => {
      for (const { event, body } of taken) this.#stores.queue.submit(event, body, at);
    });
  }

  effects(shop: string, limit: number) {
    return this.#stores.effects.waiting(shop, limit);
  }

  async answer(shop: string, answers: readonly EffectAnswer[]): Promise<void> {
    if (this.#stopping) throw new EngineStopped();
    if (answers.length === 0) return;
    const at = this.#host.now();
    await this.#take(() => {
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
    if (this.#stopping) throw new EngineStopped();
    await this.#take(() => new Forgetting(this.#stores).shop(shop));
  }

  async showAgain(shop: string): Promise<void> {
    if (this.#stopping) throw new EngineStopped();
    await this.#take(() => {
      this.#stores.subjects.forgetMirrors(shop);
      this.#stores.effects.showAgain(shop);
    });
  }

  held(shop: string, after: string, limit: number) {
    return this.#stores.subjects.page(shop, after, limit);
  }

  unfinished(shop: string) {
    const leaving = this.#leaving.filter((call) => call.shop === shop).length;
    return { events: this.#stores.queue.sizeOf(shop), calls: this.#stores.lanes.outOf(shop) + leaving };
  }

  labelled(shop: string, label: string) {
    return this.#stores.subjects.labelled(shop, label);
  }

  peek(ref: SubjectRef) {
    const row = this.#stores.subjects.get(ref);
    if (!row || row.state === null) return null;
    return { flow: row.flow, version: row.version, state: JSON.parse(row.state) as unknown };
  }

  onEffects(listener: (shop: string) => void): void {
    this.#listeners.push(listener);
  }

  backlog() {
    const { queue, calls, lanes, effects, subjects, setAside } = this.#stores;
    return {
      events: queue.size,
      calls: calls.size,
      effects: effects.size,
      openSubjects: subjects.openCount,
      setAside: setAside.size,
      held: lanes.held(this.#host.now()),
      oldestAt: queue.oldestAt(),
    };
  }

  async beat(): Promise<void> {
    if (this.#stopping) throw new EngineStopped();
    // An empty transaction would succeed on a disk that is full.
    await this.#take(() => this.#stores.meta.count(0));
  }

  pause(role?: string): void {
    this.#stores.lanes.pause(role);
  }

  resume(role?: string): void {
    this.#stores.lanes.resume(role);
    this.#wake();
  }

  start(): void {
    if (this.#started || this.#stopping) return;
    this.#started = true;
    this.#keep(() => this.#recover());
    this.#tell(this.#stores.effects.shopsWaiting());
  }

  drain(): Promise<void> {
    return new Promise((resolve) => {
      this.#draining.push(resolve);
      this.#wake();
    });
  }

  stop(graceMs = 5000): Promise<void> {
    this.#stopped ??= this.#end(graceMs);
    return this.#stopped;
  }

  /** Lets everything go as a killed process would: nothing more is written, nothing comes back. For tests. */
  abandon(): void {
    this.#stopping = true;
    this.#close();
  }

  #take(write: () => void): Promise<void> {
    this.#wake();
    return this.#group.add(write);
  }

  #keep(write: () => void): void {
    this.#wake();
    this.#group.keep(write);
  }

  #wake(): void {
    if (this.#scheduled || this.#closed) return;
    this.#scheduled = true;
    this.#ticker.soon(() => this.#cycle(this.#log));
  }

  #cycle(log: LogSync | null): void {
    this.#scheduled = false;
    // What came meanwhile is seen by `#next`.
    if (this.#closed || this.#givenUp || this.#syncing !== null) return;
    let committed: Committed<CallRow[]>;
    try {
      committed = this.#group.commit(
        () => this.#decide(),
        () => this.#reload(),
        log === null,
      );
    } catch (error) {
      this.#trouble(error);
      return;
    }
    if (log === null) this.#goOn(committed);
    else this.#syncing = this.#sync(committed, log);
  }

  async #sync(committed: Committed<CallRow[]>, log: LogSync): Promise<void> {
    this.#leaving = committed.result;
    let problem: unknown = null;
    try {
      await log.sync();
      if (this.#closed) problem = new EngineStopped();
    } catch (error) {
      problem = error;
    }
    this.#syncing = null;
    this.#leaving = [];
    if (problem === null) {
      this.#goOn(committed);
      return;
    }
    committed.doubtful(problem);
    if (!this.#closed) this.#giveUp(problem);
  }

  /** The commit is on the disk: now it may be heard of. */
  #goOn({ result, durable }: Committed<CallRow[]>): void {
    const { meta, effects, lanes } = this.#stores;
    this.#durable = meta.commit;
    effects.durable();
    durable();
    // Some may have been paused while they were on their way to the disk.
    const paused = result.filter((call) => lanes.isPaused(call));
    for (const call of paused) this.#keep(() => this.#returns.unsent(call));
    this.#runner.launch(paused.length === 0 ? result : result.filter((call) => !paused.includes(call)));
    this.#tell(this.#desk.takeTold());
    this.#next();
  }

  /**
   * A disk that refused a sync may have dropped what it was given, and says yes when it is asked again: nothing more is built on it.
   * The engine beats no more, so that the worker is started anew, and reads what the file really holds.
   */
  #giveUp(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    this.#host.log('error', "the engine's file can not be synced to the disk: the engine ends", { problem });
    this.#stopping = true;
    this.#givenUp = true;
    this.#runner.abortAll();
    this.#group.refuse(new EngineStopped());
  }

  /** What the transaction does after it took in what came; returns the calls that may go once it is committed. */
  #decide(): CallRow[] {
    const { queue, calls, meta } = this.#stores;
    const sending = this.#started ? this.#work() : [];
    queue.flush();
    calls.flush();
    // Only now the file says what a closed subject still has to do.
    if (this.#started) this.#housekeeping.run(this.#host.now());
    if (this.#decided > 0) meta.count(this.#decided);
    this.#decided = 0;
    return sending;
  }

  #reload(): void {
    this.#decided = 0;
    this.#desk.takeTold();
    reloadStores(this.#stores);
  }

  #work(): CallRow[] {
    const { queue, timers, lanes, calls } = this.#stores;
    const now = this.#host.now();
    for (const { name, ...ref } of timers.fire(now, GROUP_MAX)) queue.add(ref, { type: 'timer', name }, now);
    let left = GROUP_MAX;
    for (let group = queue.take(left); group.length > 0; group = left > 0 ? queue.take(left) : []) {
      for (const event of group) this.#decided += this.#desk.decide(event);
      left -= group.length;
    }
    const sending: CallRow[] = [];
    if (this.#stopping) return sending;
    for (const [lane, share] of lanes.shares(now)) {
      const rows = calls.send(lane, share);
      lane.ready = rows.length < share ? 0 : lane.ready - rows.length;
      sending.push(...rows);
    }
    return sending;
  }

  /** What is next: more work, a sleep until something is due, or nothing. */
  #next(): void {
    const { queue, timers, lanes } = this.#stores;
    const now = this.#host.now();
    const timerAt = timers.nextAt();
    const due = timerAt !== null && timerAt <= now;
    const working = this.#started && (queue.hasWork || due || (!this.#stopping && lanes.sendable(now)));
    if (!this.#group.isEmpty || working) {
      this.#wake();
      return;
    }
    this.#disarm();
    const instants = [timerAt, lanes.nextAt(now), this.#housekeeping.nextAt()].filter((at) => at !== null);
    if (this.#started && instants.length > 0) this.#disarm = this.#ticker.at(Math.min(...instants), () => this.#wake());
    if (this.#runner.out === 0) for (const resolve of this.#draining.splice(0)) resolve();
  }

  /** The commit failed (disk full, file gone): nothing of it happened. Callers heard it; what has no caller is kept. */
  #trouble(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    this.#host.log('error', 'the engine could not commit', { problem });
    this.#disarm();
    this.#disarm = this.#ticker.after(RETRY_MS, () => this.#wake());
  }

  #callBack(call: CallRow, result: DispatchResult): void {
    if (this.#closed) return;
    const at = this.#host.now();
    if (result.kind !== 'waiting') {
      this.#keep(() => this.#returns.outcome(call, result, at));
      return;
    }
    const { lanes } = this.#stores;
    lanes.hold(lanes.lane(call.shop, call.role), result);
    this.#keep(() => this.#returns.unsent(call));
  }

  /** Calls that were out when the last process ended, and events that an older worker could not decide. */
  #recover(): void {
    this.#returns.interrupted(this.#host.now());
    const { serves = () => true } = this.#host;
    for (const ref of this.#stores.setAside.subjects())
      if (serves(ref.shop)) this.#decided += this.#desk.offerAgain(ref, false);
  }

  #tell(shops: readonly string[]): void {
    for (const shop of shops) {
      for (const listener of this.#listeners) {
        try {
          listener(shop);
        } catch (error) {
          this.#host.log('error', 'a listener failed', { shop, problem: String(error) });
        }
      }
    }
  }

  async #end(graceMs: number): Promise<void> {
    this.#stopping = true;
    await this.#syncing;
    await this.#quiet(graceMs);
    this.#runner.abortAll();
    await this.#quiet(ABORT_MS);
    while (this.#syncing !== null) await this.#syncing;
    if (!this.#group.isEmpty) this.#cycle(null);
    this.#close();
    await this.#logClosed;
  }

  #quiet(ms: number): Promise<void> {
    if (this.#runner.out === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const takeBack = this.#ticker.after(ms, resolve);
      void this.#runner.quiet().then(() => {
        takeBack();
        resolve();
      });
    });
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#disarm();
    this.#group.refuse(new EngineStopped());
    for (const resolve of this.#draining.splice(0)) resolve();
    this.#db.close();
    this.#unlock();
    this.#logClosed = this.#log?.close();
  }
}
