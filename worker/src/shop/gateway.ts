import type { PastOrder } from '@causeway/contracts';
import { SystemFailure } from '../policy/system-failure.ts';
import { Asking, type Found, ShopUnanswered } from './asking.ts';
import { type ShopState, setbackOf, whyCallsWait } from './condition.ts';
import type { Credential } from './credential.ts';
import { Exchanger, type ExchangerPorts } from './exchanger.ts';
import { DatabaseLane, type LaneAddress, type LaneHealth } from './mysql/lane.ts';
import { PastWalks, type PastWindow } from './past.ts';
import { pauseAfterFailure } from './rhythm.ts';
import { ShopRefusal } from './shop-api.ts';

/** What time it is for a gateway, and how it sleeps; a simulator brings its own. */
export interface GatewayClock {
  /** Epoch ms. */
  readonly wallMs: () => number;
  readonly monotonicMs: () => number;
  /** Runs `work` after so many ms; returns what takes it back. */
  readonly after: (ms: number, work: () => void) => () => void;
}

const realClock: GatewayClock = {
  wallMs: Date.now,
  monotonicMs: () => performance.now(),
  after(ms, work) {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  },
};

const ASK_MS_MAX = 30_000;
/** How long a clean stop waits for calls that are out before it keeps the lease instead of giving it back. */
const QUIET_MS_MAX = 5000;

export interface GatewayPorts extends ExchangerPorts {
  /** Told of every exchange: `outcome` is `ok` or the refusal's or failure's name. */
  readonly observe: (outcome: string, tookMs: number) => void;
  readonly clock?: GatewayClock;
  /** The shop's database, where the worker can reach it; left out: rows come by exchanges alone. */
  readonly database?: LaneAddress;
  /** Told how many rows the database lane brought. */
  readonly observeRows?: (rows: number) => void;
}

/** One shop's side of the water: exchanges with it, over and over, and knows how it stands with the shop. */
export class ShopGateway {
  readonly code: string;
  readonly #ports: GatewayPorts;
  readonly #clock: GatewayClock;
  readonly #stop = new AbortController();
  readonly #asking = new Asking();
  readonly #past = new PastWalks();
  readonly #exchanger: Exchanger;
  readonly #lane: DatabaseLane | null;
  #state: ShopState = 'asking';
  #failingSince: number | null = null;
  #failures = 0;
  #lastOkAt: number | null = null;
  #lastProblem = '';
  #wake: (() => void) | null = null;
  #rung = false;
  #running: Promise<void> = Promise.resolve();

  constructor(code: string, credential: Credential, ports: GatewayPorts) {
    this.code = code;
    this.#ports = ports;
    this.#clock = ports.clock ?? realClock;
    this.#exchanger = new Exchanger(code, credential, this.#asking, this.#past, ports);
    this.#lane = ports.database === undefined ? null : this.#laneTo(ports.database);
  }

  #laneTo(address: LaneAddress): DatabaseLane {
    const { observeRows = () => undefined, log } = this.#ports;
    return new DatabaseLane({
      ...address,
      code: this.code,
      receipt: this.#exchanger.receipt,
      warrant: () => this.#exchanger.warrant(),
      counted: (ackNumber) => this.#exchanger.counted(ackNumber),
      ring: () => this.ring(),
      observe: observeRows,
      log,
    });
  }

  /** How the database lane stands; null: there is none. */
  get database(): LaneHealth | null {
    return this.#lane?.health ?? null;
  }

  /** Orders created before it are "before go-live"; null until the shop told. */
  get goLiveAt(): number | null {
    return this.#exchanger.goLiveAt;
  }

  get state(): ShopState {
    return this.#state === 'serving' && this.#exchanger.isRecovering ? 'recovering' : this.#state;
  }

  /** Why no call for the shop may leave, whatever is left of its lease; null: nothing speaks against it. */
  get whyCallsWait(): string | null {
    return whyCallsWait(this.#state) ?? (this.#exchanger.isRecovering ? whyCallsWait('recovering') : null);
  }

  /** Why the last exchange did not work; null: it did, or there was none yet. */
  get problem(): string | null {
    return this.#lastProblem === '' ? null : this.#lastProblem;
  }

  /** Epoch ms of the last exchange that worked; null: none since the start. */
  get lastExchangeAt(): number | null {
    return this.#lastOkAt;
  }

  start(): void {
    this.#running = this.#run();
    this.#lane?.start();
  }

  /** A row waits (a doorbell): the quickest lane that works looks. */
  rowWaits(): void {
    if (this.#lane?.health.state === 'serving') this.#lane.ring();
    else this.ring();
  }

  /** Exchange now (effects wait, or questions). */
  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /**
   * Asks the shop for subjects, whether or not they changed. What it has is a look of the engine before this resolves.
   * Rejects with `ShopUnanswered` where the shop can't be reached or refuses, or when `signal` aborts.
   */
  async ask(subjects: readonly string[], signal = AbortSignal.timeout(ASK_MS_MAX)): Promise<Found> {
    if (this.#stop.signal.aborted) throw new ShopUnanswered('the worker is stopping');
    const found = this.#asking.ask(subjects, signal);
    this.ring();
    return found;
  }

  /**
   * Walks over the shop's past orders, by creation rising, a page an exchange; nothing is written there, and no event comes
   * of it. The next page is asked for when the one before was taken. Ends with `ShopUnanswered` where the shop can't be
   * reached, refuses or is too old, or with the signal's reason; `placeOf` tells where to go on.
   */
  async *past(window: PastWindow, signal: AbortSignal): AsyncGenerator<PastOrder, void> {
    if (this.#stop.signal.aborted) throw new ShopUnanswered('the worker is stopping');
    yield* this.#past.walk(window, () => this.ring(), signal);
  }

  /**
   * Ends the loop and gives the lease back, so that a successor need not wait for it; not while a call for the shop is
   * still out, whose document a successor could not yet find.
   */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#unanswered(new ShopUnanswered('the worker is stopping'));
    this.#wake?.();
    await this.#running;
    await this.#lane?.stop();
    if (this.#ports.lease.epoch === 0 || !(await this.#becomesQuiet())) return;
    await this.#exchanger.release(AbortSignal.timeout(5000)).catch(() => undefined);
  }

  async #becomesQuiet(): Promise<boolean> {
    const until = this.#clock.monotonicMs() + QUIET_MS_MAX;
    while (this.#ports.engine.unfinished(this.code).calls > 0) {
      if (this.#clock.monotonicMs() > until) return false;
      await new Promise<void>((resolve) => this.#clock.after(25, resolve));
    }
    return true;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) await this.#pause(await this.#turn());
  }

  async #turn(): Promise<number> {
    const began = this.#clock.monotonicMs();
    const done = (outcome: string) => this.#ports.observe(outcome, this.#clock.monotonicMs() - began);
    try {
      const pause = await this.#exchanger.exchange(this.#stop.signal);
      if (this.#lastProblem !== '') this.#ports.log.info({ shop: this.code }, 'the shop answers again');
      this.#state = 'serving';
      this.#failures = 0;
      this.#lastOkAt = this.#clock.wallMs();
      this.#failingSince = null;
      this.#lastProblem = '';
      if (this.#lane?.health.state !== 'serving') this.#lane?.ring();
      done('ok');
      return pause;
    } catch (error) {
      if (this.#stop.signal.aborted) return 0;
      done(error instanceof ShopRefusal ? error.code : 'failed');
      return this.#failed(error);
    }
  }

  #failed(error: unknown): number {
    const { state, endsLease, atMostMs } = setbackOf(error);
    const refusal = error instanceof ShopRefusal ? error : null;
    if (endsLease) this.#ports.lease.lost();
    // Silence says nothing of the shop; a no, or what we don't understand, does.
    if (state !== null && !(error instanceof SystemFailure)) this.#exchanger.withdraw();
    this.#failures += 1;
    this.#failingSince ??= this.#clock.wallMs();
    const problem = error instanceof Error ? error.message : String(error);
    if (state !== null) {
      this.#state = state;
      this.#unanswered(new ShopUnanswered(problem, this.#failingSince));
    }
    // The same problem is said once, not every minute.
    if (problem !== this.#lastProblem) {
      this.#ports.log.warn({ shop: this.code, refusal: refusal?.code ?? null, problem }, 'no exchange with the shop');
    }
    this.#lastProblem = problem;
    if (state === 'revoked' && this.#exchanger.takeNewCredential()) return 250;
    return Math.min(
      pauseAfterFailure(this.#failures, refusal?.retryAfterMs ?? null),
      atMostMs ?? Number.POSITIVE_INFINITY,
    );
  }

  #unanswered(why: ShopUnanswered): void {
    this.#asking.fail(why);
    this.#past.fail(why);
  }

  async #pause(ms: number): Promise<void> {
    if (ms > 0 && !this.#rung && !this.#stop.signal.aborted) {
      await new Promise<void>((resolve) => {
        const awake = this.#clock.after(ms, resolve);
        this.#wake = () => {
          awake();
          resolve();
        };
      });
      this.#wake = null;
    }
    this.#rung = false;
  }
}
