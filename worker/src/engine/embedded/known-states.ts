import type { SubjectRef } from '../engine.ts';

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
  /** Kept longest ago first. */
  readonly #known = new Map<string, Known>();
  readonly #charactersMax: number;
  #characters = 0;

  constructor(charactersMax = CHARACTERS_MAX) {
    this.#charactersMax = charactersMax;
  }

  /** The state that this JSON says. Nobody may write to it: it may be given out again. */
  read(ref: SubjectRef, json: string): unknown {
    const known = this.#known.get(keyOf(ref));
    return known?.json === json ? known.state : JSON.parse(json);
  }

  keep(ref: SubjectRef, json: string, state: unknown): void {
    const key = keyOf(ref);
    this.#forget(key);
    this.#known.set(key, { json, state });
    this.#characters += json.length;
    for (const oldest of this.#known.keys()) {
      if (this.#characters <= this.#charactersMax) break;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#characters -= this.#known.get(key)?.json.length ?? 0;
    this.#known.delete(key);
  }
}

const keyOf = ({ shop, subject }: SubjectRef): string => `${shop} ${subject}`;
