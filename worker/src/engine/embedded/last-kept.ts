import type { SubjectRef } from '../engine.ts';

interface Kept<T> {
  readonly value: T;
  readonly characters: number;
}

/** What was kept last of each subject, as much as fits: what was kept longest ago goes first. */
export class LastKept<T> {
  readonly #kept = new Map<string, Kept<T>>();
  readonly #charactersMax: number;
  #characters = 0;

  constructor(charactersMax: number) {
    this.#charactersMax = charactersMax;
  }

  of(ref: SubjectRef): T | undefined {
    return this.#kept.get(keyOf(ref))?.value;
  }

  /** `characters`: of the JSON that `value` holds, or was made of. */
  keep(ref: SubjectRef, value: T, characters: number): void {
    const key = keyOf(ref);
    this.#forget(key);
    this.#kept.set(key, { value, characters });
    this.#characters += characters;
    for (const oldest of this.#kept.keys()) {
      if (this.#characters <= this.#charactersMax) break;
      this.#forget(oldest);
    }
  }

  forget(ref: SubjectRef): void {
    this.#forget(keyOf(ref));
  }

  clear(): void {
    this.#kept.clear();
    this.#characters = 0;
  }

  #forget(key: string): void {
    this.#characters -= this.#kept.get(key)?.characters ?? 0;
    this.#kept.delete(key);
  }
}

const keyOf = ({ shop, subject }: SubjectRef): string => `${shop} ${subject}`;
