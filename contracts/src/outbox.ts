import * as z from 'zod';
import { Checkpoint } from './checkpoint.ts';
import { EpochMs, EventId, Instant, Sha256, SubjectKey, Unread } from './primitives.ts';

/** The subject's memory that travels with every look, so that an engine that lost its file goes on from it. */
export const SubjectMemory = z.object({
  checkpoint: Checkpoint.nullable(),
  /** The last effect number the shop applied for the subject: rises by epoch, then by n. */
  epoch: z.int().nonnegative(),
  n: z.int().nonnegative(),
});

/**
 * "Look at this subject": the newest revision the shop knows. `snapshot` stays unparsed here: one that breaks
 * `Snapshot` is an exception of its subject, not of the whole exchange. Null: larger than `SNAPSHOT_BYTES_MAX`.
 */
export const Look = z.object({
  incarnation: z.int().positive(),
  rev: z.int().positive(),
  hash: Sha256,
  snapshot: Unread,
  snapshot_bytes: z.int().nonnegative(),
  /** The status that a hook saw being written, without `wc-`; null where no status hook ran. */
  written_status: z.string().nullable(),
  first_seen_at: EpochMs,
  memory: SubjectMemory,
});

const envelope = {
  specversion: z.literal('1.0'),
  id: EventId,
  source: z.string(),
  subject: SubjectKey,
  time: Instant,
  datacontenttype: z.literal('application/json'),
  dataschema: z.string(),
  /** W3C Trace Context; its trace id is the correlation id. */
  traceparent: z.string().regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/),
};

/** A subject as the shop has it now, as a CloudEvents 1.0 event. */
export const LookEvent = z.object({ ...envelope, type: z.literal('com.causeway.order.look.v1'), data: Look });

/**
 * What a person asked in wp-admin, or an operator at a command line (`user_id` 0). `seen` is the version of the subject
 * they looked at. `skip`: leave this order out, nothing more is sent for it. `replay`: look at it again and send only
 * what is missing. `backfill`: send an order that is older than go-live. `approve`, `reject`: what waits for a yes (a held
 * drop of the stock, a refund).
 */
export const Command = z.object({
  command: z.enum(['retry', 'resolve', 'acknowledge', 'ignore', 'skip', 'replay', 'backfill', 'approve', 'reject']),
  by: z.object({ user_id: z.int(), name: z.string() }),
  asked_at: EpochMs,
  seen: z.object({ epoch: z.int(), n: z.int() }).nullable(),
  /** The exception's cause that it is about; null: the whole subject. */
  cause: z.string().nullable(),
  reason: z.string().max(500),
  /** "All that match": the subject is then `exception/all`; `count` is what the person was shown. */
  filter: z.object({ cause: z.string(), count: z.int().nonnegative() }).nullable(),
});

/** So many subjects one command may choose. */
export const SELECTED_MAX = 300;

/** "These": a chosen subject, and the version of it that the person looked at. */
export const SelectedSubject = z.object({
  subject: SubjectKey,
  seen: z.object({ epoch: z.int(), n: z.int() }).nullable(),
});

/**
 * A command as it is served. `about`: its subject as it is now (a `LookEvent`, left unparsed here), so that an engine
 * that doesn't hold the subject can obey; null with a filter, or where the shop knows no such subject. `selected`: the
 * command is about each of these, the row's subject is then `exception/selected`, and `about` a list: of those that are
 * closed, which an engine doesn't hold any more.
 */
export const ServedCommand = Command.extend({
  about: Unread.nullable(),
  selected: z.array(SelectedSubject).min(1).max(SELECTED_MAX).nullable().optional(),
});

/**
 * A webhook that came to the shop's mailbox, body kept as it came. `headers`: lower-case names, of which the shop
 * leaves out cookies and credentials. Whether to believe it is the worker's to check.
 */
export const Hint = z.object({
  system: z.string(),
  received_at: EpochMs,
  headers: z.record(z.string(), z.string()),
  body: z.string(),
});

/** A row of the outbox as it is served: its number for the acknowledgement, and a CloudEvents 1.0 event. */
export const OutboxRow = z.discriminatedUnion('kind', [
  z.object({
    row: z.int().positive(),
    kind: z.literal('look'),
    event: LookEvent,
  }),
  z.object({
    row: z.int().positive(),
    kind: z.literal('command'),
    event: z.object({ ...envelope, type: z.literal('com.causeway.command.v1'), data: ServedCommand }),
  }),
  z.object({
    row: z.int().positive(),
    kind: z.literal('hint'),
    event: z.object({ ...envelope, type: z.literal('com.causeway.hint.v1'), data: Hint }),
  }),
]);

export type SubjectMemory = z.infer<typeof SubjectMemory>;
export type LookEvent = z.infer<typeof LookEvent>;
export type Look = z.infer<typeof Look>;
export type Command = z.infer<typeof Command>;
export type SelectedSubject = z.infer<typeof SelectedSubject>;
export type Hint = z.infer<typeof Hint>;
export type OutboxRow = z.infer<typeof OutboxRow>;
