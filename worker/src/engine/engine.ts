import type {
  Call,
  CallOutcome,
  Checkpoint,
  Decider,
  DecisionContext,
  Effect,
  EffectAnswer,
  FlowEvent,
} from '@causeway/contracts';
import type { Ticker } from './ticker.ts';

/** A subject at the worker: its shop comes first (`DEMO` and `order/1042`). */
export interface SubjectRef {
  readonly shop: string;
  readonly subject: string;
}

/**
 * Something that happened to a subject. `id` makes `submit` idempotent: an id that was committed once is skipped,
 * also after it was handled. `memory` is what the shop keeps of the subject: an engine begins from it what it doesn't hold,
 * and also, at a look, what it holds in an older version than the shop was told (see `Engine.submit`).
 */
export interface EngineEvent extends SubjectRef {
  readonly id: string;
  readonly event: FlowEvent;
  readonly memory?: { readonly checkpoint: Checkpoint | null; readonly epoch: number; readonly n: number };
}

/** A call as it goes out. `id` is its idempotency key, the same at every repetition. */
export interface OutboundCall extends SubjectRef {
  readonly id: string;
  readonly call: Call;
  /** False after a crash or lost lease: the call may already have been sent. */
  readonly firstAttempt: boolean;
}

/**
 * The way out. Resolves with what came of the call; never throws. `aborted` signals stop the call; an aborted call
 * that may have been sent is an `unknown_outcome`. `waiting`: it was not sent and may be asked for again at `at`
 * (lease too short, the system's limit): no attempt is spent and nothing is told to the flow.
 */
export type Dispatch = (call: OutboundCall, signal: AbortSignal) => Promise<CallOutcome | NotSent>;

/** `standing`: the road says so too, of every call, for as long as it lasts. */
export interface NotSent {
  readonly kind: 'waiting';
  readonly at: number;
  readonly why: string;
  readonly standing?: boolean;
}

/**
 * Calls that have to wait: how many, until when (epoch ms; null: until somebody says so), and for what ("the ERP's limit"). `reason`
 * is one of a few words: the road's, or `shop`.
 */
export interface HeldCalls {
  readonly shop: string;
  readonly role: string;
  readonly calls: number;
  readonly until: number | null;
  readonly why: string;
  readonly reason: string;
}

/**
 * How a shop's calls to a role go now. Calls of all shops to one `system` share its `atOnce`, which counts those that wait at its
 * door as well. `hold`: none may leave.
 */
export interface Road {
  readonly system: string;
  readonly atOnce: number;
  readonly hold: Pick<HeldCalls, 'until' | 'why' | 'reason'> | null;
}

/**
 * Where the engine's file is with a shop: the last epoch that the shop granted to it (0: none), the shop's id (null:
 * not known yet) and incarnation (0: not known yet). `recovering`: the shop's subjects are still being loaded.
 */
export interface ShopLine {
  readonly epoch: number;
  readonly shopId: string | null;
  readonly incarnation: number;
  readonly recovering: boolean;
}

/** What an engine still has to do with a shop: events that wait to be decided, calls whose outcome is out. */
export interface Unfinished {
  readonly events: number;
  readonly calls: number;
}

/** What is behind an instance of the engine, as `/metrics`, `/healthz` and the panel's heartbeat say it. */
export interface Backlog {
  readonly events: number;
  readonly calls: number;
  readonly effects: number;
  readonly openSubjects: number;
  /** Events that no decider could take, and those that wait behind them; not in `events`. */
  readonly setAside: number;
  /** Which of `calls` wait for a limit, a lease, a window or a person. */
  readonly held: readonly HeldCalls[];
  /** Epoch ms of the oldest event that waits; null: none. */
  readonly oldestAt: number | null;
}

/**
 * Durable, ordered per subject, parallel between subjects. One decision (state, calls, timers, tells, effects,
 * "this event is done") is one transaction. Which flow a subject has follows from the part before its slash.
 */
export interface Engine {
  /** This engine's file; a new file is a new id. */
  readonly id: string;
  /** Counts committed decisions; never falls within one id. */
  commit(): number;
  /**
   * The commit number that the file had when it was first opened since the shop last knew it: what is decided before the shop
   * answers, in however many processes, must not make an old file look new. Durable before anything that is decided later.
   */
  openedAt(shop: string): number;
  /** The shop knows the file as it is now; durable once resolved. */
  recognised(shop: string): Promise<void>;
  /**
   * Resolves once the events are durable (group commit). Safe to repeat with the same ids.
   * Rejects, with nothing taken, with `EventRefused` (above a limit, no subject) or `EngineStopped`.
   *
   * A look whose memory has a higher (epoch, n) than the subject has here takes its place: the state begins from the
   * memory's checkpoint; calls, keys, timers, effects and set-aside events of before count no more. A look that says
   * `recovering`, and `lost`, make void what the subject asked before: those calls do not leave, or never come back.
   */
  submit(events: readonly EngineEvent[]): Promise<void>;
  /**
   * Effects for a shop, oldest first, of each subject in rising order, the newest `mirror` only.
   * They stay until `answer`ed; asking again gives the same again (with the same ids and numbers).
   */
  effects(shop: string, limit: number): readonly Effect[];
  /** Turns answers into events of their subjects and takes the effects off; durable once resolved. */
  answer(shop: string, answers: readonly EffectAnswer[]): Promise<void>;
  /** What the file knows of a shop's line; durable. */
  line(shop: string): ShopLine;
  /** Writes a shop's line, durable at once. New effects get its epoch, if it is higher; n restarts at 1 in a higher one. */
  adopt(shop: string, line: ShopLine): void;
  /** Forgets all that it holds of a shop but its line, in one transaction: what still comes back of it changes nothing. */
  forget(shop: string): Promise<void>;
  /** The commit number as of the last `forget`; 0: there was none. */
  forgottenAt(shop: string): number;
  /** The shop lost what it was told: its subjects' newest mirrors wait for it again, and the same may be said again. */
  showAgain(shop: string): Promise<void>;
  /** A page of the subjects that are held of a shop, also closed ones, in the order of their keys; `after` '' begins. */
  held(shop: string, after: string, limit: number): readonly string[];
  unfinished(shop: string): Unfinished;
  /** Subjects whose last decision carried the label. */
  labelled(shop: string, label: string): readonly string[];
  /** The state of a subject as its decider left it; null: unknown here. For `why` and tests. */
  peek(ref: SubjectRef): { readonly flow: string; readonly version: number; readonly state: unknown } | null;
  /** Called (coalesced) after a commit that left effects for a shop to take: time to exchange. */
  onEffects(listener: (shop: string) => void): void;
  backlog(): Backlog;
  /** Resolves once a write of the engine's own is durable: its loop turns and its file takes commits. Rejects with what stopped it. */
  beat(): Promise<void>;
  /** No new calls go out; events are still taken in and decided. */
  pause(role?: string): void;
  resume(role?: string): void;
  /** Begins deciding and calling; calls that were in flight when the process ended come back as `unknown_outcome`. */
  start(): void;
  /** Resolves when nothing can be done now: no event waits, no call is in flight (timers may wait). */
  drain(): Promise<void>;
  /** Stops taking, ends or aborts calls in flight within `graceMs`, closes the file. */
  stop(graceMs?: number): Promise<void>;
}

/** What a host gives an engine. `deciders` by the part of the subject before the slash: `{ order: orderFlow }`. */
export interface EngineHost {
  readonly deciders: Readonly<Record<string, Decider<unknown, unknown>>>;
  /** Versioned configuration of a shop for one of its flows; throws for a shop that isn't configured. */
  readonly shop: (code: string, flow: string) => { readonly goLiveAt: number | null; readonly settings: unknown };
  /**
   * False: this process can't work for the shop (a mistake in its configuration). All that the file holds of it waits:
   * no event is decided, no call leaves. Left out: every shop is served.
   */
  readonly serves?: (code: string) => boolean;
  readonly dispatch: Dispatch;
  readonly now: () => number;
  /** What wakes the engine; Node's event loop unless a simulator drives it. */
  readonly ticker?: Ticker;
  /** How many calls may be out at once, over all systems; one for each shop and role may always be. */
  readonly callsAtOnce: number;
  /**
   * The road to the system that a shop has in a role, asked before calls leave: more than it takes would only wait at dispatch, in
   * places that others need. Left out, or undefined: as many as `callsAtOnce`, at any time.
   */
  readonly road?: (shop: string, role: string) => Road | undefined;
  /** The roles of a shop whose calls wait now: deciders are told, so that they can say so. Left out: nobody knows. */
  readonly held?: (shop: string) => DecisionContext<unknown>['held'];
  readonly log: (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>) => void;
}
