/** How often and how patiently one step is tried. Times in ms. */
export interface RetrySchedule {
  readonly attemptsMax: number;
  readonly baseMs: number;
  readonly capMs: number;
}

/** Where a step stands: attempt `n` of `of` is due at `nextAt` (epoch ms); null: no further attempt is left. */
export type NextAttempt = { readonly n: number; readonly of: number; readonly nextAt: number } | null;

/** A number in [0, 1) that is always the same for the same words (FNV-1a, 32 bits). */
export function steadyFraction(words: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < words.length; index += 1) {
    hash = Math.imul(hash ^ words.charCodeAt(index), 0x01000193);
  }
  // FNV's low bits mix better than its high ones; one more round spreads short, similar keys.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash ^= hash >>> 13;
  return (hash >>> 0) / 2 ** 32;
}

/**
 * The wait after failure number `failures` (1, 2, …): doubles from `baseMs` up to `capMs`, then between half and the
 * whole of it. `key` (subject and step) spreads subjects that failed together, the same way at every replay.
 */
export function backOffMs(schedule: RetrySchedule, key: string, failures: number): number {
  const whole = Math.min(schedule.capMs, schedule.baseMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(whole / 2 + (whole / 2) * steadyFraction(`${key}#${failures}`));
}

/** What comes after `failures` failed attempts. `atLeastMs` is the system's own wish (Retry-After) or time to settle. */
export function nextAttempt(
  schedule: RetrySchedule,
  key: string,
  failures: number,
  now: number,
  atLeastMs = 0,
): NextAttempt {
  if (failures >= schedule.attemptsMax) return null;
  const wait = Math.max(backOffMs(schedule, key, failures), atLeastMs);
  return { n: failures + 1, of: schedule.attemptsMax, nextAt: now + wait };
}
