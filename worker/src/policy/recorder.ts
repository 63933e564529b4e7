/** One request and what came of it: as it went over the line, not yet redacted; secrets of the sign-in are left out. */
export interface Said {
  /** Epoch ms. */
  readonly at: number;
  readonly tookMs: number;
  /** First what was asked ("POST /orders", a file's name), then its content; see `SAID_BYTES_MAX`. */
  readonly request: { readonly head: string; readonly body: string | null };
  /** Null: no reply came. `body`: as much as was read, whatever it is. */
  readonly reply: { readonly head: string; readonly body: string | null } | null;
  /** What time it was there by the reply (`Date`; epoch ms, whole seconds); null, or left out: it says none. */
  readonly repliedAt?: number | null;
  /** Why the exchange broke off; null: it did not. */
  readonly problem: string | null;
}

/** Told of everything that goes over a system's line. */
export interface Recorder {
  /** Never throws. */
  keep(said: Said): void;
}

/** Of each body only the beginning is told: bytes. */
export const SAID_BYTES_MAX = 64 * 1024;
