/** A row of a mapping table; names that every object inherits (`constructor`) are no rows. */
export function row<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
