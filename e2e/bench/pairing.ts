import { median, percentile } from './statistics.ts';

export type Side = 'off' | 'on';

/**
 * The order of runs: off on on off, off on on off … Each side goes first as often as second, so that a machine that
 * grows slower (or warmer) during the bench slows both sides alike. `pairs` must be even.
 */
export function abba(pairs: number): Side[] {
  if (!Number.isInteger(pairs) || pairs < 2 || pairs % 2 === 1) throw new RangeError('pairs: an even number');
  return Array.from({ length: pairs / 2 }, () => ['off', 'on', 'on', 'off'] as const).flat();
}

export interface Run<T> {
  readonly side: Side;
  readonly of: T;
}

/** Two neighbours in time, one of each side. */
export interface Pair<T> {
  readonly off: T;
  readonly on: T;
}

/** Runs in ABBA order as pairs of neighbours. Throws where they aren't in that order. */
export function pairsOf<T>(runs: readonly Run<T>[]): Pair<T>[] {
  const pairs: Pair<T>[] = [];
  for (let at = 0; at < runs.length; at += 2) {
    const two = runs.slice(at, at + 2);
    const off = two.find((run) => run.side === 'off');
    const on = two.find((run) => run.side === 'on');
    if (off === undefined || on === undefined) throw new RangeError('runs are not in pairs');
    pairs.push({ off: off.of, on: on.of });
  }
  return pairs;
}

export interface Comparison {
  /** Medians of each side. */
  readonly off: number;
  readonly on: number;
  /** Median of the differences within a pair, on − off; and between which values half of them lie. */
  readonly difference: number;
  readonly quartiles: readonly [number, number];
  readonly pairs: number;
}

/** Compares one figure within pairs: what the pair shares (load, a cold disk) falls out of the difference. */
export function compare<T>(pairs: readonly Pair<T>[], figure: (of: T) => number): Comparison {
  const differences = pairs.map(({ off, on }) => figure(on) - figure(off));
  return {
    off: median(pairs.map(({ off }) => figure(off))),
    on: median(pairs.map(({ on }) => figure(on))),
    difference: median(differences),
    quartiles: [percentile(differences, 0.25), percentile(differences, 0.75)],
    pairs: pairs.length,
  };
}
