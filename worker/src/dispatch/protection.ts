import { SystemFailure } from '../policy/system-failure.ts';
import type { Protection as Settings } from '../systems/limits.ts';
import type { Role } from '../systems/system.ts';
import { AdaptiveLimit } from './adaptive-limit.ts';
import { Breaker, type Silence } from './breaker.ts';
import { type Hold, holdWords } from './hold.ts';
import { CallTimedOut } from './limited.ts';
import { Maintenance } from './maintenance.ts';
import { Throttle } from './throttle.ts';
import { TokenBucket } from './token-bucket.ts';

/** Who is asked at most so often waits in line; what is longer is said, and the call goes back to where it came from. */
export const PATIENCE_MS = 1000;
const THROTTLE_DEFAULT_MS = 1000;

/** `now`: epoch ms. `elapsed`: ms on a clock that is never set. */
export interface Clocks {
  readonly now: () => number;
  readonly elapsed: () => number;
}

export interface Guarded {
  readonly role: Role;
  readonly callsAtOnce: number;
  readonly timeoutMs: number;
  readonly protection: Settings;
}

/** A call that is out. */
export interface Ticket {
  readonly number: number;
  readonly operation: string;
  readonly began: number;
}

/** What protects one system: its windows, its own wishes, its silence, its rates, and how many at once. */
export class Protection {
  readonly #system: Guarded;
  readonly #clocks: Clocks;
  readonly #words: ReturnType<typeof holdWords>;
  readonly #maintenance: Maintenance;
  readonly #throttle = new Throttle();
  readonly #breaker: Breaker;
  readonly #buckets: readonly TokenBucket[];
  readonly #adaptive: AdaptiveLimit | null;
  #out = 0;
  /** Requests of calls that are out which were paid, and not heard of yet. */
  #prepaid = 0;

  constructor(system: Guarded, clocks: Clocks) {
    const { role, callsAtOnce, protection } = system;
    this.#system = system;
    this.#clocks = clocks;
    this.#words = holdWords(role);
    this.#maintenance = new Maintenance(protection.maintenance);
    this.#breaker = new Breaker(protection.breaker);
    this.#buckets = protection.rates.map((rate) => new TokenBucket(rate, clocks.elapsed()));
    this.#adaptive = protection.adaptive ? new AdaptiveLimit(callsAtOnce) : null;
  }

  /** Calls that are out. */
  get out(): number {
    return this.#out;
  }

  /** How many may be out at once now. */
  get limit(): number {
    if (this.#breaker.state.kind !== 'closed') return 1;
    return this.#adaptive?.limit ?? this.#system.callsAtOnce;
  }

  get breaker() {
    return this.#breaker.state;
  }

  /** What the tightest rate has left; null: no rate is configured. Below 0: owed. */
  get tokens(): number | null {
    const at = this.#clocks.elapsed();
    return this.#buckets.length === 0 ? null : Math.min(...this.#buckets.map((bucket) => bucket.tokens(at)));
  }

  /** Why no call may leave now; null: one may, when there is room and it is its turn. */
  hold(): Hold | null {
    const closed = this.closed();
    if (closed !== null || this.#buckets.length === 0) return closed;
    const wait = this.waitMs();
    return wait > PATIENCE_MS ? this.#held('rate', this.#clocks.elapsed() + wait) : null;
  }

  /** The same without the rates: who asks little (a poll) goes on and is charged. */
  closed(): Hold | null {
    const at = this.#clocks.elapsed();
    const window = this.#maintenance.open(this.#clocks.now());
    if (window !== null) {
      return { reason: 'maintenance', until: window.until, why: this.#words.maintenance(window.why) };
    }
    const asked = this.#throttle.until(at);
    if (asked !== null) return this.#held('asked', asked);
    const blocked = this.#breaker.blockedUntil(at);
    return blocked === null ? null : this.#silence(blocked);
  }

  /** As `hold`, and a silence is one also in the moment when the next probe may go. */
  condition(): Hold | null {
    return this.hold() ?? (this.#breaker.state.kind === 'closed' ? null : this.#silence(this.#clocks.elapsed()));
  }

  /** How long the rates let the next call wait, ms. */
  waitMs(): number {
    if (this.#buckets.length === 0) return 0;
    const at = this.#clocks.elapsed();
    return Math.max(...this.#buckets.map((bucket) => bucket.waitMs(at)));
  }

  begin(operation: string): Ticket {
    const began = this.#clocks.elapsed();
    this.#out += 1;
    this.#prepaid += 1;
    for (const bucket of this.#buckets) bucket.spend(began);
    this.#breaker.begin(began, this.#system.timeoutMs);
    return { number: this.#adaptive?.begin() ?? 0, operation, began };
  }

  /** It was not sent after all. */
  unsent(): void {
    const at = this.#clocks.elapsed();
    for (const bucket of this.#buckets) bucket.giveBack(at);
    this.#breaker.unproven(at);
    this.#ended();
  }

  /** A request went over the line: the first of each call is paid already. */
  heard(): void {
    if (this.#prepaid > 0) {
      this.#prepaid -= 1;
      return;
    }
    const at = this.#clocks.elapsed();
    for (const bucket of this.#buckets) bucket.spend(at);
  }

  answered({ number, operation, began }: Ticket): void {
    this.#adaptive?.answered(number, operation, this.#clocks.elapsed() - began, this.#out);
    this.#alive();
    this.#ended();
  }

  /** What a failure says of the system; returns true where it asked for a pause. */
  failed(ticket: Ticket, error: unknown): boolean {
    const asked = this.asked(error);
    const silence = silenceOf(error);
    if (asked || silence === 'silent') this.#adaptive?.troubled(ticket.number);
    if (asked) this.#alive();
    else if (silence !== null) this.#breaker.failed(this.#clocks.elapsed(), silence);
    else if (error instanceof SystemFailure) this.#alive();
    else this.#breaker.unproven(this.#clocks.elapsed());
    this.#ended();
    return asked;
  }

  /** Obeys a system that asked for a pause; false: it did not. */
  asked(error: unknown): boolean {
    if (!(error instanceof SystemFailure)) return false;
    const { category, retryAfterMs } = error;
    const asks = category === 'rate_limit' || (retryAfterMs !== null && isSilent(category));
    if (asks) this.#throttle.pauseFor(retryAfterMs ?? THROTTLE_DEFAULT_MS, this.#clocks.elapsed());
    return asks;
  }

  #alive(): void {
    if (this.#breaker.answered()) this.#adaptive?.restart();
  }

  #ended(): void {
    this.#out -= 1;
    this.#prepaid = Math.min(this.#prepaid, this.#out);
  }

  #silence(until: number): Hold {
    const { state } = this.#breaker;
    return this.#held(state.kind === 'closed' ? 'silent' : state.silence, until);
  }

  #held(reason: 'rate' | 'asked' | Silence, until: number): Hold {
    const { now, elapsed } = this.#clocks;
    return { reason, until: Math.ceil(now() + until - elapsed()), why: this.#words[reason] };
  }
}

const isSilent = (category: string): boolean => category === 'connection' || category === 'timeout';

/** What of a failure says that the system is away; null: it answered, or nobody knows. */
function silenceOf(error: unknown): Silence | null {
  if (error instanceof CallTimedOut) return 'silent';
  if (!(error instanceof SystemFailure)) return null;
  if (error.category === 'authentication') return 'sign_in';
  return isSilent(error.category) ? 'silent' : null;
}
