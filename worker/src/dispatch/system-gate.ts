import type { Dispatch, OutboundCall, Road } from '../engine/engine.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import { PROTECTION } from '../systems/limits.ts';
import type { OutsideSystem } from '../systems/system.ts';
import type { BreakerState } from './breaker.ts';
import { type Hold, holdWords } from './hold.ts';
import { type After, limited } from './limited.ts';
import { failed } from './outcome.ts';
import type { Pauses } from './pauses.ts';
import { type Clocks, Protection, type Ticket } from './protection.ts';
import { Turnstile } from './turnstile.ts';

type Result = Awaited<ReturnType<Dispatch>>;

export interface GatePorts extends Clocks {
  readonly after: After;
  readonly pauses: Pauses;
  readonly changed: (system: string, hold: Hold | null) => void;
  readonly veto: (shop: string) => string | null;
  readonly leaseLeftMs: (shop: string) => number;
}

/** How it stands with a system now. */
export interface Standing {
  /** Calls that are out, and that wait here for their turn. */
  readonly out: number;
  readonly waiting: number;
  /** How many may be out at once now. */
  readonly limit: number;
  /** What the tightest rate has left (below 0: owed); null: no rate is configured. */
  readonly tokens: number | null;
  readonly breaker: BreakerState['kind'];
  /** Why its calls wait; null: they go. */
  readonly hold: Hold | null;
}

/** How soon to ask again where an exchange may change it: a lease that is too short, a shop that is being loaded. */
const EXCHANGE_MS = 1000;
/**
 * Of the calls that may be out, how many more wait here: the next one leaves as a reply comes, not only once that reply is
 * booked. Few, for one that waits here when the process is killed may have left, as far as the next one knows.
 */
const AHEAD = 1 / 4;
/** A pause that is over sooner is no news. */
const NEWS_MS = 10_000;

/**
 * The one door to a system. Who comes goes in turn, one shop after the other, as far as pauses, windows, wishes, silence, rates and
 * the limit let them; the lease is looked at last.
 */
export class SystemGate {
  readonly #system: OutsideSystem;
  readonly #ports: GatePorts;
  readonly #protection: Protection;
  readonly #turnstile: Turnstile;
  /** Calls that are out, by shop. */
  readonly #out = new Map<string, number>();
  #news: Hold['reason'] | null = null;

  constructor(system: OutsideSystem, ports: GatePorts) {
    const { role, callsAtOnce, timeoutMs, protection = PROTECTION } = system;
    this.#system = system;
    this.#ports = ports;
    this.#protection = new Protection({ role, callsAtOnce, timeoutMs, protection }, ports);
    this.#turnstile = new Turnstile(this.#protection, () => this.#paused(null), ports.after);
  }

  /** See `Dispatch`. */
  async send(call: OutboundCall, signal: AbortSignal, work: (cut: AbortSignal) => Promise<unknown>): Promise<Result> {
    const { now } = this.#ports;
    let turn: Ticket | Hold;
    try {
      turn = this.#paused(call.shop) ?? (await this.#turnstile.enter(call.shop, call.call.operation, signal));
    } catch {
      // Broken off while it waited for its turn: nothing was sent.
      return { kind: 'waiting', at: now(), why: 'stopped before it was sent' };
    }
    if ('reason' in turn) return this.#waiting(turn);
    const result = this.#unsent(call.shop) ?? (await this.#sent(call, turn, signal, work));
    this.#tell();
    this.#turnstile.admit();
    return result;
  }

  road(shop: string): Road {
    this.#tell();
    const { limit } = this.#protection;
    return { system: this.#system.name, atOnce: limit + Math.floor(limit * AHEAD), hold: this.hold(shop) };
  }

  /** Why no call of the shop may leave now; null: one may, when it is its turn. */
  hold(shop: string): Hold | null {
    return this.#paused(shop) ?? this.#protection.hold();
  }

  async ask<T>(work: () => Promise<T>): Promise<T> {
    const hold = this.#paused(null) ?? this.#protection.closed();
    if (hold !== null) {
      const waitMs = hold.until === null ? null : hold.until - this.#ports.now();
      throw new SystemFailure('rate_limit', 'before_send', hold.why, waitMs);
    }
    try {
      return await work();
    } catch (error) {
      this.#protection.asked(error);
      throw error;
    }
  }

  heard(): void {
    this.#protection.heard();
  }

  /** How many calls are out for a shop, or (null) for all. */
  out(shop: string | null): number {
    return shop === null ? this.#protection.out : (this.#out.get(shop) ?? 0);
  }

  #count(shop: string, by: number): void {
    this.#out.set(shop, (this.#out.get(shop) ?? 0) + by);
  }

  standing(shop: string | null = null): Standing {
    this.#tell();
    const { out, limit, tokens, breaker } = this.#protection;
    const hold = this.#paused(shop) ?? this.#protection.condition();
    return { out, waiting: this.#turnstile.waiting, limit, tokens, breaker: breaker.kind, hold };
  }

  async #sent(
    { shop, call }: OutboundCall,
    ticket: Ticket,
    signal: AbortSignal,
    work: (cut: AbortSignal) => Promise<unknown>,
  ): Promise<Result> {
    const { timeoutMs, acting } = this.#system;
    this.#count(shop, 1);
    try {
      const reply = await limited(work, timeoutMs, signal, this.#ports.after);
      this.#protection.answered(ticket);
      return { kind: 'ok', reply } as Result;
    } catch (error) {
      const asked = this.#protection.failed(ticket, error);
      const acts = acting.has(call.operation);
      // Only what surely did not act is sent again as it is; of the rest the flow decides.
      const untouched = !acts || (error instanceof SystemFailure && error.phase === 'before_send');
      const hold = asked && untouched ? this.#protection.hold() : null;
      return hold === null ? failed(error, acts) : this.#waiting(hold);
    } finally {
      this.#count(shop, -1);
    }
  }

  #waiting({ until, why }: Hold): Result {
    return { kind: 'waiting', at: until ?? this.#ports.now() + EXCHANGE_MS, why, standing: true };
  }

  /** Checked as late as possible: a lease that ends during the call would let two workers act. Null: nothing speaks against it. */
  #unsent(shop: string): Result | null {
    const { veto, leaseLeftMs, now } = this.#ports;
    const paused = this.#paused(shop);
    const why =
      veto(shop) ?? (leaseLeftMs(shop) <= this.#system.timeoutMs ? 'the lease on the shop is too short' : null);
    if (paused === null && why === null) return null;
    this.#protection.unsent();
    return paused === null ? { kind: 'waiting', at: now() + EXCHANGE_MS, why: why ?? '' } : this.#waiting(paused);
  }

  #paused(shop: string | null): Hold | null {
    const pause = this.#ports.pauses.of(this.#system.name, shop);
    if (pause === null) return null;
    return { reason: 'paused', until: null, why: holdWords(this.#system.role).paused(pause.reason) };
  }

  #tell(): void {
    const hold = this.#paused(null) ?? this.#protection.condition();
    const brief = hold?.until != null && hold.until - this.#ports.now() < NEWS_MS;
    const news = brief && (hold.reason === 'asked' || hold.reason === 'rate') ? null : hold;
    if (this.#news === (news?.reason ?? null)) return;
    this.#news = news?.reason ?? null;
    this.#ports.changed(this.#system.name, news);
  }
}
