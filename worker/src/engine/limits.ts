/** What an engine takes at most. Bytes are of JSON in UTF-8; a decision above a limit is a decider's mistake. */
export const LIMITS = {
  /** A look with the largest snapshot, its checkpoint and its envelope stays well below. */
  eventBytesMax: 1024 * 1024,
  stateBytesMax: 256 * 1024,
  requestBytesMax: 512 * 1024,
  tellBytesMax: 64 * 1024,
  callsMax: 32,
  timersMax: 32,
  tellsMax: 256,
  effectsMax: 32,
  labelsMax: 32,
  /** Characters of a call's key, a timer's name, a label. */
  nameMax: 120,
} as const;

export function bytesOf(json: string): number {
  return Buffer.byteLength(json, 'utf8');
}
