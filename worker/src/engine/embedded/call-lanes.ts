import type { EngineHost, HeldCalls, NotSent, Road } from '../engine.ts';

/** Calls of one shop to one role. They go out in order; several may be out at once. */
export interface Lane {
  readonly shop: string;
  readonly role: string;
  ready: number;
  out: number;
  /** Epoch ms; dispatch said of one of its calls that nothing goes before, and the road doesn't say it of all. */
  heldUntil: number;
  /** What dispatch said it waits for. */
  why: string;
  /** When it last had its turn, counted in turns. */
  turn: number;
}

/**
 * Who may send next. Lanes take turns; those to one system have no more out than it takes at once, so that a flood at a system
 * that hangs leaves places for others; and a lane whose system has room may have one call out even where every place is taken.
 */
export class CallLanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #atOnce: number;
  readonly #serves: (shop: string) => boolean;
  readonly #road: NonNullable<EngineHost['road']>;
  #pausedAll = false;
  readonly #paused = new Set<string>();
  #turn = 0;

  constructor(
    atOnce: number,
    serves: (shop: string) => boolean = () => true,
    road: NonNullable<EngineHost['road']> = () => undefined,
  ) {
    this.#atOnce = atOnce;
    this.#road = road;
    this.#serves = serves;
  }

  lane(shop: string, role: string): Lane {
    const key = `${shop} ${role}`;
    let lane = this.#lanes.get(key);
    if (!lane) {
      lane = { shop, role, ready: 0, out: 0, heldUntil: 0, why: '', turn: 0 };
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

  /** How many each lane sends now: who had its turn longest ago comes first. */
  shares(now: number): Map<Lane, number> {
    const shares = this.#plan(now);
    for (const lane of shares.keys()) lane.turn = ++this.#turn;
    return shares;
  }

  #plan(now: number): Map<Lane, number> {
    const shares = new Map<Lane, number>();
    const roads = [...this.#lanes.values()].flatMap((lane) => {
      const road = this.#sendable(lane, now) ? this.#roadOf(lane) : null;
      return road === null || road.hold !== null ? [] : [{ lane, road }];
    });
    if (roads.length === 0) return shares;
    roads.sort((one, other) => one.lane.turn - other.lane.turn);
    const taken = this.#takenBySystem();
    let free = this.#atOnce - this.out;
    for (let given = true; given; ) {
      given = false;
      for (const { lane, road } of roads) {
        const share = shares.get(lane) ?? 0;
        const atSystem = taken.get(road.system) ?? 0;
        const room = atSystem < road.atOnce && (free > 0 || lane.out + share === 0);
        if (!room || lane.ready <= share) continue;
        shares.set(lane, share + 1);
        taken.set(road.system, atSystem + 1);
        free--;
        given = true;
      }
    }
    return shares;
  }

  #takenBySystem(): Map<string, number> {
    const taken = new Map<string, number>();
    for (const lane of this.#lanes.values()) {
      if (lane.out === 0) continue;
      const { system } = this.#roadOf(lane);
      taken.set(system, (taken.get(system) ?? 0) + lane.out);
    }
    return taken;
  }

  /** A lane whose road nobody knows is a system of its own. */
  #roadOf({ shop, role }: Lane): Road {
    return this.#road(shop, role) ?? { system: `${shop} ${role}`, atOnce: this.#atOnce, hold: null };
  }

  /** Whether anything could go out at once. */
  sendable(now: number): boolean {
    return this.#plan(now).size > 0;
  }

  /** When a held lane with calls may go on; null: none is held, or nobody knows. */
  nextAt(now: number): number | null {
    let next: number | null = null;
    for (const lane of this.#lanes.values()) {
      if (lane.ready === 0 || this.isPaused(lane)) continue;
      const until = lane.heldUntil > now ? lane.heldUntil : (this.#roadOf(lane).hold?.until ?? null);
      if (until !== null) next = Math.min(next ?? until, until);
    }
    return next;
  }

  /** A call of the lane came back unsent. What the road says of every call is asked of the road each time. */
  hold(lane: Lane, { at, why, standing = false }: NotSent): void {
    if (standing && this.#roadOf(lane).hold !== null) return;
    lane.heldUntil = Math.max(lane.heldUntil, at);
    lane.why = why;
  }

  /** Lanes whose calls wait, for what and until when. */
  held(now: number): HeldCalls[] {
    return [...this.#lanes.values()].flatMap((lane) => {
      if (lane.ready === 0) return [];
      const { shop, role, ready, heldUntil, why } = lane;
      const said = heldUntil > now ? { until: heldUntil, why, reason: 'shop' } : null;
      const hold = this.#roadOf(lane).hold ?? said;
      return hold === null ? [] : [{ shop, role, calls: ready, ...hold }];
    });
  }

  #sendable(lane: Lane, now: number): boolean {
    return lane.ready > 0 && lane.heldUntil <= now && !this.isPaused(lane);
  }

  /** Whether a lane's calls are to stay here. */
  isPaused({ shop, role }: Pick<Lane, 'shop' | 'role'>): boolean {
    return this.#pausedAll || this.#paused.has(role) || !this.#serves(shop);
  }
}
