/** Units by SKU, as JSON has them. */
export type Units = Readonly<Record<string, number>>;

/** Adds up by SKU; what adds up to nothing is left out. */
export function unitsOf(lines: Iterable<{ readonly sku: string; readonly quantity: number }>): Units {
  const units: Record<string, number> = {};
  for (const { sku, quantity } of lines) units[sku] = (units[sku] ?? 0) + quantity;
  return Object.fromEntries(Object.entries(units).filter(([, quantity]) => quantity !== 0));
}
