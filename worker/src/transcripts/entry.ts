import type { Said } from '../policy/recorder.ts';

/** What was being done when something was said to a system. */
export interface Occasion {
  /** Code of the shop; '' where it concerned none in particular. */
  readonly shop: string;
  /** `order/1042`; `system/NAME` for what is asked of a system as a whole. */
  readonly subject: string;
  /** The call's key; '' where there is no call. */
  readonly call: string;
  readonly operation: string;
  readonly system: string;
  /** What may name a person in it, beside the shop's copy of the subject. */
  readonly request: unknown;
}

/** `name`: `ok`, `waiting`, or the failure's category. */
export interface Outcome {
  readonly name: string;
  readonly phase: string | null;
}

/** One exchange with a system as it is kept: redacted. */
export interface Entry extends Omit<Occasion, 'request'>, Said {
  readonly outcome: Outcome;
}
