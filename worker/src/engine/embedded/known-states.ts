import type { SubjectRef } from '../engine.ts';
import { LastKept } from './last-kept.ts';

/** Characters of JSON whose states are kept, at most; the objects take several times as much. */
const CHARACTERS_MAX = 2_000_000;

interface Known {
  readonly json: string;
  readonly state: unknown;
}

/**
 * The states that were decided last, as the flows left them: to read one from its JSON is as dear as to decide on it.
 * Each is only given out for the very JSON that was made of it, so that the file stays the one truth.
 */
export class KnownStates {
  readonly #known: LastKept<Known>;

  constructor(charactersMax = CHARACTERS_MAX) {
    this.#known = new LastKept(charactersMax);
  }

  /** The state that this JSON says. Nobody may write to it: it may be given out again. */
  read(ref: SubjectRef, json: string): unknown {
    const known = this.#known.of(ref);
    return known?.json === json ? known.state : JSON.parse(json);
  }

  keep(ref: SubjectRef, json: string, state: unknown): void {
    this.#known.keep(ref, { json, state }, json.length);
  }
}
