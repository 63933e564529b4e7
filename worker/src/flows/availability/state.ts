import type { TimelineEntry } from '@causeway/contracts';
import type { Frontier } from './frontier.ts';
import { type Memory, NO_MEMORY } from './needs.ts';
import type { Places, ReadUpTo } from './places.ts';

/** A triple without its SKU. */
export interface Told {
  readonly version: number;
  readonly base: string;
  readonly counted: string;
  /** That went with it; left out: none. */
  readonly correction?: string;
}

/**
 * Why the shop takes no triple of this SKU. `unknown`: it sells no such SKU, or keeps no stock of it; `shared`: it sells it
 * from the stock of `detail`; `unreadable`: it keeps a memory that this worker can't read; `failed`: it says why in `detail`.
 */
export interface Refusal {
  readonly kind: 'unknown' | 'shared' | 'unreadable' | 'failed';
  readonly detail: string;
  readonly at: number;
}

/** Units of a set's orders that this part is in, and since when (epoch ms) they are held back; as in `Need`. */
export type SetNeed = readonly [
  units: string,
  allocated: number | null,
  released: number | null,
  shipped: number | null,
];

/** What a part last said to its set. `seq`: which telling of the set's needs it had in. */
export interface Part {
  readonly available: string;
  readonly asOf: number;
  readonly seq: number;
  readonly frontier: Frontier;
}

/** What an order that is over told last, when it was heard (epoch ms), and the first triple that went with it; 0: none did yet. */
export interface End {
  readonly word: string;
  readonly at: number;
  readonly version: number;
}

/** The stock of one SKU in one shop. */
export interface StockState {
  sku: string | null;
  places: Places;
  /** Left out by a version before this one: nothing was read. */
  readUpTo?: ReadUpTo;
  /** False: no source has spoken of it at a place that is this shop's; then nothing is told. */
  known: boolean;
  /** Units that other shops took and the ERP has not allocated. */
  others: string;
  staleRoles: readonly string[];
  memory: Memory;
  /** What the shop holds, by its last answer; null: this engine has not heard. */
  shop: Told | null;
  /** Told and not answered, in order. */
  out: readonly Told[];
  /** The highest version that was ever heard of. */
  version: number;
  /** By when (epoch ms) the shop must have the memory as it is here: who has ended tells no new engine of it. Null: it has. */
  keepBy: number | null;
  /** Orders that are over and wait to hear that the shop remembers it. */
  ends: Readonly<Record<string, End>>;
  refusal: Refusal | null;
  fails: number;
  /** Nothing is told before (epoch ms). */
  notBefore: number;
  /** The shop's stock where it is below nothing. */
  below: string | null;
  /** The shop's stock at the first triple, where that said something else. */
  first: { readonly stock: string; readonly base: string } | null;
  /** A reconciliation's run that waits for the shop's answer, and the last that had it. */
  verifying: string | null;
  verified: string | null;
  /** Units that are no difference to the reconciliation that asked last. */
  tolerated: string;
  /** By how many units the shop's stock is another than it was told; null: by none. */
  difference: { readonly units: string; readonly again: boolean } | null;
  /** A difference that a person left as it is. */
  accepted: string | null;
  /** By how many units the next triple corrects the shop's stock, as a person approved. */
  correction: string | null;
  /** Of a part: what its sets need of it, and what they were told last. */
  sets: Readonly<Record<string, { readonly seq: number; readonly needs: readonly SetNeed[] }>>;
  toldSets: Readonly<Record<string, string>>;
  /** Of a set: what its parts said, since when (epoch ms) some have, and what they were told. */
  parts: Readonly<Record<string, Part>>;
  partsSince: number | null;
  toldParts: { readonly seq: number; readonly needs: string; readonly units: Readonly<Record<string, string>> };
  timeline: readonly TimelineEntry[];
  shown: { readonly causes: readonly string[]; readonly since: number };
  mirrorFails: number;
  /** The timers that are set, by name, epoch ms. */
  wakes: Readonly<Record<string, number | null>>;
}

export function newState(): StockState {
  return {
    sku: null,
    places: {},
    readUpTo: {},
    known: false,
    others: '0',
    staleRoles: [],
    memory: NO_MEMORY,
    shop: null,
    out: [],
    version: 0,
    keepBy: null,
    ends: {},
    refusal: null,
    fails: 0,
    notBefore: 0,
    below: null,
    first: null,
    verifying: null,
    verified: null,
    tolerated: '0',
    difference: null,
    accepted: null,
    correction: null,
    sets: {},
    toldSets: {},
    parts: {},
    partsSince: null,
    toldParts: { seq: 0, needs: '', units: {} },
    timeline: [],
    shown: { causes: [], since: 0 },
    mirrorFails: 0,
    wakes: {},
  };
}
