/** A small generator (mulberry32): the same seed gives the same numbers. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  }

  /** In [0, 1). */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, `from` ≤ it ≤ `to`. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.fraction() * (to - from + 1));
  }

  happens(likelihood: number): boolean {
    return this.fraction() < likelihood;
  }

  oneOf<T>(things: readonly T[]): T {
    const thing = things[Math.floor(this.fraction() * things.length)];
    if (thing === undefined) throw new Error('nothing to choose from');
    return thing;
  }
}

/** A fraction that only follows from seed and number: it stays as it is when a fault before it is left out. */
export function steady(seed: number, number: number): number {
  let mixed = Math.imul(seed ^ Math.imul(number + 1, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
