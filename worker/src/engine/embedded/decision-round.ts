import type { EngineHost } from '../engine.ts';
import type { Ticker } from '../ticker.ts';
import { CallRunner, type DispatchResult } from './call-runner.ts';
import type { CallRow } from './call-store.ts';
import { DecisionDesk } from './decision-desk.ts';
import type { Housekeeping } from './housekeeping.ts';
import { Returns } from './returns.ts';
import { reloadStores, type Stores } from './stores.ts';

/** Decisions in one commit, at most: enough to hide the disk's sync, few enough that nobody waits long for theirs. */
const GROUP_MAX = 256;

/**
 * What the engine does in one commit: decides what waits and marks the calls that may go. And what it does once that is on the
 * disk: calls leave, shops are told. What comes back it gives to `keep`, for a later commit.
 */
export class DecisionRound {
  readonly #host: EngineHost;
  readonly #stores: Stores;
  readonly #desk: DecisionDesk;
  readonly #returns: Returns;
  readonly #runner: CallRunner;
  readonly #housekeeping: Housekeeping;
  readonly #keep: (write: () => void) => void;
  readonly #listeners: ((shop: string) => void)[] = [];
  /** The commit number that is on the disk. */
  #durable: number;
  #decided = 0;
  #started = false;
  #stopping = false;
  #closed = false;

  constructor(host: EngineHost, stores: Stores, housekeeping: Housekeeping, keep: (write: () => void) => void) {
    this.#host = host;
    this.#stores = stores;
    this.#desk = new DecisionDesk(host, stores);
    this.#returns = new Returns(stores);
    this.#runner = new CallRunner(host.dispatch, stores.lanes, (call, result) => this.#callBack(call, result));
    this.#housekeeping = housekeeping;
    this.#keep = keep;
    this.#durable = stores.meta.commit;
  }

  get durable(): number {
    return this.#durable;
  }

  get isStopping(): boolean {
    return this.#stopping;
  }

  /** Whether no call is out. */
  get isQuiet(): boolean {
    return this.#runner.out === 0;
  }

  onEffects(listener: (shop: string) => void): void {
    this.#listeners.push(listener);
  }

  start(): void {
    if (this.#started || this.#stopping) return;
    this.#started = true;
    this.#keep(() => this.#recover());
    this.#tell(this.#stores.effects.shopsWaiting());
  }

  /** From now on no call leaves. */
  stop(): void {
    this.#stopping = true;
  }

  /** What still comes back finds nobody. */
  close(): void {
    this.#stopping = true;
    this.#closed = true;
  }

  /** Calls that are out are told to come back. */
  abort(): void {
    this.#runner.abortAll();
  }

  /** Resolves when no call is out, or after so long. */
  quiet(ms: number, ticker: Ticker): Promise<void> {
    if (this.isQuiet) return Promise.resolve();
    return new Promise((resolve) => {
      const takeBack = ticker.after(ms, resolve);
      void this.#runner.quiet().then(() => {
        takeBack();
        resolve();
      });
    });
  }

  /** What the transaction does after it took in what came; returns the calls that may go once it is committed. */
  decide(): CallRow[] {
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

  /** After a rollback: nothing of it was decided. */
  undo(): void {
    this.#decided = 0;
    this.#desk.takeTold();
    reloadStores(this.#stores);
  }

  /** What was decided is on the disk: it may be heard of. */
  announce(sending: readonly CallRow[]): void {
    const { meta, effects, lanes } = this.#stores;
    this.#durable = meta.commit;
    effects.durable();
    // Some may have been paused while they were on their way to the disk.
    const paused = sending.filter((call) => lanes.isPaused(call));
    for (const call of paused) this.#keep(() => this.#returns.unsent(call));
    this.#runner.launch(paused.length === 0 ? sending : sending.filter((call) => !paused.includes(call)));
    this.#tell(this.#desk.takeTold());
  }

  /** When there is something to do: now, or at an instant (epoch ms); null: when something comes. */
  nextAt(): 'now' | number | null {
    if (!this.#started) return null;
    const { queue, timers, lanes } = this.#stores;
    const now = this.#host.now();
    const timerAt = timers.nextAt();
    const due = timerAt !== null && timerAt <= now;
    if (queue.hasWork || due || (!this.#stopping && lanes.sendable(now))) return 'now';
    const instants = [timerAt, lanes.nextAt(now), this.#housekeeping.nextAt()].filter((at) => at !== null);
    return instants.length > 0 ? Math.min(...instants) : null;
  }

  #work(): CallRow[] {
    const { queue, timers } = this.#stores;
    const now = this.#host.now();
    for (const { name, ...ref } of timers.fire(now, GROUP_MAX)) queue.add(ref, { type: 'timer', name }, now);
    let left = GROUP_MAX;
    for (let group = queue.take(left); group.length > 0; group = left > 0 ? queue.take(left) : []) {
      for (const event of group) this.#decided += this.#desk.decide(event);
      left -= group.length;
    }
    return this.#stopping ? [] : this.#sending(now);
  }

  #sending(now: number): CallRow[] {
    const { lanes, calls } = this.#stores;
    const sending: CallRow[] = [];
    for (const [lane, share] of lanes.shares(now)) {
      const rows = calls.send(lane, share);
      lane.ready = rows.length < share ? 0 : lane.ready - rows.length;
      sending.push(...rows);
    }
    return sending;
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
}
