import type { Memory } from '../adapter.ts';

/**
 * What may befall a call, named by what it means; how it comes about is the bench's business.
 * - `not_sent`: the system can't be reached, nothing leaves us.
 * - `lost_reply`: the system does what it was asked, and its answer never comes.
 * - `failing`: it answers that something within it failed, and does nothing.
 * - `busy`: it refuses for now and says for how long: `BUSY_MS`.
 * - `silent`: it takes the call and says nothing.
 * - `unreadable`: what answers doesn't speak its language. `cut_off`: the answer ends in its middle.
 * - `misshapen`: its language, in a shape that it never promised.
 * - `too_large`: an answer without end. `repeats`: page after page is the same page.
 */
export type Fault =
  | 'not_sent'
  | 'lost_reply'
  | 'failing'
  | 'busy'
  | 'silent'
  | 'unreadable'
  | 'cut_off'
  | 'misshapen'
  | 'too_large'
  | 'repeats';

/** How long a busy system wants to be left alone. */
export const BUSY_MS = 7_000;

/** What a fault befalls: the call that makes a document, or every call that reads. */
export type During = 'create' | 'read';

/** A fault in force. */
export interface Played {
  /** How many calls it befell. */
  befell(): number;
  heal(): Promise<void>;
}

/** Words that the system's own masters know. */
export interface Words {
  /** Two goods, with stock for a thousand each. */
  readonly skus: readonly [string, string];
  readonly unknownSku: string;
  readonly shippingMethod: string;
}

/** A document as the system itself has it: looked up without the adapter. */
export interface Held {
  readonly isCancelled: boolean;
  readonly city: string;
  readonly note: string;
}

/**
 * What a suite needs to know of a system, and to do there, behind its adapter's back. Whatever a bench can't do it
 * answers with `CannotPlay`, and the check is skipped. Acts return once the system shows what they did.
 */
export interface Bench<Port> {
  readonly words: Words;
  /** The adapter anew, as after a restart of the worker: only the memory stays. */
  open(): Port;
  /** With a sign-in that the system doesn't accept, and the secret that no message may tell. */
  openStranger(): { readonly port: Port; readonly secret: string };
  /** How many documents, or positions, the adapter asks for at once: so few that pages are seen. */
  readonly pageSize: number;
  /** Every document under the external id, oldest first, cancelled ones too. */
  held(externalId: string): Promise<readonly Held[]>;
  /** Goods leave: all of them, or of each line a part. */
  ship(externalId: string, share: 'all' | 'part'): Promise<void>;
  /** Sets what lies there of a SKU, in units. */
  setStock(sku: string, units: number): Promise<void>;
  /** From now on the sign-in that the adapter holds is refused. */
  expireSignIn(): Promise<void>;
  /** How often the adapter signed in by now. */
  signIns(): Promise<number>;
  play(fault: Fault, during: During): Promise<Played>;
}

/** A memory for benches: lasts as long as the bench. */
export function memoryOfBench(): Memory {
  const texts = new Map<string, string>();
  return { read: (key) => texts.get(key) ?? null, write: (key, text) => void texts.set(key, text) };
}
