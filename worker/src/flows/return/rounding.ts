/** Money for an item, in minor units. */
interface Line {
  readonly netMinor: number;
  readonly taxMinor: number;
}

/**
 * Lines that come to `rest` minor units more (less where it is negative), which the dearest one takes. Null: there is none, or
 * it is more than rounding leaves, which is half a unit for each amount at most.
 */
export function withRest<L extends Line>(lines: readonly L[], rest: number): L[] | null {
  const amounts = lines.flatMap(({ netMinor, taxMinor }) => [netMinor, taxMinor]).filter((minor) => minor !== 0);
  const [dearest] = lines.toSorted((one, other) => other.netMinor - one.netMinor);
  if (dearest === undefined || Math.abs(rest) > amounts.length / 2) return null;
  const netMinor = dearest.netMinor + rest;
  if (rest !== 0 && netMinor <= 0) return null;
  return lines.map((line) => (line === dearest ? { ...line, netMinor } : line));
}
