/** ISO 8601 with milliseconds in the zone of `offset` (`+01:00`). */
export function zonedInstant(epochMs: number, offset: string): string {
  const sign = offset.startsWith('-') ? -1 : 1;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  return new Date(epochMs + sign * minutes * 60_000).toISOString().replace('Z', offset);
}
