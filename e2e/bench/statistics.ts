/** The value at nearest rank (`share` 0.5 is the median). Throws of nothing: a bench without samples has no result. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (found === undefined) throw new RangeError('no samples');
  return found;
}

/** The middle value, or the mean of the two in the middle. Throws of nothing. */
export function median(values: readonly number[]): number {
  return (percentile(values, 0.5) + percentile(negated(values), 0.5) * -1) / 2;
}

function negated(values: readonly number[]): number[] {
  return values.map((value) => -value);
}

/** What a count is, where every run must count the same; null: runs differ, so there is no one figure. */
export function constant(values: readonly number[]): number | null {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
}

export function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
