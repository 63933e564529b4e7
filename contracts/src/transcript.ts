import * as z from 'zod';
import { StockPlace } from './inventory.ts';
import { EpochMs, SubjectKey } from './primitives.ts';

/** What a worker keeps of what its systems are told and answer: nothing, what failed, or everything. */
export const TranscriptKeeping = z.enum(['off', 'errors', 'all']);

const Spoken = z.object({ head: z.string().max(1000), body: z.string().max(6000).nullable() });

/**
 * One request to a system and its reply, redacted by the worker: heads are the first line and harmless headers, bodies
 * their beginning, whatever it is. `outcome`: `ok`, or the category of the call's failure. `reply` null: none came.
 */
export const Transcript = z.object({
  at: EpochMs,
  took_ms: z.int().nonnegative(),
  system: z.string().max(32),
  operation: z.string().max(40),
  outcome: z.string().max(32),
  request: Spoken,
  reply: Spoken.nullable(),
  /** Why it broke off; null: it did not. */
  problem: z.string().max(500).nullable(),
});

export const TRANSCRIPT_ENTRIES_MAX = 5;
export const PLACES_MAX = 50;

/** The answer to one that the shop asked for (`ExchangeResponse.transcripts`): the newest first. */
export const TranscriptAnswer = z.object({
  subject: SubjectKey,
  keeps: TranscriptKeeping,
  /** What is older the worker has thrown away. */
  days: z.int().positive(),
  entries: z.array(Transcript).max(TRANSCRIPT_ENTRIES_MAX),
  /** Of the stock of a SKU: what lies where; left out: of another subject, or the worker follows no such stock. */
  places: z.array(StockPlace).max(PLACES_MAX).optional(),
});

/** So many subjects are asked for in one exchange. */
export const TRANSCRIPTS_ASKED_MAX = 3;

export type TranscriptKeeping = z.infer<typeof TranscriptKeeping>;
export type Transcript = z.infer<typeof Transcript>;
export type TranscriptAnswer = z.infer<typeof TranscriptAnswer>;
