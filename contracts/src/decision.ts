import type { Checkpoint } from './checkpoint.ts';
import type { Effect, EffectAnswer } from './effect.ts';
import type { Category } from './exception.ts';
import type { HeldStock, InventoryPosition } from './inventory.ts';
import type { Command, Look } from './outbox.ts';

/** JSON and nothing else: what a state, a request and a reply are made of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * When a call failed: before anything was sent, while it was being sent, or after the system may have acted.
 * Only `before_send` may be repeated without a look-up.
 */
export type Phase = 'before_send' | 'during_send' | 'after_send';

/**
 * What came of a call. `at`: when it was answered, by the system's own clock (epoch ms); left out: it tells no time.
 * `retryAfterMs` is the system's own wish (Retry-After).
 */
export type CallOutcome =
  | { readonly kind: 'ok'; readonly reply: Json; readonly at?: number }
  | {
      readonly kind: 'failed';
      readonly category: Category;
      readonly phase: Phase;
      readonly message: string;
      readonly retryAfterMs: number | null;
    };

/**
 * Something to ask an outside system. `key` is unique within the subject for ever (count attempts in it:
 * `create_order#2`): the engine runs a key once, and its outcome event names it.
 * `role` is what the system is to the flow (`erp`, `wms`); the shop's configuration says which system that is.
 */
export interface Call {
  readonly key: string;
  readonly role: string;
  readonly operation: string;
  readonly request: Json;
}

/** Wake the subject at an instant; a timer of the same name replaces the earlier; `at: null` takes it off. */
export interface Timer {
  readonly name: string;
  readonly at: number | null;
}

/** Something that another subject must know; delivered as a `told` event. */
export interface Tell {
  readonly subject: string;
  readonly body: Json;
}

type Unaddressed<E> = E extends Effect ? Omit<E, 'id' | 'subject' | 'epoch' | 'n'> : never;

/** An effect before the engine gives it its id and number. `key` comes back with the answer. */
export type EffectDraft = Unaddressed<Effect> & { readonly key: string };

/** What can happen to a subject. */
export type FlowEvent =
  /** `recovering`: this engine did not make what is known of the subject: look everything up before acting. */
  | { readonly type: 'look'; readonly look: Look; readonly traceId: string; readonly recovering?: boolean }
  /** The shop was restored from a backup and no longer has the subject. */
  | { readonly type: 'lost' }
  | { readonly type: 'command'; readonly command: Command }
  | {
      readonly type: 'called';
      readonly key: string;
      readonly role: string;
      readonly operation: string;
      readonly outcome: CallOutcome;
    }
  | { readonly type: 'answered'; readonly key: string; readonly kind: Effect['kind']; readonly answer: EffectAnswer }
  | { readonly type: 'timer'; readonly name: string }
  /** A system said that something about this subject changed: look it up; the notice itself is not believed. */
  | { readonly type: 'notice'; readonly role: string }
  /**
   * A system (the subject) told of a document under this shop's code that no subject of the engine is about: the shop is
   * to be asked. `source` names the telling; `body`: the worker's file that keeps what came, null: nothing but the id did.
   */
  | { readonly type: 'unclaimed'; readonly document: string; readonly source: string; readonly body: string | null }
  /** What came of asking: documents (external ids) whose order the shop has, and those it knows nothing of. */
  | { readonly type: 'sought'; readonly found: readonly string[]; readonly unknown: readonly string[] }
  /**
   * Which secrets of a system (the subject) end, and on which date (`2027-03-31`), as the configuration says now: whole
   * each time. `option` names the secret's file there.
   */
  | { readonly type: 'secrets'; readonly secrets: readonly { readonly option: string; readonly expires: string }[] }
  /** For what calls to a system (the subject) wait now, with a word for the reason; null: they go. Whole each time. */
  | { readonly type: 'waiting'; readonly waiting: { readonly reason: string; readonly why: string } | null }
  /** An operator told calls of a system (the subject) to wait, or to go on. */
  | { readonly type: 'operated'; readonly act: 'pause' | 'drain' | 'resume'; readonly reason: string }
  /**
   * All that the sources say of a SKU (the subject) now, whole each time; a place that is not there has none, or is offline.
   * `sources`: by role, up to when (an instant of the system's) all that it told is in, null: only the rows' own `asOf`
   * is known; `stale`: it was not heard for too long. `others`: units that other shops took from these places and that the ERP
   * has not allocated (left out: none).
   */
  | {
      readonly type: 'positions';
      readonly sku: string;
      readonly positions: readonly InventoryPosition[];
      readonly sources?: Readonly<Record<string, { readonly upTo: string | null; readonly stale: boolean }>>;
      readonly others?: string;
    }
  /**
   * How a source of stock (the subject) is now, whole each time. `held`: what it told and waits for a person; `staleSince`: when it
   * was heard last (epoch ms), where that is too long ago; `offline`: its places that can't send; `faults`: what of it can't be read.
   */
  | {
      readonly type: 'source';
      readonly held: HeldStock | null;
      readonly staleSince: number | null;
      readonly offline: readonly string[];
      readonly faults: readonly string[];
    }
  | { readonly type: 'told'; readonly from: string; readonly body: Json };

/** The outcome of one decision; the engine commits all of it with "this event is done", or nothing. */
export interface Decision<S> {
  readonly state: S;
  readonly calls: readonly Call[];
  readonly timers: readonly Timer[];
  readonly tells: readonly Tell[];
  readonly effects: readonly EffectDraft[];
  /** What the subject can be found by at the worker: exception causes, the external id. */
  readonly labels: readonly string[];
  /** False: the subject is closed, its timers and its row may go. */
  readonly open: boolean;
}

/** What a decision may know besides state and event: versioned configuration and the time. */
export interface DecisionContext<C> {
  /** Epoch ms. */
  readonly now: number;
  readonly subject: string;
  readonly shop: { readonly code: string; readonly goLiveAt: number | null };
  readonly settings: C;
  /** Roles whose calls wait now, before they leave: so it can be said. Left out: none does, or nobody knows. */
  readonly held?: Readonly<Record<string, HeldRole>>;
}

/** For what a role's calls wait, in words ("the ERP's limit") and in one; until when (epoch ms; null: until somebody says so). */
export interface HeldRole {
  readonly why: string;
  readonly until: number | null;
  readonly reason: string;
}

/** A flow: a pure function, and how its state is born, kept in the shop and found again. */
export interface Decider<S, C> {
  readonly flow: string;
  /** Stored with every state; a state of an unknown version is an exception, not a crash. */
  readonly version: number;
  initial(subject: string): S;
  /** Null: this checkpoint is not of a version that the decider knows. */
  fromCheckpoint(subject: string, checkpoint: Checkpoint): S | null;
  decide(state: S, event: FlowEvent, context: DecisionContext<C>): Decision<S>;
}
