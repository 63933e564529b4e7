import type { Call, CallOutcome } from '@causeway/contracts';
import { type Dealings, type Document, isLive, progressed, UNTRIED } from './dealings.ts';
import type { Planner } from './setback.ts';

/** What can be asked of a system about one document of ours. */
export type Act = 'make' | 'find' | 'call_back' | 'report';

/** The dealings with a document that is made, looked up, called back, and that no step changes. */
export interface Errand<Doc extends Document> extends Dealings<Doc> {
  /** The call that is out; at most one at a time. */
  call: { readonly key: string; readonly act: Act } | null;
  /** Keys given out so far. */
  asked: number;
  /** The system said "made" or "already exists", and no look-up has shown it yet. */
  claimed: 'made' | 'duplicate' | null;
  /** Why it can't be called back. */
  refused: string | null;
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
  return { ...UNTRIED, absent: false, look: true, call: null, asked: 0, claimed: null, refused: null };
}

/** Live, read back, and nothing about it is in doubt. */
export const isSettled = (errand: Errand<Document>): boolean =>
  isLive(errand.doc) && !errand.look && errand.call === null && errand.surplus === null;

/** Nothing of ours is there, and nothing is under way that could change that. */
export const isClear = ({ absent, look, call, claimed, doc }: Errand<Document>): boolean =>
  absent && !look && call === null && claimed === null && !isLive(doc);

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
