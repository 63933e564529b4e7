import * as z from 'zod';
import { SystemFailure } from '../../policy/system-failure.ts';
import { type JsonReply, retryAfterMs } from '../json-api.ts';

/** RFC 6749, 5.2; `error_codes` is Microsoft Entra's own (AADSTS numbers). */
const Refusal = z.object({
  error: z.string().regex(/^[\w.-]{1,60}$/),
  error_codes: z.array(z.int()).max(10).optional(),
});

const PAUSE_MS = 10_000;

/** What a token endpoint's refusal means. Its description isn't told: it may name who asked. */
export function signInRefused(system: string, reply: JsonReply, now: number): SystemFailure {
  const parsed = Refusal.safeParse(reply.body);
  const code = parsed.success ? parsed.data.error : `HTTP ${reply.status}`;
  const codes = parsed.success ? (parsed.data.error_codes ?? []) : [];
  const message = `${system}'s sign-in refused: ${[code, ...codes].join(' ')}`;
  const wish = retryAfterMs(reply.headers.get('retry-after'), now);
  if (reply.status === 429) return new SystemFailure('rate_limit', 'before_send', message, wish ?? PAUSE_MS);
  if (reply.status >= 500 || code === 'temporarily_unavailable' || code === 'server_error') {
    return new SystemFailure('connection', 'before_send', `${system}'s sign-in answered ${reply.status}`, wish);
  }
  return new SystemFailure('authentication', 'before_send', message);
}
