import type { Logger } from '../../telemetry/log.ts';
import type { Receipt } from '../receipt.ts';
import { type Connect, type Connection, isPassing, problemOf } from './connection.ts';
import { pauseAfter, pauseAfterFailure } from './pace.ts';
import { ShopOutbox } from './shop-outbox.ts';
import type { Statements } from './statements.ts';
import type { Warrant } from './warrant.ts';

const ROWS_MAX = 200;
const BYTES_MAX = 4_000_000;
/** Rows held at once: above, they are acknowledged first. */
const HELD_MAX = 800;
/** An exchange with effects mostly comes before this and acknowledges, too. */
const ACKNOWLEDGE_MS = 250;
/** Without a word from an exchange there is nothing to do; one that went well wakes the lane. */
const STANDBY_MS = 1000;

/** A shop's database, and how to speak with it. */
export interface LaneAddress {
  readonly connect: Connect;
  readonly statements: Statements;
}

export interface LanePorts extends LaneAddress {
  readonly code: string;
  readonly receipt: Receipt;
  readonly warrant: () => Warrant | null;
  /** The shop's acknowledgement number rose to this. */
  readonly counted: (ackNumber: number) => Promise<void>;
  /** The plugin has something to do, or to say: exchange now. */
  readonly ring: () => void;
  readonly observe: (rows: number) => void;
  readonly log: Logger;
}

/** How the lane stands. `standby`: no exchange has given its word. `problem` null: nothing is wrong. */
export interface LaneHealth {
  readonly state: 'serving' | 'standby' | 'down';
  readonly problem: string | null;
}

/**
 * Serves and acknowledges a shop's rows straight from its database, beside the exchange and on its word (`Warrant`). What
 * it can't do is left to the exchange, which does all that this lane does where it is down.
 */
export class DatabaseLane {
  readonly #ports: LanePorts;
  #health: LaneHealth = { state: 'standby', problem: null };
  #connection: Connection | null = null;
  #failures = 0;
  #refused: Warrant['leaseUntil'] | null = null;
  #oweSince: number | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;
  #stopped = false;
  #rung = false;
  #wake: (() => void) | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(ports: LanePorts) {
    this.#ports = ports;
  }

  get health(): LaneHealth {
    return this.#health;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Look now. */
  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#running;
    this.#connection?.close();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) await this.#pause(await this.#turn());
  }

  async #turn(): Promise<number> {
    const warrant = this.#ports.warrant();
    if (warrant === null) {
      if (this.#health.state === 'serving') this.#health = { state: 'standby', problem: null };
      return STANDBY_MS;
    }
    try {
      this.#connection ??= await this.#ports.connect();
      const pause = await this.#look(new ShopOutbox(this.#connection, this.#ports.statements), warrant);
      this.#failures = 0;
      return pause;
    } catch (error) {
      return this.#failed(error);
    }
  }

  async #look(outbox: ShopOutbox, warrant: Warrant): Promise<number> {
    const { receipt, observe } = this.#ports;
    const { line } = receipt;
    const { mine, ready, coming } = await outbox.stir(warrant);
    if (!mine) return this.#stepAside(warrant);
    this.#stands();
    const held = receipt.held;
    if (await this.#acknowledges(outbox, warrant, held.length)) return 0;
    const rows = ready && held.length < HELD_MAX ? await outbox.serve(warrant, ROWS_MAX, BYTES_MAX, held) : [];
    if (rows.length > 0) {
      observe(rows.length);
      await receipt.take(rows, warrant.aheadMs, line);
    }
    const left = ready && rows.length === 0 && held.length < HELD_MAX;
    if (left) this.#asksPlugin();
    return pauseAfter({ took: rows.length > 0, coming, left });
  }

  /** For rows that only the plugin can serve; once a second, should it not serve them either. */
  #asksPlugin(): void {
    if (performance.now() - this.#askedAt < STANDBY_MS) return;
    this.#askedAt = performance.now();
    this.#ports.ring();
  }

  /** True: it acknowledged. */
  async #acknowledges(outbox: ShopOutbox, warrant: Warrant, held: number): Promise<boolean> {
    const { receipt, counted } = this.#ports;
    if (held === 0) this.#oweSince = null;
    else this.#oweSince ??= performance.now();
    const due = this.#oweSince !== null && performance.now() - this.#oweSince >= ACKNOWLEDGE_MS;
    if (!due && held < ROWS_MAX) return false;
    const rows = receipt.lend(HELD_MAX);
    this.#oweSince = null;
    if (rows.length === 0) return false;
    let number: number | null = null;
    try {
      number = await outbox.acknowledge(warrant, rows);
    } finally {
      receipt.settle(rows, number !== null);
    }
    if (number !== null) await counted(number);
    return true;
  }

  /** The row `link` says something else than the last exchange did: that one's successor will say what it means. */
  #stepAside(warrant: Warrant): number {
    if (this.#refused === null) {
      this.#refused = warrant.leaseUntil;
      this.#ports.ring();
    } else if (this.#refused !== warrant.leaseUntil) {
      this.#down("it is not the database that the shop's last exchange wrote to, or something changed in it since");
    }
    return STANDBY_MS;
  }

  #failed(error: unknown): number {
    this.#connection?.close();
    this.#connection = null;
    this.#failures += 1;
    if (this.#failures > 1 || !isPassing(error)) this.#down(problemOf(error));
    return pauseAfterFailure(this.#failures);
  }

  /** The same problem is said once. */
  #down(problem: string): void {
    if (this.#health.problem !== problem) {
      const { log, code } = this.#ports;
      log.warn({ shop: code, problem }, 'the database lane is down: rows come by exchanges');
    }
    this.#health = { state: 'down', problem };
  }

  #stands(): void {
    this.#refused = null;
    if (this.#health.state === 'serving') return;
    this.#ports.log.info({ shop: this.#ports.code }, 'rows come straight from the database');
    this.#health = { state: 'serving', problem: null };
  }

  async #pause(ms: number): Promise<void> {
    if (ms > 0 && !this.#rung && !this.#stopped) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = null;
    }
    this.#rung = false;
  }
}
