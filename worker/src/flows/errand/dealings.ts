import type { Setbacks } from './setback.ts';

/** A document of ours at a system, as far as every kind of it is alike. */
export interface Document {
  readonly id: string;
  readonly externalId: string;
  readonly status: string;
}

/** What is known of the one document that a subject has in a system, and how the dealings with it go. Plain JSON. */
export interface Dealings<Doc> extends Setbacks {
  /** It was sent once, so the system may hold one. */
  tried: boolean;
  /** Nothing live is there, as a look-up since the last try showed. Only then may it be made. */
  absent: boolean;
  /** A look-up comes before anything else. */
  look: boolean;
  /** The system gave notice while a call was out: what that call brings may be older than the notice. */
  noticed: boolean;
  lookedAt: number | null;
  /** Our one live document as last read back; once cancelled it stays, with status `cancelled`. */
  doc: Doc | null;
  /** A second live document, to be cancelled. */
  surplus: string | null;
  /** The system itself ended it. */
  gone: boolean;
  /** Until then the system may still be committing what it did not answer (epoch ms): a look-up before proves nothing. */
  settlesAt: number;
}

/** Nothing was sent and nothing looked for; whether that stands for "none is there" each says itself. */
export const UNTRIED = {
  tried: false,
  noticed: false,
  lookedAt: null,
  doc: null,
  surplus: null,
  gone: false,
  settlesAt: 0,
  fails: 0,
  failure: null,
  notBefore: null,
  problem: null,
  stopped: false,
} as const satisfies Omit<Dealings<never>, 'absent' | 'look'>;

/** Ours is there and not cancelled. */
export const isLive = (doc: Document | null): boolean => doc !== null && doc.status !== 'cancelled';

/** The goal of the moment was reached: attempts begin anew. */
export function progressed(dealings: Setbacks): void {
  Object.assign(dealings, { fails: 0, failure: null, notBefore: null, problem: null, stopped: false });
}
