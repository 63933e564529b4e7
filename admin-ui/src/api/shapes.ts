import type {
  Category,
  Command,
  Gate,
  Owner,
  Severity,
  Stage,
  TimelineEntry,
  TranscriptAnswer,
} from '@causeway/contracts';

/** The shapes of `plugin/readmodel`. Instants are epoch milliseconds of the shop's clock. */

export type { Severity };
export type CommandName = Command['command'];
export type ExceptionStatus = 'open' | 'acknowledged' | 'resolved' | 'ignored';

/** What a person asked and the worker hasn't carried out yet. */
export interface Requested {
  readonly command: CommandName;
  readonly by: string;
  readonly at: number;
}

export interface Attempt {
  readonly n: number;
  readonly of: number;
  readonly next_at: number | null;
}

export interface OrderRow {
  readonly order_id: number;
  readonly number: string;
  readonly state: string;
  readonly reason: string;
  readonly waiting_for: string;
  readonly since: number | null;
  readonly attempt: Attempt | null;
  readonly erp_number: string | null;
  readonly external_id: string | null;
  readonly open: boolean;
  /** Open exceptions of this order. */
  readonly exceptions: number;
  readonly updated_at: number;
  /** The version that a command about it names. */
  readonly seen: Seen;
}

export interface OrderPage {
  readonly orders: readonly OrderRow[];
  /** At most `total_max`; then there may be more. */
  readonly total: number;
  readonly total_max: number;
  readonly now: number;
}

export interface OrderException {
  readonly cause: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly owner: Owner;
  readonly title: string;
  readonly next_step: string;
  readonly detail: string;
  readonly status: ExceptionStatus;
  readonly opened_at: number;
  /** The version that a command about it names. */
  readonly seen: Seen;
  readonly requested: Requested | null;
}

export interface Seen {
  readonly epoch: number;
  readonly n: number;
}

/** One of those that a command chose. */
export interface SelectedSubject {
  readonly subject: string;
  readonly seen: Seen;
}

export interface OrderDetail extends OrderRow {
  /** `captured`: there is a row. `uncaptured`: WooCommerce has the order and Causeway has nothing of it. */
  readonly kept: 'captured' | 'uncaptured';
  readonly subject: string;
  readonly trace_id: string | null;
  readonly stages: readonly Stage[];
  /** In order; the shop's own come first while the worker has something to take. */
  readonly gates: readonly Gate[];
  readonly timeline: readonly TimelineEntry[];
  readonly exception_list: readonly OrderException[];
  /** A change that the worker has not fetched yet. */
  readonly unserved: { readonly since: number; readonly filled: boolean; readonly served: boolean } | null;
  readonly requested: Requested | null;
  readonly created_at: number | null;
  readonly edit_url: string;
  readonly now: number;
}

/** A return, or a refund made in the shop. Amounts in the order's currency. */
export interface ReturnRow {
  readonly subject: string;
  /** What follows `return/` in the subject. */
  readonly key: string;
  readonly order: { readonly id: number; readonly number: string; readonly edit_url: string } | null;
  readonly origin: 'staff' | 'customer' | 'refund' | 'erp' | 'warehouse';
  readonly exchange: boolean;
  readonly asked_reason: string;
  readonly withdrawable: boolean;
  readonly lines: readonly { readonly name: string; readonly sku: string; readonly quantity: string }[];
  readonly state: string;
  readonly reason: string;
  readonly waiting_for: string;
  readonly since: number | null;
  readonly open: boolean;
  readonly exceptions: number;
  readonly external_id: string | null;
  readonly erp_number: string | null;
  readonly currency: string;
  /** The refund in the shop; null: there is none yet. */
  readonly refunded: string | null;
  readonly stages: readonly Stage[];
  readonly updated_at: number;
  readonly seen: Seen;
}

export interface ReturnPage {
  readonly returns: readonly ReturnRow[];
  readonly total: number;
  readonly now: number;
}

export interface ReturnDetail extends ReturnRow {
  readonly trace_id: string;
  readonly timeline: readonly TimelineEntry[];
  readonly exception_list: readonly OrderException[];
  readonly requested: Requested | null;
  readonly now: number;
}

/** A product's stock as the shop was told of it last. Quantities are decimals. */
export interface StockSku {
  readonly sku: string;
  readonly subject: string;
  readonly product_id: number;
  readonly name: string;
  readonly edit_url: string;
  readonly version: number;
  /** Available to sell; of it already taken off: units sold here. */
  readonly base: string;
  readonly counted: string;
  /** What WooCommerce has; null: nothing. */
  readonly stock: string | null;
  readonly as_of: number;
  readonly applied_at: number;
  readonly exceptions: number;
  readonly exception_list: readonly OrderException[];
}

/** A system that tells of stock (`role`), and what of it a person must look at. */
export interface StockSource {
  readonly subject: string;
  readonly role: string;
  readonly state: string;
  readonly reason: string;
  readonly waiting_for: string;
  readonly since: number | null;
  readonly timeline: readonly TimelineEntry[];
  readonly exception_list: readonly OrderException[];
  readonly requested: Requested | null;
  readonly seen: Seen;
}

export interface StockPage {
  readonly skus: readonly StockSku[];
  /** At most `total_max`; then there may be more. */
  readonly total: number;
  readonly total_max: number;
  readonly sources: readonly StockSource[];
  readonly now: number;
}

export interface ExceptionSubject {
  readonly subject: string;
  readonly order_id: number | null;
  readonly number: string;
  readonly detail: string;
  readonly opened_at: number;
  readonly seen: Seen;
}

export interface ExceptionRow {
  readonly cause: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly owner: Owner;
  readonly title: string;
  readonly next_step: string;
  readonly status: ExceptionStatus;
  readonly opened_at: number;
  readonly updated_at: number;
  readonly closed_at: number | null;
  readonly closed_by: string;
  readonly closed_reason: string;
  readonly subjects: number;
  readonly first_subjects: readonly ExceptionSubject[];
  readonly requested: Requested | null;
}

export interface ExceptionPage {
  readonly exceptions: readonly ExceptionRow[];
  readonly total: number;
  readonly now: number;
}

/** One line of the audit. `actor`: `causeway`, `operator` or `user:<id>`. */
export interface AuditEntry {
  readonly id: number;
  readonly at: number;
  readonly actor: string;
  readonly actor_name: string;
  readonly action: string;
  readonly subject: string;
  readonly order_id: number | null;
  readonly number: string;
  readonly about: string;
  readonly before: string;
  readonly after: string;
  readonly why: string;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** What the page after this one is `before`; null: there is none. */
  readonly next: number | null;
  readonly now: number;
}

/** `asked`: the worker is to answer. `unanswered`: it did not come in time. `none`: nobody asked within the hour. */
export interface TranscriptState {
  readonly subject: string;
  readonly state: 'none' | 'asked' | 'answered' | 'unanswered';
  readonly asked_at: number | null;
  readonly answered_at: number | null;
  readonly answer: TranscriptAnswer | null;
  readonly now: number;
}

export interface ShopStatus {
  readonly paired: boolean;
  readonly paired_at: number | null;
  /** Address or environment type are not those of the pairing: every worker is refused. */
  readonly copy: boolean;
  /** What makes it a copy: another address, or the environment type that it had at pairing. */
  readonly copied: { readonly address: boolean; readonly environment: string | null } | null;
  /** Restored from a backup, and nobody has decided yet: `POST /restore`. `remembered`: the worker's acknowledgement number. */
  readonly rewound: { readonly at: number; readonly remembered: number } | null;
  /** Whether a worker may speak to this address at all: https, or this machine. */
  readonly secure: boolean;
  /** A pairing code is waiting to be used until then; null: none. */
  readonly code_expires_at: number | null;
  readonly go_live_at: number | null;
  readonly worker: { readonly version: string; readonly seen_at: number | null };
  readonly backlog: { readonly rows: number; readonly oldest_at: number | null };
  readonly counts: Readonly<Record<string, number>>;
  readonly exceptions_open: number;
  readonly plugin: { readonly version: string; readonly store: string; readonly wordpress: string };
  readonly shop: {
    readonly id: string;
    readonly incarnation: number;
    readonly environment: string;
    readonly url: string;
  };
  readonly now: number;
}

/** `POST /restore`; a reason is needed to continue. Answers 409 `causeway_outdated` where there is nothing to decide. */
export interface RestoreChoice {
  readonly choice: 'continue' | 'wait';
  readonly reason: string;
}

/** `POST /new-shop`: `confirm` is the shop's own address. Answers 409 `causeway_outdated` where it is no copy. */
export interface NewShopDeclaration {
  readonly confirm: string;
}

export interface PairingCode {
  readonly code: string;
  readonly expires_at: number;
  /** The exact command to run where the worker is installed. */
  readonly command: string;
  readonly now: number;
}

/** The shop's mailbox for webhooks. */
export interface Mailbox {
  /** Up to the system's name, which comes last; null: no worker was paired yet. */
  readonly address: string | null;
  readonly a_minute_max: number;
  readonly body_bytes_max: number;
}
