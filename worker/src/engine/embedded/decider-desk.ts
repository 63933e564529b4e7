import {
  type Checkpoint,
  type Decider,
  type DecisionContext,
  type EffectNumber,
  type FlowEvent,
  isBefore,
} from '@causeway/contracts';
import type { EngineHost, SubjectRef } from '../engine.ts';
import type { EngineMeta } from './engine-meta.ts';
import { memoryOf, type QueuedEvent } from './event-queue.ts';
import { KnownStates } from './known-states.ts';
import { type Prepared, prepare } from './prepare.ts';
import { CAUSES, Undecidable } from './problem.ts';
import type { SubjectRow } from './subject-store.ts';

/** A decision that is ready to be written, and whose it is. */
export interface Ruling {
  readonly flow: string;
  readonly version: number;
  readonly prepared: Prepared;
}

/** Finds an event's decider and state and asks for the decision. Writes nothing; throws `Undecidable`. */
export class DeciderDesk {
  readonly #host: EngineHost;
  readonly #meta: EngineMeta;
  readonly #states = new KnownStates();

  constructor(host: EngineHost, meta: EngineMeta) {
    this.#host = host;
    this.#meta = meta;
  }

  rule(event: QueuedEvent, body: FlowEvent, held: SubjectRow | null): Ruling {
    const decider = this.#decider(event);
    const shop = this.#shop(event.shop, decider.flow);
    const memory = memoryOf(event);
    const state = this.#stateOf(decider, event, held, memory?.checkpoint ?? null);
    const context = {
      now: this.#host.now(),
      subject: event.subject,
      shop: { code: event.shop, goLiveAt: shop.goLiveAt },
      settings: shop.settings,
      ...this.#held(event.shop),
    };
    try {
      const decision = decider.decide(state, body, context);
      const prepared = prepare(event.subject, decision, {
        ...this.numbering(event, held),
        mirrorHash: held?.mirror_hash ?? null,
      });
      this.#states.keep(event, prepared.state, decision.state);
      return { flow: decider.flow, version: decider.version, prepared };
    } catch (error) {
      throw new Undecidable(CAUSES.decider, String(error), error);
    }
  }

  /** Where the subject's effect numbers go on: above all that the shop may have applied, in its newest epoch. */
  numbering(event: QueuedEvent, held: SubjectRow | null): EffectNumber {
    const known = [held, memoryOf(event), { epoch: this.#meta.epoch(event.shop), n: 0 }];
    return known.reduce<EffectNumber>(higher, { epoch: 0, n: 0 });
  }

  #stateOf(
    decider: Decider<unknown, unknown>,
    ref: SubjectRef,
    held: SubjectRow | null,
    checkpoint: Checkpoint | null,
  ): unknown {
    if (held === null || held.state === null) return begun(decider, ref, checkpoint);
    if (held.flow === decider.flow && held.version === decider.version) return this.#states.read(ref, held.state);
    throw new Undecidable(
      CAUSES.state,
      `a state of ${held.flow} ${held.version}, the decider is ${decider.flow} ${decider.version}`,
    );
  }

  #decider({ subject }: SubjectRef): Decider<unknown, unknown> {
    const flow = subject.slice(0, subject.indexOf('/'));
    const decider = Object.hasOwn(this.#host.deciders, flow) ? this.#host.deciders[flow] : undefined;
    if (!decider) throw new Undecidable(CAUSES.flow, `no flow "${flow}"`);
    return decider;
  }

  #held(shop: string): Pick<DecisionContext<unknown>, 'held'> {
    const held = this.#host.held?.(shop);
    return held === undefined ? {} : { held };
  }

  #shop(code: string, flow: string) {
    try {
      return this.#host.shop(code, flow);
    } catch (error) {
      throw new Undecidable(CAUSES.shop, String(error), error);
    }
  }
}

function higher(a: EffectNumber, b: EffectNumber | null | undefined): EffectNumber {
  return b && isBefore(a, b) ? { epoch: b.epoch, n: b.n } : a;
}

function begun(decider: Decider<unknown, unknown>, { subject }: SubjectRef, checkpoint: Checkpoint | null): unknown {
  try {
    const state =
      checkpoint === null
        ? decider.initial(subject)
        : decider.flow === checkpoint.flow && decider.fromCheckpoint(subject, checkpoint);
    if (state) return state;
  } catch (error) {
    throw new Undecidable(CAUSES.decider, String(error), error);
  }
  throw new Undecidable(CAUSES.checkpoint, `a checkpoint of ${checkpoint?.flow} ${checkpoint?.version}`);
}
