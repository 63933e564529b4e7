import { describe, expect, it } from 'vitest';
import { abba, compare, pairsOf } from './pairing.ts';
import { constant, median, percentile } from './statistics.ts';

describe('percentiles', () => {
  it('take the value at nearest rank, whatever the order', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('have no value without samples', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
    expect(() => median([])).toThrow(RangeError);
  });

  it('the median of an even number is between the two in the middle', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([3, 1, 2])).toBe(2);
  });

  it('a count is one figure only where all runs agree', () => {
    expect(constant([5, 5, 5])).toBe(5);
    expect(constant([5, 6])).toBeNull();
    expect(constant([])).toBeNull();
  });
});

describe('pairs', () => {
  it('go off on on off: each side is first as often as second', () => {
    expect(abba(4)).toEqual(['off', 'on', 'on', 'off', 'off', 'on', 'on', 'off']);
    expect(() => abba(3)).toThrow(RangeError);
  });

  it('are neighbours, one of each side', () => {
    const runs = abba(2).map((side, index) => ({ side, of: index }));
    expect(pairsOf(runs)).toEqual([
      { off: 0, on: 1 },
      { off: 3, on: 2 },
    ]);
    expect(() =>
      pairsOf([
        { side: 'on', of: 1 },
        { side: 'on', of: 2 },
      ]),
    ).toThrow(RangeError);
  });

  it('a machine that slows down during the bench does not show as a difference', () => {
    const cost = { off: 10, on: 12 };
    const runs = abba(20).map((side, index) => ({ side, of: cost[side] + index * 5 }));
    expect(compare(pairsOf(runs), (ms) => ms).difference).toBe(2);
  });
});
