import { TRANSCRIPT_ENTRIES_MAX, type Transcript, type TranscriptAnswer } from '@causeway/contracts';
import type { Entry } from './entry.ts';

/** With five entries of two bodies each all of it stays below 64 KB. */
const BODY_BYTES_MAX = 5500;
const HEAD_BYTES_MAX = 600;
const PROBLEM_BYTES_MAX = 300;

/** What the shop is told of a subject; `entries` newest first. */
export function answerOf(subject: string, keeps: Pick<TranscriptAnswer, 'keeps' | 'days'>, entries: readonly Entry[]) {
  return { subject, ...keeps, entries: entries.slice(0, TRANSCRIPT_ENTRIES_MAX).map(transcriptOf) };
}

function transcriptOf({ at, tookMs, system, operation, outcome, request, reply, problem }: Entry): Transcript {
  return {
    at,
    took_ms: Math.max(0, Math.round(tookMs)),
    system: system.slice(0, 32),
    operation: operation.slice(0, 40),
    outcome: outcome.name,
    request: spoken(request),
    reply: reply === null ? null : spoken(reply),
    problem: problem === null ? null : beginning(problem, PROBLEM_BYTES_MAX),
  };
}

function spoken({ head, body }: Entry['request']): Transcript['request'] {
  return { head: beginning(head, HEAD_BYTES_MAX), body: body === null ? null : beginning(body, BODY_BYTES_MAX) };
}

function beginning(text: string, bytesMax: number): string {
  const bytes = Buffer.from(text);
  if (bytes.byteLength <= bytesMax) return text;
  // Ends before a character that would be cut in two.
  return `${new TextDecoder().decode(bytes.subarray(0, bytesMax), { stream: true })} […]`;
}
