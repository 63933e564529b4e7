/** What the lane saw in its last look into the database. */
export interface Seen {
  readonly took: boolean;
  /** A request marked a look and is about to fill it. */
  readonly coming: boolean;
  /** Rows wait that only the plugin can serve. */
  readonly left: boolean;
}

/** A checkout marks its order long before it ends: no idle look need be closer than that. */
export const IDLE_MS = 125;
export const COMING_MS = 3;

/** How long until the next look, in ms. */
export function pauseAfter({ took, coming, left }: Seen): number {
  if (took) return 0;
  return coming && !left ? COMING_MS : IDLE_MS;
}

/** How long after the nth failure in a row: 250 ms, doubling, at most 15 s. */
export function pauseAfterFailure(failures: number): number {
  return Math.min(250 * 2 ** Math.max(0, failures - 1), 15_000);
}
