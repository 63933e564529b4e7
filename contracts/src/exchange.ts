import * as z from 'zod';
import { Effect, EffectAnswer } from './effect.ts';
import { PastAnswer, PastQuestion } from './past.ts';
import { EpochMs, SubjectKey, Unread } from './primitives.ts';
import { Sku } from './stock.ts';
import { TRANSCRIPTS_ASKED_MAX, TranscriptAnswer } from './transcript.ts';

/** The version of the exchange itself; both sides refuse another. */
export const PROTOCOL = 1;

/** So many SKUs are told of at once. */
const UNTOLD_MAX = 1000;

const Version = z.string().regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'a version such as "0.1.0"');
const VersionRange = z.object({ min: Version, below: Version });

/** Who a shop is. A home hash or environment other than at pairing means: this is a copy of the shop. */
export const ShopIdentity = z.object({
  id: z.uuid(),
  incarnation: z.int().positive(),
  home_hash: z.string().regex(/^[0-9a-f]{64}$/),
  environment: z.string(),
});

/** `POST /causeway/v1/exchange`: acknowledgements and effects in. `X-Causeway-Token` carries the credential. */
export const ExchangeRequest = z.object({
  protocol: z.int(),
  worker: z.object({ version: Version, plugin: VersionRange }),
  /** `commit` counts the engine's decisions; a shop that has seen a higher one tells that the file is old. */
  engine: z.object({ id: z.uuid(), commit: z.int().nonnegative() }),
  shop: ShopIdentity,
  /** Epoch 0 asks for the lease; `release` gives it back (a clean stop). */
  lease: z.object({ epoch: z.int().nonnegative(), release: z.boolean() }),
  /**
   * Rows committed by the engine, and the last acknowledgement number it was told. The shop's number rises with every
   * exchange that brings rows or effects; one that is lower than the worker's tells that the shop was restored.
   */
  ack: z.object({ number: z.int().nonnegative(), rows: z.array(z.int().positive()).max(1000) }),
  effects: z.array(Effect).max(500),
  ask: z.object({
    rows: z.int().min(0).max(500),
    bytes: z.int().min(0).max(8_000_000),
    /** A page of the shop's open subjects, for an engine that doesn't hold them: `''` begins, null asks for none. */
    open_after: z.string().max(64).nullable(),
    /** "Tell me of these, changed or not": subjects that a hint, a person or a restore is about. */
    looks: z.array(SubjectKey).max(200),
    /** Orders of some time, known to the worker or not; a shop that doesn't know the question doesn't answer it. */
    past: PastQuestion.optional(),
    /** "Of which stocks were you told nothing?"; a shop that doesn't know the question doesn't answer it. */
    untold: z.boolean().optional(),
  }),
  /** Where the plugin may poke a reachable worker after a capture; null: nowhere. */
  doorbell: z.url().nullable(),
  /**
   * Whether returns are followed (null: they are not, and nobody can ask for one in the shop), and how many days after the
   * order customers may ask for one (0: never). Left out: as the shop was told last.
   */
  returns: z
    .object({ customer_days: z.int().min(0).max(3650) })
    .nullable()
    .optional(),
  /** What the exchange before asked for in `transcripts`; left out: it asked for none. */
  transcripts: z.array(TranscriptAnswer).max(TRANSCRIPTS_ASKED_MAX).optional(),
});

/** Rows and outcomes of effects out. `rows` stay unparsed here: one bad row must not spoil the others. */
export const ExchangeResponse = z.object({
  protocol: z.int(),
  plugin: z.object({ version: Version, worker: VersionRange }),
  shop: ShopIdentity,
  lease: z.object({ epoch: z.int().nonnegative(), expires_in_ms: z.int().nonnegative() }),
  ack: z.object({ number: z.int().nonnegative() }),
  /** The highest commit number the shop has seen, and of which engine. */
  engine: z.object({ id: z.uuid().nullable(), commit: z.int().nonnegative() }),
  rows: z.array(Unread),
  /** What `ask.open_after` asked for; `next` is the next page's `open_after`, null after the last. */
  open: z.object({ events: z.array(Unread), next: z.string().nullable() }).nullable(),
  /** What `ask.looks` asked for, as far as the budget went. `event` null: the shop has no such subject. */
  looks: z.array(z.object({ subject: SubjectKey, event: Unread.nullable() })),
  /** What `ask.past` asked for, also before go-live; left out: nothing was asked, or the shop is too old to know it. */
  past: PastAnswer.optional(),
  /** What `ask.untold` asked for: SKUs of products whose stock the shop keeps and that have no triple, the newest first. */
  untold: z.array(Sku).max(UNTOLD_MAX).optional(),
  answers: z.array(EffectAnswer),
  more: z.boolean(),
  panel_open: z.boolean(),
  /** "What was sent and answered?", asked by staff of these subjects; asked again until the worker answered. */
  transcripts: z.array(SubjectKey).max(TRANSCRIPTS_ASKED_MAX).optional(),
  /** Orders created before this instant are "before go-live"; null: paired, not live, nothing is served. */
  go_live_at: EpochMs.nullable(),
  backlog: z.object({ rows: z.int().nonnegative(), oldest_at: EpochMs.nullable() }),
  /** The shop's clock when it answered. */
  now: EpochMs,
});

/** What every refused worker request carries (WordPress's own error shape). */
export const Refusal = z.object({
  code: z.enum([
    'causeway_unauthorized',
    'causeway_not_paired',
    'causeway_copy',
    'causeway_rewound',
    'causeway_lease_held',
    'causeway_lease_lost',
    'causeway_version',
    'causeway_busy',
    'causeway_invalid',
    'causeway_pairing_code',
    'causeway_insecure',
  ]),
  message: z.string(),
  data: z.looseObject({ status: z.int(), retry_after_ms: z.int().optional() }),
});

/** `POST /causeway/v1/pair`: the one-time code shown in wp-admin against a credential. */
export const PairRequest = z.object({
  protocol: z.int(),
  code: z.string(),
  worker: z.object({ version: Version, plugin: VersionRange }),
});

export const PairResponse = z.object({
  protocol: z.int(),
  plugin: z.object({ version: Version, worker: VersionRange }),
  shop: ShopIdentity,
  /** Shown once; the shop keeps its SHA-256 only. */
  token: z.string().min(40),
  name: z.string(),
  store: z.string(),
});

export type ShopIdentity = z.infer<typeof ShopIdentity>;
export type ExchangeRequest = z.infer<typeof ExchangeRequest>;
export type ExchangeResponse = z.infer<typeof ExchangeResponse>;
export type Refusal = z.infer<typeof Refusal>;
export type PairResponse = z.infer<typeof PairResponse>;
export type VersionRange = z.infer<typeof VersionRange>;
