/** What an exchange found, as far as it decides when the next one comes. */
export interface Pulse {
  readonly more: boolean;
  readonly tookRows: boolean;
  readonly panelOpen: boolean;
  readonly effectsWaiting: boolean;
  /** Subjects wait to be asked for. */
  readonly asksWait: boolean;
  /** Effects or questions went over and none was answered: sending them again at once would only spin. */
  readonly stalled: boolean;
}

export const IDLE_MS = 15_000;
const PANEL_MS = 1_000;
/** After an exchange that brought nothing on, where something waits. */
export const STALLED_MS = 1_000;

/** How long to wait after an exchange that went well: at once while there is work, at most one in 15 s when idle. */
export function pauseAfter(pulse: Pulse): number {
  if (pulse.stalled) return STALLED_MS;
  if (pulse.more || pulse.tookRows || pulse.effectsWaiting || pulse.asksWait) return 0;
  return pulse.panelOpen ? PANEL_MS : IDLE_MS;
}

/** How long to wait after the nth failure in a row: 1 s, doubling, at most a minute; a shop's own wish wins. */
export function pauseAfterFailure(failures: number, retryAfterMs: number | null): number {
  if (retryAfterMs !== null) return Math.min(Math.max(retryAfterMs, 250), 300_000);
  return Math.min(1000 * 2 ** Math.max(0, failures - 1), 60_000);
}
