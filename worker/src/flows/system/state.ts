import type { EffectNumber, TimelineEntry } from '@causeway/contracts';
import type { DatedSecret } from '../../policy/secret-expiry.ts';
import type { PendingAudit } from '../audit/pending.ts';
import type { Waiting } from './waiting.ts';

/** A document that the shop is to be asked for. `source` and `body` as in the event `unclaimed`; `since`: epoch ms. */
export interface Asked {
  readonly document: string;
  readonly source: string;
  readonly body: string | null;
  readonly since: number;
}

/** A document that the shop knows nothing of. `mirror`: the count of the first that shows it; `version`: that one's. */
export interface Unknown {
  readonly document: string;
  readonly source: string;
  readonly body: string | null;
  readonly since: number;
  readonly mirror: number;
  readonly version: EffectNumber | null;
}

/** What the shop shows of a subject that is no order. */
export interface ShownState {
  /** What the shop's audit has not confirmed to have; left out: nothing was ever told. */
  audit?: PendingAudit;
  timeline: readonly TimelineEntry[];
  shown: { readonly state: 'in_order' | 'needs_attention'; readonly since: number };
  mirror: {
    readonly asked: number;
    /** Of what was last told; null: tell. */
    readonly digest: string | null;
    /** The newest that the shop is known to have. */
    readonly last: EffectNumber | null;
    readonly fails: number;
  };
}

/** What is remembered of an outside system beside its orders: documents that found no order, secrets that end. */
export interface SystemState extends ShownState {
  asked: readonly Asked[];
  unknown: readonly Unknown[];
  /** Unknown documents that there was no room for, since a person last resolved. */
  left: number;
  /** As the configuration last said it; left out: it never spoke of any. */
  secrets?: readonly DatedSecret[];
  /** For what its calls wait; null or left out: they go. */
  waiting?: Waiting | null;
}

/** While a shop can't be asked, so many documents wait. An engine takes 256 KB of state in all. */
export const ASKED_MAX = 1000;
export const UNKNOWN_MAX = 200;
export const STORY_MAX = 20;

export function newShown(): ShownState {
  return {
    timeline: [],
    shown: { state: 'in_order', since: 0 },
    mirror: { asked: 0, digest: null, last: null, fails: 0 },
  };
}

export function newState(): SystemState {
  return { asked: [], unknown: [], left: 0, ...newShown() };
}
