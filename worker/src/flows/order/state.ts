import type {
  ErpOrderInFull,
  FreeStock,
  ORDER_STAGES,
  OrderSnapshot,
  SubjectException,
  TimelineEntry,
  WarehouseOrder,
} from '@causeway/contracts';
import type { OrderVarianceKind } from '../../policy/variances.ts';
import type { PendingAudit } from '../audit/pending.ts';
import type { Dealings } from '../errand/dealings.ts';
import type { KeptVariance } from '../variances.ts';
import type { Parts } from './edits/parts.ts';
import type { Neighbours } from './neighbours/state.ts';

export type Role = 'erp' | 'wms';
export type Operation = 'create' | 'find' | 'cancel' | 'amend' | 'ship' | 'substitute';
export type StageName = (typeof ORDER_STAGES)[number];

/** Ends: `completed` and `cancelled` are reached, `closed_by_person` and `skipped` are said, `lost_in_restore` is found. */
export type Final = 'completed' | 'cancelled' | 'closed_by_person' | 'skipped' | 'lost_in_restore';

/** The dealings with the order's document in one outside system. */
export interface Lane<Doc> extends Dealings<Doc> {
  /** The call that is out; at most one at a time. */
  call: { readonly key: string; readonly operation: Operation; readonly about?: string } | null;
  /** Keys given out so far, so that none is used twice. */
  asked: Record<Operation, number>;
  /** When it answered last, by its own clock where it tells the time, else by ours (epoch ms); null: this engine heard nothing. */
  saidAt: number | null;
  /** The system said "created" or "already exists", and no look-up has shown the document yet. */
  claimed: 'created' | 'duplicate' | null;
  cancelRefused: string | null;
  /** The delivery that the document says (`deliveryMark`), as far as it is known here. */
  holds: string | null;
  amendRefused: { readonly wanted: string; readonly message: string } | null;
}

/** What went to the ERP: its document must agree with it. */
export interface Sent {
  readonly totalMinor: number;
  readonly currency: string;
  readonly digest: string;
  /** Left out: an engine before this one sent it. */
  readonly parts?: Parts;
  readonly goods?: readonly { readonly sku: string; readonly quantity: string }[];
}

/** An order that a restore took from the shop, of which ERP or warehouse may still have documents. */
export interface LostOrder {
  readonly externalId: string;
  /** Null: never read back. */
  readonly erpNumber: string | null;
  readonly release: string | null;
  readonly at: number;
}

/** The shop's side at the newest revision taken. */
export interface ShopSide {
  incarnation: number;
  rev: number;
  /** The incarnation in which the order key was last seen to be the external id's. */
  keyedIn: number;
  order: OrderSnapshot | null;
  status: string | null;
  digest: string | null;
  refunds: readonly number[];
  deleted: boolean;
  /** The cancelling status that somebody wrote in the instant of our "completed", which stands. */
  overtaken: string | null;
  /** The newest revision can't be used; `order` is then the one before. */
  unreadable: SubjectException | null;
  /** Begun from a checkpoint: the same revision may be taken once more, for its snapshot. */
  resumed: boolean;
}

/** One thing the shop must be told once: out with `key`, or done, or to be said again. */
export interface Telling {
  status: 'out' | 'done' | 'again';
  key: string;
  fails: number;
  notBefore: number | null;
  /** When the shop took it, epoch ms; absent where an engine before this one knew. */
  doneAt?: number;
}

/** `asked`: when (epoch ms), as the command says. `looking`: until all was verified. `sent`: to which systems something was. */
export interface Replay {
  readonly kind: 'replay' | 'backfill';
  readonly asked: number;
  readonly looking: boolean;
  readonly sent: readonly Role[];
  /** Why it was not done. */
  readonly refused: string | null;
}

export interface OrderState {
  subject: string;
  traceId: string | null;
  externalId: string | null;
  shop: ShopSide;
  erp: Lane<ErpOrderInFull>;
  accepted: boolean;
  sent: Sent | null;
  /** About the release under way, the order's `nth`. */
  wms: Lane<WarehouseOrder>;
  nth: number;
  /** Releases before that one, which the warehouse closed short, oldest first. */
  earlier: readonly WarehouseOrder[];
  /**
   * Since when the rest of a closed release waits, whether the ERP has said meanwhile that it lacks some of it, and since
   * when stock for it is known to be there; null: nothing waits.
   */
  rest: { readonly since: number; readonly lacking: boolean; readonly found: number | null } | null;
  /** What the warehouse could send at once, as it last said; `free` null: it doesn't tell. Null: not asked yet. */
  stock: { readonly at: number; readonly free: readonly FreeStock[] | null } | null;
  /** What the release leaves out (`leftOut`), or a later one is asked to send (`askedOf`); null: not known here. */
  leftOut: string | null;
  /** The release is called back to be released anew for what is still due. */
  redo: boolean;
  /** Units of a line that were not found and are not waited for. */
  givenUp: Record<string, string>;
  /** Substitutions that the ERP did not take, by their `ref`: why not. */
  substitutesRefused: Record<string, string>;
  /** Parcels that the ERP was told of; null: taken, else why it was not. */
  reported: Record<string, string | null>;
  tellings: Record<string, Telling>;
  tellingsAsked: number;
  final: Final | null;
  /** Why a person left the order out; null: nobody did. */
  skipped: string | null;
  /** The last replay or backfill that was asked for; null: there was none. */
  replay: Replay | null;
  /** A person had it sent although it is older than go-live. */
  backfilled: boolean;
  /** What reconciliation last found of it; `again`: also the time before, so that looking again did not help. */
  variances: readonly KeptVariance<OrderVarianceKind>[];
  /** This engine did not make what is known here: not all of it has been looked up yet. */
  recovering: boolean;
  /** Orders that this number meant before the shop was restored, until a person has seen to them. */
  lost: readonly LostOrder[];
  /** What a person has settled: refunds, content and causes that raise no exception any more. */
  settled: { refunds: readonly number[]; digest: string | null; causes: readonly string[] };
  reached: Partial<Record<StageName, number>>;
  /** Since when the ERP has allocated, the warehouse has released and the last parcel has left, by their clocks (epoch ms). */
  heldSince: { readonly allocated: number | null; readonly released: number | null; readonly shipped: number | null };
  /** The state that the mirror shows, and since when. */
  shown: { state: string; since: number };
  timeline: TimelineEntry[];
  mirror: {
    asked: number;
    /** Of the last mirror sent; null: send one. */
    digest: string | null;
    /** The last mirror sent was answered *applied*. */
    answered: boolean;
    /** The newest that the shop took. */
    applied: number;
    fails: number;
    notBefore: number | null;
    /** Exception cause → the mirror it first stood in, and the version the shop gave that. */
    opened: Record<string, { readonly mirror: number; version: { readonly epoch: number; readonly n: number } | null }>;
    last: { readonly epoch: number; readonly n: number } | null;
    /** The shop has no such order, and nothing of it is left anywhere: nothing is shown. */
    mute: boolean;
  };
  timers: Record<string, number | null>;
  /** Decisions that the shop's audit has not confirmed to have. */
  audit: PendingAudit;
  neighbours: Neighbours;
}

/** Nothing was ever heard of this order here: there is nothing to say about it. */
export const isUnknown = (state: OrderState): boolean => state.shop.rev === 0;
