import type { HeldCalls } from '../engine.ts';

/** Calls of one shop to one role. They go out in order; several may be out at once. */
export interface Lane {
  readonly shop: string;
  readonly role: string;
  ready: number;
  out: number;
  /** Epoch ms; dispatch said that nothing goes before. */
  heldUntil: number;
  /** What dispatch said it waits for. */
  why: string;
}

/**
 * Who may send next. Lanes take turns; none has more out than its system takes at once, so that a flood at a system that
 * hangs leaves places for others; and each may have one call out even where every place is taken.
 */
export class CallLanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #atOnce: number;
  readonly #serves: (shop: string) => boolean;
  readonly #laneMax: (shop: string, role: string) => number;
  #pausedAll = false;
  readonly #paused = new Set<string>();
  #turn = 0;

  constructor(
    atOnce: number,
    serves: (shop: string) => boolean = () => true,
    laneMax: (shop: string, role: string) => number = () => atOnce,
  ) {
    this.#atOnce = atOnce;
    this.#laneMax = laneMax;
    this.#serves = serves;
  }

  lane(shop: string, role: string): Lane {
    const key = `${shop} ${role}`;
    let lane = this.#lanes.get(key);
    if (!lane) {
      lane = { shop, role, ready: 0, out: 0, heldUntil: 0, why: '' };
      this.#lanes.set(key, lane);
    }
    return lane;
  }

  /** After opening and after a rollback: how many wait, as the file says. */
  reload(counts: readonly { shop: string; role: string; n: number }[]): void {
    for (const lane of this.#lanes.values()) lane.ready = 0;
    for (const { shop, role, n } of counts) this.lane(shop, role).ready = n;
  }

  pause(role?: string): void {
    if (role === undefined) this.#pausedAll = true;
    else this.#paused.add(role);
  }

  resume(role?: string): void {
    if (role !== undefined) {
      this.#paused.delete(role);
      return;
    }
    this.#pausedAll = false;
    this.#paused.clear();
  }

  get out(): number {
    return this.#out(() => true);
  }

  outOf(shop: string): number {
    return this.#out((lane) => lane.shop === shop);
  }

  #out(counts: (lane: Lane) => boolean): number {
    let out = 0;
    for (const lane of this.#lanes.values()) if (counts(lane)) out += lane.out;
    return out;
  }

  /** None of a shop's calls waits any more. */
  forget(shop: string): void {
    for (const lane of this.#lanes.values()) if (lane.shop === shop) lane.ready = 0;
  }

  /** How many each lane may send now. */
  shares(now: number): Map<Lane, number> {
    const lanes = [...this.#lanes.values()];
    const shares = new Map<Lane, number>();
    let free = this.#atOnce - this.out;
    let passed = 0;
    while (passed < lanes.length) {
      const lane = lanes[this.#turn++ % lanes.length];
      if (!lane) break;
      const share = shares.get(lane) ?? 0;
      const out = lane.out + share;
      const room = out === 0 || (free > 0 && out < this.#laneMax(lane.shop, lane.role));
      if (!room || lane.ready <= share || !this.#sendable(lane, now)) {
        passed++;
        continue;
      }
      shares.set(lane, share + 1);
      free--;
      passed = 0;
    }
    return shares;
  }

  /** Whether anything could go out at once. */
  sendable(now: number): boolean {
    return this.shares(now).size > 0;
  }

  /** When a held lane with calls may go on; null: none is held. */
  nextAt(now: number): number | null {
    let next: number | null = null;
    for (const lane of this.#lanes.values()) {
      if (lane.ready === 0 || this.#isPaused(lane) || lane.heldUntil <= now) continue;
      next = Math.min(next ?? lane.heldUntil, lane.heldUntil);
    }
    return next;
  }

  hold(lane: Lane, until: number, why: string): void {
    lane.heldUntil = Math.max(lane.heldUntil, until);
    lane.why = why;
  }

  /** Lanes whose calls wait, for what and until when. */
  held(now: number): HeldCalls[] {
    return [...this.#lanes.values()]
      .filter((lane) => lane.ready > 0 && lane.heldUntil > now)
      .map(({ shop, role, ready, heldUntil, why }) => ({ shop, role, calls: ready, until: heldUntil, why }));
  }

  #sendable(lane: Lane, now: number): boolean {
    return lane.ready > 0 && lane.heldUntil <= now && !this.#isPaused(lane);
  }

  #isPaused({ shop, role }: Lane): boolean {
    return this.#pausedAll || this.#paused.has(role) || !this.#serves(shop);
  }
}
