import { AsyncLocalStorage } from 'node:async_hooks';
import type { TranscriptKeeping } from '@causeway/contracts';
import type { Recorder, Said } from '../policy/recorder.ts';
import { SystemFailure } from '../policy/system-failure.ts';
import type { OutsideSystem } from '../systems/system.ts';
import type { Occasion, Outcome } from './entry.ts';

/** Of one call, which may take many pages, the last. */
const SAID_MAX = 5;
const NO_FAILURE = new Set(['ok', 'waiting']);

interface Conversation {
  readonly occasion: Occasion;
  readonly said: Said[];
  outcome: Outcome | null;
}

export type Taker = (occasion: Occasion, outcome: Outcome, said: readonly Said[]) => void;

/**
 * Knows what was being done when something was said to a system. What is said waits, a few exchanges of a call, until
 * it is known how the call ended: `errors` keeps what failed only.
 */
export class Conversations {
  readonly #keeping: TranscriptKeeping;
  readonly #take: Taker;
  readonly #current = new AsyncLocalStorage<Conversation>();

  constructor(keeping: TranscriptKeeping, take: Taker) {
    this.#keeping = keeping;
    this.#take = take;
  }

  /** Runs `work`; whatever is said meanwhile, and by what it leaves behind, belongs to the occasion. */
  async listen<T>(occasion: Occasion, work: () => Promise<T>, outcomeOf: (result: T) => Outcome): Promise<T> {
    if (this.#keeping === 'off') return work();
    const conversation: Conversation = { occasion, said: [], outcome: null };
    try {
      const result = await this.#current.run(conversation, work);
      conversation.outcome = outcomeOf(result);
      return result;
    } catch (error) {
      conversation.outcome = failureOf(error);
      throw error;
    } finally {
      this.#end(conversation);
    }
  }

  /** The recorder that a system is opened with. */
  recorderOf(system: string): Recorder {
    return { keep: (said) => this.#hear(system, said) };
  }

  /** What is asked of a system as a whole is kept under its own name. */
  heard(system: OutsideSystem): OutsideSystem {
    const { name, upkeep } = system;
    const listen = <T>(operation: string, work: () => Promise<T>) =>
      this.listen({ ...ofSystem(name), operation }, work, () => OK);
    return {
      ...system,
      changedSince: (cursor, signal) => listen('changed_since', () => system.changedSince(cursor, signal)),
      upkeep: upkeep === null ? null : (signal) => listen('upkeep', () => upkeep(signal)),
    };
  }

  #hear(system: string, said: Said): void {
    if (this.#keeping === 'off') return;
    const conversation = this.#current.getStore();
    if (conversation === undefined) {
      this.#judge(ofSystem(system), said.problem === null ? OK : { name: 'connection', phase: null }, [said]);
      return;
    }
    conversation.said.push(said);
    if (conversation.said.length > SAID_MAX) conversation.said.shift();
    // A call that was cut off is over before its connection is.
    if (conversation.outcome !== null) this.#end(conversation);
  }

  #end({ occasion, outcome, said }: Conversation): void {
    if (outcome !== null) this.#judge(occasion, outcome, said.splice(0));
  }

  #judge(occasion: Occasion, outcome: Outcome, said: readonly Said[]): void {
    if (this.#keeping === 'all' || !NO_FAILURE.has(outcome.name)) this.#take(occasion, outcome, said);
  }
}

const OK: Outcome = { name: 'ok', phase: null };

function ofSystem(name: string): Occasion {
  return { shop: '', subject: `system/${name}`, call: '', operation: '', system: name, request: null };
}

function failureOf(error: unknown): Outcome {
  if (error instanceof SystemFailure) return { name: error.category, phase: error.phase };
  return { name: 'internal', phase: null };
}
