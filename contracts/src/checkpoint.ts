import * as z from 'zod';
import { Unread } from './primitives.ts';

/**
 * The smallest versioned memory of a subject, kept beside it in the shop, from which a new engine goes on.
 * `flow` and `version` name the decider that wrote it; `body` is that decider's own.
 */
export const Checkpoint = z.object({
  flow: z.string().min(1).max(32),
  version: z.int().positive(),
  body: z.record(z.string(), Unread),
});

export type Checkpoint = z.infer<typeof Checkpoint>;
