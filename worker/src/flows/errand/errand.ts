import type { Call, CallOutcome } from '@causeway/contracts';
import type { Planner, Setbacks } from './setback.ts';

/** What can be asked of a system about one document of ours. */
export type Act = 'make' | 'find' | 'call_back' | 'report';

/** A document of ours at a system, as far as every kind of it is alike. */
export interface Document {
  readonly id: string;
  readonly externalId: string;
  readonly status: string;
}

/** What is known of the one document that a subject has in a system, and how the dealings with it go. Plain JSON. */
export interface Errand<Doc extends Document> extends Setbacks {
  /** The call that is out; at most one at a time. */
  call: { readonly key: string; readonly act: Act } | null;
  /** Keys given out so far. */
  asked: number;
  /** True: it was sent once, so the system may hold one. */
  tried: boolean;
  /** True: a look-up since the last try showed none. Only then may it be made. */
  absent: boolean;
  /** A look-up comes before anything else. */
  look: boolean;
  /** The system gave notice while a call was out. */
  noticed: boolean;
  lookedAt: number | null;
  /** The system said "made" or "already exists", and no look-up has shown it yet. */
  claimed: 'made' | 'duplicate' | null;
  /** Our one live document as last read back; once called back it stays, with status `cancelled`. */
  doc: Doc | null;
  /** A second live document, to be called back. */
  surplus: string | null;
  /** The system itself ended it. */
  gone: boolean;
  /** Why it can't be called back. */
  refused: string | null;
  /** Until then the system may still be committing what it did not answer (epoch ms). */
  settlesAt: number;
}

/** A kind of document, in the words of staff and on the wire. */
export interface Kind<Doc extends Document> {
  readonly name: string;
  readonly role: 'erp' | 'wms';
  readonly system: string;
  readonly document: string;
  /** `report` only of a document that another system's word is passed on to. */
  readonly operations: Readonly<Record<Exclude<Act, 'report'>, string> & { readonly report?: string }>;
  /** The documents in a look-up's reply; null: another shape. */
  readonly found: (reply: unknown) => readonly Doc[] | null;
  /** Whether a reply to make or call back has the shape that was promised. */
  readonly isTold: (reply: unknown) => boolean;
}

export type Failed = Extract<CallOutcome, { kind: 'failed' }>;

/** What an errand needs of the decision that it is part of. */
export interface Desk extends Planner {
  readonly subject: string;
  readonly calls: Call[];
  readonly settings: { readonly lookUpEverySeconds: number; readonly settleMs: number };
  wake(name: string, at: number): void;
}

export function newErrand<Doc extends Document>(): Errand<Doc> {
  return {
    call: null,
    asked: 0,
    tried: false,
    absent: false,
    look: true,
    noticed: false,
    lookedAt: null,
    claimed: null,
    doc: null,
    surplus: null,
    gone: false,
    refused: null,
    fails: 0,
    failure: null,
    notBefore: null,
    settlesAt: 0,
    problem: null,
    stopped: false,
  };
}

/** Ours is there and not cancelled. */
export const isLive = (doc: Document | null): boolean => doc !== null && doc.status !== 'cancelled';

/** Live, read back, and nothing about it is in doubt. */
export const isSettled = (errand: Errand<Document>): boolean =>
  isLive(errand.doc) && !errand.look && errand.call === null && errand.surplus === null;

/** Nothing of ours is there, and nothing is under way that could change that. */
export const isClear = ({ absent, look, call, claimed, doc }: Errand<Document>): boolean =>
  absent && !look && call === null && claimed === null && !isLive(doc);

/** The goal of the moment was reached: attempts begin anew. */
export function progressed(errand: Errand<Document>): void {
  Object.assign(errand, { fails: 0, failure: null, notBefore: null, problem: null, stopped: false });
}

/** Trust nothing remembered: the next step is a look-up. */
export function doubt(errand: Errand<Document>): void {
  progressed(errand);
  Object.assign(errand, { look: true, absent: false, refused: null });
}

/** What was there before counts no more: where none is live it is made anew, under the same external id. */
export function startAnew(errand: Errand<Document>): void {
  Object.assign(errand, { doc: null, gone: false, claimed: null });
  doubt(errand);
}
