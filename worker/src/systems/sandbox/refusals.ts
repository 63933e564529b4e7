import type { Category, Phase } from '@causeway/contracts';
import * as z from 'zod';
import { type JsonReply, retryAfterMs } from '../../http/json-api.ts';
import { shaped } from '../../policy/shaped.ts';
import { SystemFailure } from '../../policy/system-failure.ts';

/** How both sandbox systems refuse: `{"error":{"code","message","details"}}`, see e2e/sandbox/README.md. */
const Refusal = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.json()).optional() }),
});

const BY_CODE: Readonly<Record<string, Category>> = {
  duplicate_external_id: 'duplicate',
  total_mismatch: 'total_mismatch',
  rounding_too_large: 'total_mismatch',
  body_too_large: 'too_large',
};

const BY_STATUS: Readonly<Record<number, Category>> = {
  400: 'validation',
  401: 'authentication',
  403: 'authentication',
  404: 'missing_reference',
  409: 'conflict',
  413: 'too_large',
  415: 'validation',
  422: 'validation',
};

/** By which code a reply refuses; null: it is none of their refusals. */
export function refusalCode({ body }: JsonReply): string | null {
  const parsed = Refusal.safeParse(body);
  return parsed.success ? parsed.data.error.code : null;
}

/** A reply's body in the shape that was asked for. Throws `SystemFailure` for a refusal and for another shape. */
export function understood<T>(system: string, shape: z.ZodType<T>, reply: JsonReply, now: number): T {
  if (reply.status >= 300) throw refusal(system, reply, now);
  return shaped(shape, reply.body, `${system} answered`);
}

/** The failure that a refused reply means. `system` begins the message. */
export function refusal(system: string, reply: JsonReply, now: number): SystemFailure {
  const parsed = Refusal.safeParse(reply.body);
  const code = parsed.success ? parsed.data.error.code : `HTTP ${reply.status}`;
  const about = parsed.success ? detail(parsed.data.error.details) : '';
  const message = `${system} refused: ${code}${about}`;
  if (reply.status === 429) {
    const wait = retryAfterMs(reply.headers.get('retry-after'), now) ?? 1000;
    return new SystemFailure('rate_limit', 'before_send', message, wait);
  }
  if (reply.status >= 500) {
    const wish = retryAfterMs(reply.headers.get('retry-after'), now);
    return new SystemFailure('connection', 'after_send', `${system} answered ${reply.status}`, wish);
  }
  const category: Category = code.startsWith('unknown_')
    ? 'missing_reference'
    : (BY_CODE[code] ?? BY_STATUS[reply.status] ?? 'internal');
  const phase: Phase = 'before_send';
  return new SystemFailure(category, phase, message);
}

/** Codes and line numbers only: never what a customer typed. */
function detail(details: Record<string, unknown> | undefined): string {
  if (details === undefined) return '';
  const parts: string[] = [];
  for (const [key, value] of Object.entries(details)) {
    if (key === 'fields' && Array.isArray(value)) {
      parts.push(...value.slice(0, 5).map((field) => `${String(field?.path)}: ${String(field?.message)}`));
    } else if (typeof value === 'string' || typeof value === 'number') parts.push(`${key} ${value}`);
  }
  return parts.length === 0 ? '' : ` (${parts.join(', ').slice(0, 300)})`;
}
