import type { DatabaseSync } from 'node:sqlite';
import type { EngineHost } from '../engine.ts';
import { EngineStopped } from '../errors.ts';
import type { Ticker } from '../ticker.ts';
import type { CallRow } from './call-store.ts';
import type { DecisionRound } from './decision-round.ts';
import { type Committed, GroupCommit } from './group-commit.ts';
import type { LogSync } from './log-sync.ts';

const RETRY_MS = 1000;

/**
 * When the engine works. One commit at a time: what came is written with what a round decides, the file's log is synced, and
 * only then anybody hears of it and the next cycle may begin.
 */
export class DecisionCycle {
  readonly #group: GroupCommit;
  readonly #round: DecisionRound;
  readonly #log: LogSync | null;
  readonly #ticker: Ticker;
  readonly #report: EngineHost['log'];
  #draining: (() => void)[] = [];
  /** A commit on its way to the disk; null: none is. */
  #syncing: Promise<void> | null = null;
  #leaving: readonly CallRow[] = [];
  #scheduled = false;
  #disarm: () => void = () => undefined;
  #ended = false;
  #givenUp = false;

  /** `log` null: every commit waits for the disk by itself. */
  constructor(db: DatabaseSync, round: DecisionRound, log: LogSync | null, ticker: Ticker, report: EngineHost['log']) {
    this.#group = new GroupCommit(db);
    this.#round = round;
    this.#log = log;
    this.#ticker = ticker;
    this.#report = report;
  }

  /** Resolves once `write` is on the disk; rejects where that failed. */
  take(write: () => void): Promise<void> {
    this.wake();
    return this.#group.add(write);
  }

  /** For what has no caller, and must be written however often it takes. */
  keep(write: () => void): void {
    this.wake();
    this.#group.keep(write);
  }

  wake(): void {
    if (this.#scheduled || this.#ended) return;
    this.#scheduled = true;
    this.#ticker.soon(() => this.#turn(this.#log));
  }

  /** Resolves when there is nothing to do now, and no call is out. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#draining.push(resolve);
      this.wake();
    });
  }

  /** Calls of a shop that leave once the commit that is on its way has arrived. */
  leaving(shop: string): number {
    return this.#leaving.filter((call) => call.shop === shop).length;
  }

  /** Resolves when no commit is on its way. */
  async synced(): Promise<void> {
    while (this.#syncing !== null) await this.#syncing;
  }

  /** Writes what still waits; the disk has it when this returns. */
  finish(): void {
    if (!this.#group.isEmpty) this.#turn(null);
  }

  /** Nothing more is written. */
  end(): void {
    this.#ended = true;
    this.#disarm();
    this.#group.refuse(new EngineStopped());
    for (const resolve of this.#draining.splice(0)) resolve();
  }

  #turn(log: LogSync | null): void {
    this.#scheduled = false;
    // What came meanwhile is seen by `#next`.
    if (this.#ended || this.#givenUp || this.#syncing !== null) return;
    let committed: Committed<CallRow[]>;
    try {
      committed = this.#group.commit(
        () => this.#round.decide(),
        () => this.#round.undo(),
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
      if (this.#ended) problem = new EngineStopped();
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
    if (!this.#ended) this.#giveUp(problem);
  }

  /** The commit is on the disk: now it may be heard of. */
  #goOn({ result, durable }: Committed<CallRow[]>): void {
    durable();
    this.#round.announce(result);
    this.#next();
  }

  /** What is next: more work, a sleep until something is due, or nothing. */
  #next(): void {
    const at = this.#group.isEmpty ? this.#round.nextAt() : 'now';
    if (at === 'now') {
      this.wake();
      return;
    }
    this.#disarm();
    if (at !== null) this.#disarm = this.#ticker.at(at, () => this.wake());
    if (this.#round.isQuiet) for (const resolve of this.#draining.splice(0)) resolve();
  }

  /** The commit failed (disk full, file gone): nothing of it happened. Callers heard it; what has no caller is kept. */
  #trouble(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    this.#report('error', 'the engine could not commit', { problem });
    this.#disarm();
    this.#disarm = this.#ticker.after(RETRY_MS, () => this.wake());
  }

  /**
   * A disk that refused a sync may have dropped what it was given, and says yes when it is asked again: nothing more is built on it.
   * The engine beats no more, so that the worker is started anew, and reads what the file really holds.
   */
  #giveUp(error: unknown): void {
    const problem = error instanceof Error ? error.message : String(error);
    this.#report('error', "the engine's file can not be synced to the disk: the engine ends", { problem });
    this.#givenUp = true;
    this.#round.stop();
    this.#round.abort();
    this.#group.refuse(new EngineStopped());
  }
}
